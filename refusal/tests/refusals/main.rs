//! Rules of the decoder, a file for each of its parts.

mod actions;
mod calls;
mod codes;
mod common;
mod fields;
mod forms;
mod laws;
mod sentences;
mod unwrapping;
