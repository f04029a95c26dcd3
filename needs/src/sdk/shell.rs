//! Shell scripts: `aliyun cs …` in both of its styles, and `curl` with an address of ACK.

use super::curl::curl;
use super::rest;
use super::shell_variables::{Variables, assignment, built_in_steps, first_word, is_program};
use super::shell_words::{Word, commands, file_name, next_command};
use crate::call::Call;
use crate::found::Found;
use crate::{names, products};
use ram_diagnostics::ByteRange;
use std::collections::{BTreeSet, HashSet};

/// Options of `aliyun` that have a value and can come before the product.
const WITH_VALUE: &[&str] = &[
    "-p",
    "--profile",
    "--region",
    "--mode",
    "--access-key-id",
    "--access-key-secret",
    "--sts-token",
    "--ram-role-name",
    "--ram-role-arn",
    "--role-session-name",
    "--config-path",
    "--endpoint",
    "--read-timeout",
    "--connect-timeout",
    "--retry-count",
    "--language",
    "--cli-query",
    "--version",
    "-o",
    "--output",
];

/// Programs that run the text in their arguments, or that they read.
const RUNNERS: &[&str] = &[
    "sh", "bash", "zsh", "dash", "ksh", "ash", "eval", "ssh", "trap", "su", "watch", "xargs",
    "parallel",
];

/// Programs that run what they read, if they get no script.
const SHELLS: &[&str] = &["sh", "bash", "zsh", "dash", "ksh", "ash"];

/// Commands that run none of their words.
const PRINTERS: &[&str] = &["echo", "printf", ":"];

/// How deep texts with commands are read in each other.
const DEEPEST: usize = 3;

const METHODS: [&str; 5] = ["GET", "POST", "PUT", "DELETE", "PATCH"];

pub(crate) fn read(text: &str) -> Found {
    let mut found = Found::default();
    script(text, 0, &mut found);
    found
}

fn script(text: &str, depth: usize, found: &mut Found) {
    let commands = commands(text);
    let variables = Variables::of(&commands);
    let mut used = HashSet::new();
    for (index, command) in commands.iter().enumerate() {
        let expanded = variables.expand(command, &mut used);
        run(&expanded, depth, found);
        if let Some(program) = command.first()
            && PRINTERS.contains(&file_name(&program.text))
            && let Some(next) = next_command(&commands, index)
            && is_piped(text, command, next)
            && runs_input(next)
        {
            printed(&expanded, depth, found);
        }
    }
    for (name, range) in built_in_steps(&commands) {
        used.insert(name);
        let message = format!("the command in `{name}` is built in steps");
        found.note(message, range);
    }
    for word in commands.iter().flatten() {
        if let Some((name, value)) = assignment(&word.text)
            && value.contains(' ')
            && is_program(first_word(value))
            && !used.contains(name)
        {
            let message = format!("the command in `{name}` is not run here");
            found.note(message, word.range);
        }
    }
}

/// Returns whether a command sends what it writes to the next one.
fn is_piped(text: &str, command: &[Word], next: &[Word]) -> bool {
    let (Some(last), Some(first)) = (command.last(), next.first()) else {
        return false;
    };
    let between = text.get(last.range.end..first.range.start);
    between.is_some_and(|between| between.contains('|') && !between.contains("||"))
}

/// Returns whether a command runs text in its arguments.
fn runs(command: &[Word]) -> bool {
    { command.iter() }.any(|word| RUNNERS.contains(&file_name(&word.text)))
}

/// Returns whether a command runs the text that it reads: a shell without a script.
fn runs_input(command: &[Word]) -> bool {
    let words = command.iter().map(|word| file_name(&word.text));
    let mut words = words.skip_while(|word| ["sudo", "env", "exec"].contains(word));
    let is_shell = { words.next() }.is_some_and(|program| SHELLS.contains(&program));
    let mut arguments = words.skip_while(|word| word.starts_with('-') && *word != "-c");
    is_shell && arguments.next().is_none()
}

/// Reads what `echo` or `printf` writes, which another command runs.
fn printed(command: &[Word], depth: usize, found: &mut Found) {
    let [program, words @ ..] = command else {
        return;
    };
    if let ([first, ..], [.., last]) = (words, words)
        && PRINTERS.contains(&file_name(&program.text))
    {
        let words: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
        let word = Word {
            text: words.join(" "),
            range: ByteRange::new(first.range.start, last.range.end),
        };
        inner(&word, true, depth, found);
    }
}

/// Reads one command.
pub(crate) fn run(command: &[Word], depth: usize, found: &mut Found) {
    let program = command.first().map_or("", |word| file_name(&word.text));
    if PRINTERS.contains(&program) {
        return;
    }
    let is_of_log = ["log", "print", "info", "warn", "err", "die", "usage", "msg"]
        .iter()
        .any(|start| program.starts_with(start));
    let is_run = runs(command);
    let mut is_known = false;
    for (index, word) in command.iter().enumerate() {
        match file_name(&word.text) {
            "aliyun" => {
                is_known = true;
                aliyun(&command[index..], found);
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
                unknown_program(&command[index..], of, found);
            }
            _ if !is_known => address(word, found),
            _ => {}
        }
    }
}

