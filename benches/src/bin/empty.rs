//! A program that does nothing, to measure the start of a process.

fn main() {}
