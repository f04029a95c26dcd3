//! Policies in their files.

mod fields;
mod forms;
mod laws;
#[path = "../../ram-policy/tests/oracle.rs"]
mod oracle;
#[allow(dead_code, reason = "another program uses the rest")]
#[path = "../../ram-policy/tests/random.rs"]
mod random;
mod second_evaluator;
mod second_reader;
