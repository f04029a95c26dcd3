//! Shell scripts: `aliyun cs …` in both of its styles, and `curl` with an address of ACK.

use super::aliyun::{aliyun, is_ack, unknown_program};
use super::curl::curl;
use super::paths;
use super::shell_output::{Readers, is_printer};
use super::shell_variables::{Variables, assignment, first_word, is_program, joined};
use super::shell_words::{Word, commands, file_name, without_keywords};
use super::syntax::{PYTHON, Syntax, TYPESCRIPT};
use crate::found::Found;
use ram_diagnostics::ByteRange;
use std::collections::{BTreeSet, HashSet};

/// Programs that run the text in their arguments, or that they read.
const RUNNERS: &[&str] = &[
    "sh", "bash", "zsh", "dash", "ksh", "ash", "eval", "ssh", "trap", "su", "watch", "xargs",
    "parallel",
];

/// How the names of functions begin that write their words to people.
const LOGGERS: [&str; 12] = [
    "log", "print", "info", "warn", "err", "die", "usage", "msg", "say", "debug", "fatal", "fail",
];

/// How deep texts with commands are read in each other.
const DEEPEST: usize = 3;

pub(crate) fn read(text: &str) -> Found {
    let mut found = Found::default();
    script(text, 0, &mut found);
    if found.needs.is_empty() && found.notes.is_empty() {
        unused_addresses(text, &mut found);
    }
    found
}

/// Returns the code in other languages that a script gives to their interpreters: `python3 - <<'EOF'`, `node -e '…'`.
pub(crate) fn programs(text: &str) -> Vec<(ByteRange, &'static Syntax)> {
    let mut programs = Vec::new();
    for command in commands(text) {
        let command = without_keywords(&command);
        let Some((program, words)) = command.split_first() else {
            continue;
        };
        let name = file_name(&program.text);
        let syntax = match name.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.') {
            "python" => &PYTHON,
            "node" | "deno" | "bun" => &TYPESCRIPT,
            _ => continue,
        };
        let is_code = |word: &&Word| word.text.contains(['\n', '(']);
        programs.extend(
            words
                .iter()
                .filter(is_code)
                .map(|word| (word.range, syntax)),
        );
    }
    programs
}

/// Notes the addresses of ACK in a script from which nothing else is found.
fn unused_addresses(text: &str, found: &mut Found) {
    for command in commands(text) {
        let is_of_aliyun = command.iter().any(|word| word.text == "aliyun");
        let words = command.iter().filter(|_| !is_of_aliyun);
        for word in words.filter(|word| paths::has_address(&word.text)) {
            found.note(paths::UNKNOWN_REQUESTS.to_owned(), word.range);
        }
    }
}

fn script(text: &str, depth: usize, found: &mut Found) {
    let commands = commands(text);
    let variables = Variables::of(text, &commands);
    let readers = Readers::of(text, &commands);
    let printers = readers.printers();
    let mut used = HashSet::new();
    for (index, command) in commands.iter().enumerate() {
        let command = without_keywords(command);
        let expanded = variables.expand(command, &mut used);
        if variables.is_partial_array(command) {
            continue;
        }
        if command
            .first()
            .is_some_and(|word| printers.contains(&*word.text))
        {
            shown(&expanded, found);
            continue;
        }
        run(&expanded, depth, found);
        if is_printer(command)
            && let Some((word, is_certain)) = readers.run_text(index, &expanded)
        {
            inner(&word, is_certain, depth, found);
        }
    }
    for (message, range) in variables.notes(&used) {
        found.note(message, range);
    }
}

fn is_adder(program: &str) -> bool {
    ["xargs", "parallel"].contains(&program)
}

/// Returns whether a command runs text in its arguments.
fn runs(command: &[Word]) -> bool {
    { command.iter() }.any(|word| RUNNERS.contains(&file_name(&word.text)))
}

/// Reads one command.
pub(crate) fn run(command: &[Word], depth: usize, found: &mut Found) {
    let program = command.first().map_or("", |word| file_name(&word.text));
    // `Run: aliyun cs StopAlert` is a message.
    let is_label = program.len() > 1 && program.ends_with(':');
    if is_label || is_printer(command) {
        return;
    }
    // They run their arguments as one text.
    if ["eval", "ssh", "watch"].contains(&program) && { command.iter() }
        .any(|word| word.text.contains(' ') && word.text.contains("aliyun"))
    {
        let (first, last) = (&command[1], &command[command.len() - 1]);
        let word = Word {
            text: joined(&command[1..]),
            range: ByteRange::new(first.range.start, last.range.end),
        };
        return inner(&word, true, depth, found);
    }
    let is_of_log = LOGGERS.iter().any(|start| program.starts_with(start));
    if is_of_log && command.iter().any(|word| word.text == "aliyun") {
        return shown(command, found);
    }
    let is_run = runs(command);
    let mut is_known = false;
    for (index, word) in command.iter().enumerate() {
        match file_name(&word.text) {
            "aliyun" => {
                is_known = true;
                let mut words = command[index..].to_vec();
                // They add words.
                if { command[..index].iter() }.any(|word| is_adder(file_name(&word.text))) {
                    let at = words[words.len() - 1].range.end;
                    words.push(Word {
                        text: "$".to_owned(),
                        range: ByteRange::new(at, at),
                    });
                }
                aliyun(&words, found);
            }
            "curl" | "wget" => {
                is_known = true;
                curl(&command[index..], found);
            }
            _ if is_of_log
                || assignment(&word.text)
                    .is_some_and(|(_, value)| is_program(first_word(value))) => {}
            text if text.contains([' ', '\n']) => inner(word, is_run, depth, found),
            text if !is_known && is_ack(text) => {
                let of = ByteRange::new(command[0].range.start, word.range.end);
                let is_likely = command[0].text.starts_with('$');
                unknown_program(&command[index..], of, is_likely, found);
            }
            _ if !is_known => address(word, found),
            _ => {}
        }
    }
}

