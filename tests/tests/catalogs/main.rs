//! Catalogs: generated code and history.

mod actions_and_dates;
mod changes;
mod expansion;
mod facts;
mod generated_code;
mod macro_input;
mod read_back;
