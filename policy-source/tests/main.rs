//! Policies in their files.

mod forms;
mod laws;
