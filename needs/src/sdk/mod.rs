//! Calls of an SDK: Go, Java, Python, TypeScript; and of the command line.

mod aliyun;
mod bare_calls;
mod blocks;
mod clients;
mod commands;
mod computed;
mod constants;
mod curl;
mod declared;
mod groups;
mod hosts;
mod imports;
mod markup;
mod methods;
mod near;
mod parts;
mod paths;
mod programs;
mod receiver;
mod requests;
mod rest;
pub(crate) mod shell;
mod shell_output;
mod shell_variables;
mod shell_words;
mod sums;
mod syntax;
mod types;
mod variables;

pub(crate) use methods::read;
pub(crate) use syntax::{GO, JAVA, KOTLIN, PYTHON, TYPESCRIPT};
