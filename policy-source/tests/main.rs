//! Policies in their files.

mod forms;
mod laws;
mod second_reader;
