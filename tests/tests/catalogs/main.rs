//! Catalogs: the code made from them, and their history.

mod actions_and_dates;
mod changes;
mod expansion;
mod generated_code;
mod macro_input;
mod read_back;
