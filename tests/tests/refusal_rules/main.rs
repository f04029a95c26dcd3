//! What is read of a refusal, rule by rule. `refusals.rs` has whole messages in whole wrappings.

mod refusal_calls;
mod refusal_fields;
mod refusal_sentences;
mod refusal_shown;
mod wrapped_refusals;
