//! Commands of a shell in the strings of other languages.

use super::aliyun::{is_ack, unknown_program};
use super::parts::{Parts, line_before};
use super::shell;
use super::shell_words::Word;
use crate::found::Found;
use ram_diagnostics::ByteRange;

/// The most words of a command that are read.
const MOST_WORDS: usize = 20;

/// What runs a list of words.
const RUNNERS: [&str; 8] = [
    "Command",
    "subprocess",
    "run(",
    "exec",
    "spawn",
    "Popen",
    "ProcessBuilder",
    "system(",
];

/// Finds `["aliyun", "cs", "StopAlert"]` and `system("aliyun cs StopAlert")`.
pub(crate) fn commands(text: &str, parts: &Parts, found: &mut Found) {
    // The end of the last list with a program.
    let mut read_to = 0;
    for (index, range) in parts.strings.iter().enumerate() {
        let string = range.of(text);
        let line = line_before(&parts.code, range.start).trim_end_matches(QUOTES);
        // A text without a use explains what is below it.
        if string.contains("aliyun ") && !line.is_empty() {
            shell::in_string(string, *range, found);
        }
        if is_ack(string) && range.start >= read_to {
            let words = words(text, parts, index);
            unknown_program(&words, *range, false, found);
        }
        if string.rsplit('/').next() != Some("aliyun") {
            continue;
        }
        let mut words = words(text, parts, index);
        let last = &words[words.len() - 1];
        let end = last.range.end;
        read_to = end;
        let rest = parts.code[end..].trim_start_matches(QUOTES);
        // `["aliyun"] + words`
        let after_list = rest.trim_start_matches([']', ' ']);
        let is_added_to = after_list.starts_with('+') || after_list.starts_with(".concat(");
        let is_run = RUNNERS.iter().any(|runner| line.contains(runner));
        // What follows is computed, or is added to the list later.
        if is_run && rest.starts_with([',', '+']) || is_added_to || is_ack(&last.text) {
            words.push(computed(end));
        }
        shell::run(&words, 0, found);
    }
}

const QUOTES: [char; 4] = ['"', '\'', '`', ' '];

fn computed(at: usize) -> Word {
    Word {
        text: "$".to_owned(),
        range: ByteRange::new(at, at),
    }
}

/// Returns the words of a list from this string on, with `$` for each that is computed.
fn words(text: &str, parts: &Parts, first: usize) -> Vec<Word> {
    let word = |range: ByteRange| Word {
        text: range.of(text).to_owned(),
        range,
    };
    let mut words = vec![word(parts.strings[first])];
    for next in &parts.strings[first + 1..] {
        let end = words[words.len() - 1].range.end;
        // In the code of a template.
        if next.start < end {
            continue;
        }
        let between = parts.code[end..next.start]
            .trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`'));
        let inner = between.strip_prefix(',').map(str::trim);
        let is_simple = |inner: &str| {
            inner.strip_suffix(',').is_some_and(|inner| {
                let is_part = |c: char| c.is_ascii_alphanumeric() || "_.$* ".contains(c);
                !inner.is_empty() && inner.chars().all(is_part)
            })
        };
        match inner {
            _ if words.len() > MOST_WORDS => break,
            // `f"/clusters/{id}"` of Python.
            Some("" | "f" | "rf" | "fr" | "r" | "u") => {}
            Some(inner) if is_simple(inner) => words.push(computed(end)),
            _ => break,
        }
        words.push(word(*next));
    }
    words
}
