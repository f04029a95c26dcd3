//! Calls of an SDK: Go, Java, Python, TypeScript; and of the command line.

mod clients;
mod groups;
mod methods;
pub(crate) mod rest;
pub(crate) mod shell;
mod shell_words;
mod syntax;
mod variables;

pub(crate) use methods::read;
pub(crate) use syntax::{GO, JAVA, PYTHON, TYPESCRIPT};