/// Notes a command that a function gets which shows it to people, and perhaps also runs it.
fn shown(command: &[Word], found: &mut Found) {
    let Some(start) = command.iter().position(|word| word.text == "aliyun") else {
        return;
    };
    let mut inner = Found::default();
    aliyun(&command[start..], &mut inner);
    let (first, last) = (&command[0], &command[command.len() - 1]);
    let range = ByteRange::new(first.range.start, last.range.end);
    text_with_commands(&inner, range, found);
}

/// Reads a text that can be a script: certain only if its command runs it.
fn inner(word: &Word, is_run: bool, depth: usize, found: &mut Found) {
    let is_of_ack = is_run && has_unknown_program(&word.text);
    if !is_of_ack && !word.text.contains("aliyun") {
        return;
    }
    if depth == DEEPEST {
        found.note(
            "commands in texts in texts are not read".to_owned(),
            word.range,
        );
        return;
    }
    let mut inner = Found::default();
    script(&word.text, depth + 1, &mut inner);
    if is_run {
        for need in inner.needs {
            found.need(need.call, word.range);
        }
        for note in inner.notes {
            found.note(note.message, word.range);
        }
    } else {
        text_with_commands(&inner, word.range, found);
    }
}

/// Returns whether a text has `$CLI cs`.
fn has_unknown_program(text: &str) -> bool {
    text.contains('$') && text.split_whitespace().any(is_ack)
}

/// Notes what a text calls, if that is anything.
fn text_with_commands(inner: &Found, range: ByteRange, found: &mut Found) {
    let calls: BTreeSet<String> = inner
        .needs
        .iter()
        .map(|need| need.call.to_string())
        .collect();
    if !calls.is_empty() {
        let calls: Vec<String> = calls.into_iter().collect();
        let message = format!(
            "a text with commands, which may be run: {}",
            calls.join(", ")
        );
        found.note(message, range);
    } else if let Some(note) = inner.notes.first() {
        found.note(note.message.clone(), range);
    }
}

/// Notes the commands that a text in another language has.
pub(crate) fn in_string(text: &str, range: ByteRange, found: &mut Found) {
    let mut inner = Found::default();
    script(text, 1, &mut inner);
    text_with_commands(&inner, range, found);
}

/// Notes an address of ACK that a program gets which is not known.
fn address(word: &Word, found: &mut Found) {
    if paths::is_address(&word.text)
        && paths::path_of(&word.text).is_some_and(|path| !paths::all_of(path).is_empty())
    {
        let message = "the program that sends the request is not known".to_owned();
        found.note(message, word.range);
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    fn found(text: &str) -> Vec<String> {
        read(text).lines(text)
    }

    #[test]
    fn commands_of_the_service_are_operations() {
        for (text, wanted) in [
            (
                "aliyun cs DeleteCluster --ClusterId c1",
                &["DeleteCluster aliyun cs DeleteCluster"][..],
            ),
            (
                "aliyun cs delete-cluster --cluster-id c1",
                &["DeleteCluster aliyun cs delete-cluster"],
            ),
            (
                "aliyun -p prod --region cn-hangzhou cs POST /clusters --body \"$(cat b.json)\"",
                &["CreateCluster aliyun -p prod --region cn-hangzhou cs POST /clusters"],
            ),
            (
                "aliyun cs GET \"/clusters/${ID}/nodepools?x=y\" | jq .",
                &["DescribeClusterNodePools aliyun cs GET \"/clusters/${ID}/nodepools?x=y\""],
            ),
            (
                "ID=$(aliyun cs \\\n  DescribeClustersV1 | jq -r .id)",
                &["DescribeClustersV1 aliyun cs \\\n  DescribeClustersV1"],
            ),
            (
                "if ! /usr/bin/aliyun cs GET /api/v1/clusters; then :; fi",
                &["DescribeClustersV1 /usr/bin/aliyun cs GET /api/v1/clusters"],
            ),
            (
                "aliyun ecs DescribeInstances; aliyun cbn CreateCen",
                &[
                    "ecs:DescribeInstances aliyun ecs DescribeInstances",
                    "cen:CreateCen aliyun cbn CreateCen",
                ],
            ),
            (
                "curl -X DELETE https://cs.cn-hangzhou.aliyuncs.com/clusters/c1",
                &["DeleteCluster curl -X DELETE https://cs.cn-hangzhou.aliyuncs.com/clusters/c1"],
            ),
            (
                "curl -s -XGET 'https://cs.aliyuncs.com/clusters/c1?a=b'",
                &["DescribeClusterDetail curl -s -XGET 'https://cs.aliyuncs.com/clusters/c1?a=b'"],
            ),
            (
                "# aliyun cs DeleteCluster\necho 'aliyun cs DeleteCluster'; aliyun configure; aliyun cs help",
                &[],
            ),
            (
                "aliyun cs $OPERATION",
                &["? aliyun cs $OPERATION: the operation is computed"],
            ),
            (
                "aliyun cs MakeCoffee",
                &["? aliyun cs MakeCoffee: not a known operation of ACK"],
            ),
        ] {
            assert_eq!(found(text), wanted, "{text}");
        }
    }

    #[test]
    fn open_quotes_and_brackets_end_with_the_text() {
        for text in [
            "aliyun cs 'Delete",
            "$(",
            "\\",
            "\"$(\"",
            "`",
            "aliyun",
            "aliyun cs",
            "curl -X",
        ] {
            assert!(read(text).needs.is_empty(), "{text}");
        }
    }
}
