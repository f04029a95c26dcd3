//! Pages of actions: reading and diagnostics.

mod cells;
mod codes;
mod diagnostics;
mod doors;
mod headers;
mod inspected;
#[path = "../../../ram-policy/tests/kept/mod.rs"]
mod kept;
mod kinds;
mod options;
mod own_page;
mod rows;
mod second_reader;
mod set_apart;
mod tables;
mod unread_actions;
