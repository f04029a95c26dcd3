//! Rules of the decoder, one file per part.

mod actions;
mod calls;
mod codes;
mod common;
mod fields;
mod forms;
mod laws;
mod sentences;
mod unwrapping;
