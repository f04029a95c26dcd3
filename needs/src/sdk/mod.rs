//! Calls of an SDK: Go, Java, Python, TypeScript; and of the command line.

mod aliyun;
mod clients;
mod commands;
mod computed;
mod curl;
mod groups;
mod markup;
mod methods;
mod parts;
mod programs;
mod receiver;
pub(crate) mod rest;
mod scopes;
pub(crate) mod shell;
mod shell_output;
mod shell_variables;
mod shell_words;
mod sums;
mod syntax;
mod variables;

pub(crate) use methods::read;
pub(crate) use syntax::{GO, JAVA, KOTLIN, PYTHON, TYPESCRIPT};
