//! Commands of `aliyun`.

use super::paths;
use super::shell_words::Word;
use crate::call::Call;
use crate::found::Found;
use crate::{names, products};
use ram_diagnostics::ByteRange;

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

/// Options without a value.
const FLAGS: &[&str] = &[
    "--force",
    "--insecure",
    "--secure",
    "--dryrun",
    "--quiet",
    "-q",
    "--skip-secure-verify",
];

const METHODS: [&str; 5] = ["GET", "POST", "PUT", "DELETE", "PATCH"];

pub(crate) fn is_method(text: &str) -> bool {
    METHODS
        .iter()
        .any(|method| method.eq_ignore_ascii_case(text))
}

/// Returns whether a word is the product of ACK. `aliyun` ignores its letter case.
pub(crate) fn is_ack(word: &str) -> bool {
    word.eq_ignore_ascii_case("cs")
}

/// Returns whether a word has a variable: `$x` of a shell, `{x}` and `%s` of other languages.
pub(crate) fn is_computed(word: &str) -> bool {
    word.contains(['$', '{', '%'])
}

/// Returns whether more words of a command cannot change what it calls.
pub(crate) fn is_complete(command: &[Word]) -> bool {
    match arguments(command).as_deref() {
        Some([_, called, rest @ ..]) => {
            !is_computed(&called.text) && (!is_method(&called.text) || !rest.is_empty())
        }
        Some(_) => false,
        None => true,
    }
}

/// Returns the first words that are not options or their values. `None` if the command only shows help.
fn arguments(command: &[Word]) -> Option<Vec<&Word>> {
    let mut words: Vec<&Word> = Vec::new();
    let mut after = None;
    for word in command.get(1..).unwrap_or_default() {
        let text = word.text.as_str();
        let is_path = words.len() == 2 && is_method(&words[1].text) && text.starts_with('/');
        let is_value = match after.take() {
            Some(option) if WITH_VALUE.contains(&option) => true,
            // All options of an operation have a value.
            Some(option)
                if words.len() > 1 && !FLAGS.contains(&option) && !option.contains('=') =>
            {
                (!text.starts_with('-') || text == "--help") && !is_path
            }
            _ => false,
        };
        if is_value {
            continue;
        }
        if text == "--help" {
            return None;
        }
        if text.starts_with('-') {
            after = Some(text);
        // `--output cols=a rows=b`
        } else if !is_column(text) && words.len() < 4 {
            words.push(word);
        }
    }
    if words.iter().take(3).any(|word| word.text == "help") {
        return None;
    }
    // The value of an option that is not known.
    if words.len() > 2 && is_ack(&words[1].text) {
        words.remove(0);
    }
    Some(words)
}

fn is_column(text: &str) -> bool {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    text.split_once('=')
        .is_some_and(|(name, _)| !name.is_empty() && name.chars().all(is_word))
}

/// Notes `cs DeleteCluster` after a program that is not known. If it is likely to be `aliyun`, the operation can also be
/// computed.
pub(crate) fn unknown_program(
    words: &[Word],
    range: ByteRange,
    is_likely: bool,
    found: &mut Found,
) {
    let Some(called) = words.get(1) else { return };
    let is_request = METHODS.contains(&called.text.as_str())
        && words
            .get(2)
            .is_some_and(|path| path.text.starts_with('/') || is_likely);
    let is_likely = is_likely && is_computed(&called.text);
    if is_request || is_likely || names::operation(&called.text).is_some() {
        let message = "the program is not known to be `aliyun`".to_owned();
        found.note(message, ByteRange::new(range.start, called.range.end));
    }
}

/// Reads `aliyun [options] cs DeleteCluster …` or `aliyun [options] cs DELETE /clusters/c1 …`.
pub(crate) fn aliyun(command: &[Word], found: &mut Found) {
    let Some(words) = arguments(command) else {
        return;
    };
    let Some(product) = words.first() else { return };
    let range = |last: &Word| ByteRange::new(command[0].range.start, last.range.end);
    if is_computed(&product.text) {
        found.note("the service is computed".to_owned(), range(product));
        return;
    }
    let [_, called, rest @ ..] = words.as_slice() else {
        return;
    };
    let is_method = is_method(&called.text);
    if !is_ack(&product.text) {
        let name = product.text.to_ascii_lowercase();
        match operation_elsewhere(&name, &called.text) {
            Some(action) if !is_method => found.need(Call::Elsewhere(action), range(called)),
            _ if !products::is_known(&name) => {}
            _ if is_computed(&called.text) => {
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
                paths::request(Some(&method), whole, range(path), found);
                if before == found.needs.len() + found.notes.len() {
                    found.note(paths::NO_OPERATION.to_owned(), range(path));
                }
            }
            _ => found.note(paths::NO_PATH.to_owned(), range(called)),
        }
    } else if let Some(operation) = names::operation(&called.text) {
        found.need(Call::Operation(operation), range(called));
    } else {
        let message = if is_computed(&called.text) {
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
