//! The macro `policy!`: it checks a policy file against what the code needs.

mod actions;
mod addition;
mod args;
mod catalog;
mod example;
pub(crate) mod expand;
mod file;
mod fixed;
mod names;
mod practice;
mod regions;
mod signs;
mod with;
