//! Shell scripts: `aliyun cs …` in both of its styles, and `curl` with an address of ACK.

use super::rest;
use crate::call::Call;
use crate::found::Found;
use crate::{names, products};
use ram_diagnostics::ByteRange;
use std::mem;

/// A word of a command, without its quotes.
struct Word {
    text: String,
    range: ByteRange,
}

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
    "--language",
];

pub(crate) fn read(text: &str) -> Found {
    let mut found = Found::default();
    for command in commands(text) {
        for (index, word) in command.iter().enumerate() {
            let program = word.text.rsplit('/').next().unwrap_or_default();
            match program {
                "aliyun" => aliyun(&command[index..], &mut found),
                "curl" => curl(&command[index..], &mut found),
                _ => {}
            }
        }
    }
    found
}

/// Reads `aliyun [options] cs DeleteCluster …` or `aliyun [options] cs DELETE /clusters/c1 …`.
fn aliyun(command: &[Word], found: &mut Found) {
    let mut words = Vec::new();
    let mut is_value = false;
    for word in &command[1..] {
        if is_value {
            is_value = false;
        } else if word.text.starts_with('-') {
            is_value = WITH_VALUE.contains(&word.text.as_str());
        } else {
            words.push(word);
        }
        if words.len() == 3 {
            break;
        }
    }
    let [product, called, rest @ ..] = words.as_slice() else {
        return;
    };
    let range = |last: &Word| ByteRange::new(command[0].range.start, last.range.end);
    let is_method = |word: &str| {
        ["GET", "POST", "PUT", "DELETE", "PATCH"].contains(&word.to_ascii_uppercase().as_str())
    };
    if product.text != "cs" {
        let is_name = |text: &str| {
            text.starts_with(|c: char| c.is_ascii_uppercase())
                && text.chars().all(|c| c.is_ascii_alphanumeric())
        };
        let is_product = product
            .text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '-');
        if is_product && is_name(&called.text) && !is_method(&called.text) {
            found.need(
                Call::Elsewhere(products::action_of(&product.text, &called.text)),
                range(called),
            );
        }
        return;
    }
    if is_method(&called.text) {
        if let [path] = rest
            && path.text.starts_with('/')
        {
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
        } else {
            found.note(
                "the path of the request is not written here".to_owned(),
                range(called),
            );
        }
    } else if let Some(operation) = names::operation(&called.text) {
        found.need(Call::Operation(operation), range(called));
    } else if called.text != "help" {
        let message = if called.text.contains('$') {
            "the operation is computed"
        } else {
            "not a known operation of ACK"
        };
        found.note(message.to_owned(), range(called));
    }
}

/// Reads `curl [-X METHOD] https://cs.cn-hangzhou.aliyuncs.com/…`.
fn curl(command: &[Word], found: &mut Found) {
    let mut method = None;
    let mut url = None;
    let mut words = command[1..].iter();
    while let Some(word) = words.next() {
        if word.text == "-X" || word.text == "--request" {
            method = words.next().map(|word| word.text.to_ascii_uppercase());
        } else if let Some(attached) = word
            .text
            .strip_prefix("-X")
            .or_else(|| word.text.strip_prefix("--request="))
        {
            method = Some(attached.to_ascii_uppercase());
        } else if rest::is_address(&word.text) {
            url = Some(word);
        } else if ["-d", "--data", "--data-raw", "--json"].contains(&word.text.as_str()) {
            method.get_or_insert_with(|| "POST".to_owned());
            words.next();
        }
    }
    if let Some(url) = url
        && let Some(path) = rest::path_of(&url.text)
    {
        let range = ByteRange::new(command[0].range.start, url.range.end);
        rest::request(Some(method.as_deref().unwrap_or("GET")), path, range, found);
    }
}

/// The commands of a script so far, and the command that is being read.
#[derive(Default)]
struct Commands {
    ended: Vec<Vec<Word>>,
    open: Command,
    /// The commands around it: those whose `$(` is still open.
    outer: Vec<Command>,
}

/// A command that is being read.
#[derive(Default)]
struct Command {
    words: Vec<Word>,
    word: Option<Word>,
    quote: Option<char>,
}

impl Commands {
    fn add(&mut self, at: usize, c: char) {
        let word = self.word(at);
        word.text.push(c);
        word.range.end = at + c.len_utf8();
    }

    /// Returns the word that is being read, or begins one.
    fn word(&mut self, at: usize) -> &mut Word {
        self.open.word.get_or_insert_with(|| Word {
            text: String::new(),
            range: ByteRange::new(at, at),
        })
    }

    fn end_word(&mut self) {
        self.open.words.extend(self.open.word.take());
    }

    fn end_command(&mut self) {
        self.end_word();
        self.ended.push(mem::take(&mut self.open.words));
    }

    /// Begins a command in a word of another, whose output becomes part of the word.
    fn begin_inner(&mut self, at: usize) {
        self.add(at, '$');
        self.outer.push(mem::take(&mut self.open));
    }

    /// Goes on with the command around an inner one.
    fn end_inner(&mut self, at: usize) {
        self.end_command();
        self.open = self.outer.pop().unwrap_or_default();
        if let Some(word) = &mut self.open.word {
            word.range.end = at + 1;
        }
    }
}

/// Splits a script into commands and their words. The text in `$(…)` or backquotes is also a command.
fn commands(text: &str) -> Vec<Vec<Word>> {
    let mut commands = Commands::default();
    let mut is_in_backquotes = false;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match (commands.open.quote, c) {
            (Some(open), c) if c == open => {
                commands.open.quote = None;
                commands.word(at).range.end = at + 1;
            }
            (Some('\''), c) => commands.add(at, c),
            (quote, '\\') => match chars.next() {
                // A command that goes on in the next line.
                Some((_, '\n')) if quote.is_none() => commands.end_word(),
                Some((_, '\n')) | None => {}
                Some((next, c)) => commands.add(next, c),
            },
            (_, '$') if chars.next_if(|(_, next)| *next == '(').is_some() => {
                commands.begin_inner(at);
            }
            (_, '`') if is_in_backquotes => {
                is_in_backquotes = false;
                commands.end_inner(at);
            }
            (_, '`') => {
                is_in_backquotes = true;
                commands.begin_inner(at);
            }
            (None, '"' | '\'') => {
                commands.word(at);
                commands.open.quote = Some(c);
            }
            (None, '#') if commands.open.word.is_none() => {
                while chars.next_if(|(_, c)| *c != '\n').is_some() {}
            }
            (None, ')') if !commands.outer.is_empty() => commands.end_inner(at),
            (None, '(') if !commands.outer.is_empty() => {
                commands.end_command();
                commands.outer.push(Command::default());
            }
            (None, '\n' | ';' | '|' | '&' | '(' | ')') => commands.end_command(),
            (None, c) if c.is_whitespace() => commands.end_word(),
            (_, c) => commands.add(at, c),
        }
    }
    // An open `$(` has no end.
    while !commands.outer.is_empty() {
        commands.end_inner(text.len().saturating_sub(1));
    }
    commands.end_command();
    commands.ended
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
