//! Rules of the decoder, one file per part.

mod actions;
mod calls;
mod codes;
mod common;
mod denials;
mod edges;
mod ends;
mod fields;
mod forms;
mod hostile;
mod laws;
mod names;
mod operations;
mod others;
mod sentences;
mod stream;
mod tables;
mod unwrapping;
