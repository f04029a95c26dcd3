//! Calls of an SDK: Go, Java, Python, TypeScript; and of the command line.

mod aliyun;
mod bare_calls;
mod blocks;
mod clients;
mod commands;
mod computed;
mod constants;
mod curl;
mod declared;
mod expressions;
mod groups;
mod hosts;
mod imports;
mod markup;
mod methods;
mod near;
mod parts;
mod paths;
mod programs;
mod receiver;
mod requests;
mod rest;
pub(crate) mod shell;
mod shell_output;
mod shell_variables;
mod shell_words;
mod sums;
mod syntax;
mod types;
mod variables;

use crate::found::Found;
use ram_diagnostics::ByteRange;

pub(crate) use methods::read;
pub(crate) use syntax::{GO, JAVA, KOTLIN, PYTHON, TYPESCRIPT};

/// Returns the calls of a shell script, and those of the code in other languages that it runs.
pub(crate) fn read_script(text: &str) -> Found {
    let mut found = shell::read(text);
    for (range, syntax) in shell::programs(text) {
        let quoted = range.of(text);
        let code = quoted.trim_start_matches(['"', '\'']);
        let start = range.start + quoted.len() - code.len();
        let within = |range: ByteRange| ByteRange::new(start + range.start, start + range.end);
        let inner = read(code.trim_end_matches(['"', '\'']), syntax);
        for need in inner.needs {
            found.need(need.call, within(need.range));
        }
        for note in inner.notes {
            found.note(note.message, within(note.range));
        }
    }
    found
}