/// Reads a text that can be a script: certain only if its command runs it.
fn inner(word: &Word, is_run: bool, depth: usize, found: &mut Found) {
    if !word.text.contains("aliyun") {
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

/// Returns whether a word is the product of ACK. `aliyun` ignores its letter case.
pub(crate) fn is_ack(word: &str) -> bool {
    word.eq_ignore_ascii_case("cs")
}

/// Notes `cs DeleteCluster` after a program that is not known.
pub(crate) fn unknown_program(words: &[Word], range: ByteRange, found: &mut Found) {
    let Some(called) = words.get(1) else { return };
    let is_request = METHODS.contains(&called.text.as_str())
        && words.get(2).is_some_and(|path| path.text.starts_with('/'));
    if is_request || names::operation(&called.text).is_some() {
        let message = "the program is not known to be `aliyun`".to_owned();
        found.note(message, ByteRange::new(range.start, called.range.end));
    }
}

/// Notes an address of ACK that a program gets which is not known.
fn address(word: &Word, found: &mut Found) {
    if rest::is_address(&word.text)
        && rest::path_of(&word.text).is_some_and(|path| !rest::all_of(path).is_empty())
    {
        let message = "the program that sends the request is not known".to_owned();
        found.note(message, word.range);
    }
}

/// Reads `aliyun [options] cs DeleteCluster …` or `aliyun [options] cs DELETE /clusters/c1 …`.
fn aliyun(command: &[Word], found: &mut Found) {
    if command.iter().any(|word| word.text == "--help") {
        return;
    }
    let mut words = Vec::new();
    let mut is_value = false;
    for word in &command[1..] {
        if is_value {
            is_value = false;
        } else if word.text.starts_with('-') {
            is_value = WITH_VALUE.contains(&word.text.as_str());
        // `--output cols=a rows=b`
        } else if assignment(&word.text).is_none() {
            words.push(word);
        }
        if words.len() == 4 {
            break;
        }
    }
    // The value of an option that is not known.
    if words.len() > 2 && is_ack(&words[1].text) {
        words.remove(0);
    }
    let Some(product) = words.first() else { return };
    let range = |last: &Word| ByteRange::new(command[0].range.start, last.range.end);
    if product.text.contains('$') {
        found.note("the service is computed".to_owned(), range(product));
        return;
    }
    let [_, called, rest @ ..] = words.as_slice() else {
        return;
    };
    let is_help = |word: &&Word| word.text == "help";
    if is_help(called) || rest.first().is_some_and(is_help) {
        return;
    }
    let is_method = METHODS.contains(&called.text.to_ascii_uppercase().as_str());
    if !is_ack(&product.text) {
        let name = product.text.to_ascii_lowercase();
        match operation_elsewhere(&name, &called.text) {
            Some(action) if !is_method => found.need(Call::Elsewhere(action), range(called)),
            _ if !products::is_known(&name) => {}
            _ if called.text.contains('$') => {
                found.note("the operation is computed".to_owned(), range(called));
            }
            _ => {
                let message = format!(
                    "which operation of `{}` this calls is not known",
                    product.text
                );
                found.note(message, range(called));
            }
        }
        return;
    }
    if is_method {
        match rest.first() {
            Some(path) if path.text.starts_with('/') => {
                let method = called.text.to_ascii_uppercase();
                let whole = path.text.split('?').next().unwrap_or_default();
                let before = found.needs.len() + found.notes.len();
                rest::request(Some(&method), whole, range(path), found);
                if before == found.needs.len() + found.notes.len() {
                    found.note(
                        "no operation of ACK is known for this path".to_owned(),
                        range(path),
                    );
                }
            }
            _ => found.note(
                "the path of the request is not written here".to_owned(),
                range(called),
            ),
        }
    } else if let Some(operation) = names::operation(&called.text) {
        found.need(Call::Operation(operation), range(called));
    } else {
        let message = if called.text.contains('$') {
            "the operation is computed"
        } else {
            "not a known operation of ACK"
        };
        found.note(message.to_owned(), range(called));
    }
}

/// Returns the action of an operation of another service: `DescribeInstances` or `describe-instances`.
fn operation_elsewhere(product: &str, called: &str) -> Option<String> {
    let is_word = |text: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    if !is_word(product) || !is_word(called) || product.starts_with('-') {
        return None;
    }
    if called.starts_with(|c: char| c.is_ascii_uppercase()) && !called.contains('-') {
        return Some(products::action_of(product, called));
    }
    if !called.contains('-') || !products::is_known(product) {
        return None;
    }
    let words = called.split('-').map(|word| {
        let mut chars = word.chars();
        let first = chars.next().map(|first| first.to_ascii_uppercase());
        first.into_iter().chain(chars).collect::<String>()
    });
    Some(products::action_of(product, &words.collect::<String>()))
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
