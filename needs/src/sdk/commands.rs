//! Commands of a shell in the strings of other languages.

use super::aliyun::{is_ack, is_computed, unknown_program};
use super::constants::Constants;
use super::near::line_before;
use super::parts::Parts;
use super::programs::{Programs, QUOTES, before_string, is_program, is_runner};
use super::shell;
use super::shell_words::Word;
use super::sums::joined;
use crate::found::Found;
use ram_diagnostics::ByteRange;

/// The most words of a command that are read.
const MOST_WORDS: usize = 20;

/// Functions that show a text to people.
const PRINTERS: [&str; 13] = [
    "print",
    "println",
    "printf",
    "echo",
    "log",
    "debug",
    "info",
    "warn",
    "warning",
    "error",
    "fatal",
    "panic",
    "exception",
];

/// Arguments that are shown to people.
const SHOWN: [&str; 4] = ["help", "description", "epilog", "usage"];

/// Finds `["aliyun", "cs", "StopAlert"]` and `system("aliyun cs StopAlert")`.
pub(crate) fn commands(text: &str, parts: &Parts, found: &mut Found) {
    let programs = Programs::of(text, parts);
    let strings = joined(text, parts, &Constants::default());
    for (string, range) in &strings {
        if is_used(text, &parts.code, *range) {
            command_in_text(string, *range, parts, &programs, found);
        }
    }
    lists(text, parts, &programs, &strings, found);
}

/// Reads a text that can be a command, or the end of one.
fn command_in_text(
    string: &str,
    range: ByteRange,
    parts: &Parts,
    programs: &Programs<'_>,
    found: &mut Found,
) {
    let mut command = programs.replaced(&parts.code, string, range.start);
    let end = command.trim_end();
    // The next word is in another text.
    if end.ends_with("aliyun cs") || is_program(end) && end.len() < command.len() {
        command = format!("{end} $");
    }
    if command.contains("aliyun ") {
        shell::in_string(&command, range, found);
        return;
    }
    let word = |text: &str| Word {
        text: text.to_owned(),
        range,
    };
    let mut words: Vec<Word> = command.split_whitespace().take(4).map(word).collect();
    let before = before_string(&parts.code, range.start).trim_end();
    let mut is_after_program = before.ends_with('+') || before.ends_with("+=");
    if words.len() > 1 && is_computed(&words[0].text) {
        is_after_program = true;
        words.remove(0);
    }
    if words.len() > 1 && is_ack(&words[0].text) {
        let is_likely = programs.are_named && is_after_program;
        unknown_program(&words, range, is_likely, found);
    }
}

/// Returns whether a text is more than an explanation of what is below it, or a message.
fn is_used(text: &str, code: &str, range: ByteRange) -> bool {
    let before = before_string(code, range.start);
    let line = line_before(before, before.len()).trim();
    if line.is_empty() {
        // On a line of its own.
        return before
            .trim_end()
            .ends_with(['(', ',', '=', '[', '{', '+', '?', '|', '&']);
    }
    let name_end = line.trim_end_matches(['(', '=', ' ']);
    let name = &name_end[name_end
        .trim_end_matches(|c: char| c.is_alphanumeric() || c == '_')
        .len()..];
    let name = name.to_ascii_lowercase();
    let is_printer =
        line.ends_with('(') && PRINTERS.contains(&name.strip_suffix('f').unwrap_or(&name));
    let rest = text[range.end..].split('\n').next().unwrap_or_default();
    let is_message = is_printer && !rest.contains("file=");
    let is_shown = line.ends_with('=') && SHOWN.contains(&&*name);
    !is_message && !is_shown
}

/// Finds the lists of words that are commands.
fn lists(
    text: &str,
    parts: &Parts,
    programs: &Programs<'_>,
    sums: &[(String, ByteRange)],
    found: &mut Found,
) {
    let is_in_command = |range: &ByteRange| {
        let sum = sums.binary_search_by_key(&range.start, |(_, sum)| sum.start);
        sum.is_ok_and(|at| sums[at].0.contains("aliyun "))
    };
    let strings = parts.strings.iter();
    let mut words: Vec<ByteRange> = strings.chain(&programs.uses).copied().collect();
    words.sort_by_key(|range| range.start);
    // The end of the last list with a program.
    let mut read_to = 0;
    for range in &words {
        let next = parts.strings.partition_point(|one| one.start < range.end);
        let string = range.of(text);
        if is_ack(string) && range.start >= read_to {
            let mut words = self::words(text, parts, *range, next);
            let rest = parts.code[words[words.len() - 1].range.end..].trim_start_matches(QUOTES);
            if rest.starts_with(',') && is_runner(line_before(&parts.code, range.start)) {
                words.push(computed(range.end));
            }
            unknown_program(&words, *range, programs.are_named, found);
        }
        if is_program(string) && !is_in_command(range) || programs.uses.contains(range) {
            read_to = list(text, parts, programs, *range, next, found);
        }
    }
}

/// Reads a list that begins with the program, and returns its end. The next string has the index `next`.
fn list(
    text: &str,
    parts: &Parts,
    programs: &Programs<'_>,
    head: ByteRange,
    next: usize,
    found: &mut Found,
) -> usize {
    let mut words = words(text, parts, head, next);
    "aliyun".clone_into(&mut words[0].text);
    let last = &words[words.len() - 1];
    let end = last.range.end;
    let rest = parts.code[end..].trim_start_matches(QUOTES);
    // `["aliyun"] + words`
    let after_list = rest.trim_start_matches([']', ' ']);
    let is_added_to = after_list.starts_with('+') || after_list.starts_with(".concat(");
    let before = before_string(&parts.code, head.start);
    let line = line_before(before, before.len());
    let uses = programs.list(before);
    let is_run = is_runner(line) || uses.is_run;
    let next = rest.strip_prefix(',').unwrap_or_default().trim_start();
    let is_spread = next.starts_with('*') || next.starts_with("...");
    // What follows is computed, or is added to the list later.
    if is_run && rest.starts_with([',', '+'])
        || is_spread
        || is_added_to
        || is_ack(&last.text)
        || uses.extended > head.start
    {
        // The first can be the value of an option.
        words.extend([computed(end), computed(end)]);
    }
    shell::run(&words, 0, found);
    end
}

fn computed(at: usize) -> Word {
    Word {
        text: "$".to_owned(),
        range: ByteRange::new(at, at),
    }
}

/// Returns the words of a list from its first one on, with `$` for each that is computed.
fn words(text: &str, parts: &Parts, first: ByteRange, next: usize) -> Vec<Word> {
    let word = |range: ByteRange| Word {
        text: range.of(text).to_owned(),
        range,
    };
    let mut words = vec![word(first)];
    for next in &parts.strings[next..] {
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
            // `spawn('aliyun', ['cs', 'StopAlert'])`
            Some("[") if words.len() == 1 && !is_ack(&words[0].text) => {}
            Some(inner) if is_simple(inner) => words.push(computed(end)),
            _ => break,
        }
        words.push(word(*next));
    }
    words
}
