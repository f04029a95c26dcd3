//! Policies in their files.

mod common;
mod damaged;
mod fields;
mod file_types;
mod jsonencode;
mod kinds;
mod laws;
#[path = "../../ram-policy/tests/oracle.rs"]
mod oracle;
mod plans;
#[allow(dead_code, reason = "another program uses the rest")]
#[path = "../../ram-policy/tests/random.rs"]
mod random;
mod records;
mod references;
mod second_evaluator;
mod second_reader;
mod terraform_text;
mod values;
