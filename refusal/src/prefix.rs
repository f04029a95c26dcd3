//! What a container runtime, a service manager or a build writes before each line of a program.

use crate::escapes::colour;
use crate::field_name::Name;
use crate::field_start::is_field_line;
use crate::operation_name::is_operation;
use crate::request_id::request_id;
use crate::word::{is_word, word_end};

/// Longer lines have no more of it.
const LONGEST: usize = 256;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Prefix {
    pub(crate) length: usize,
    /// True if the runtime cut the line, and the next one is its rest.
    pub(crate) is_partial: bool,
}

impl Prefix {
    /// Returns the prefix of a line. Several may follow each other, such as the time and the name of a pod.
    pub(crate) fn of(line: &[u8]) -> Self {
        let line = &line[..line.len().min(LONGEST)];
        let length = line.iter().position(|byte| *byte == b'\n');
        let line = &line[..length.unwrap_or(line.len())];
        let mut prefix = Self::default();
        for _ in 0..4 {
            let rest = &line[prefix.length..];
            let forms = [time, syslog, stern, unit, job, quote, context];
            let Some(length) = forms.iter().find_map(|form| form(rest)) else {
                break;
            };
            prefix.is_partial |= rest[..length].ends_with(b" P ");
            prefix.length += length;
        }
        prefix
    }
}

/// Returns how many bytes at the start have a property.
fn run(text: &[u8], is: impl Fn(u8) -> bool) -> usize {
    text.iter().take_while(|byte| is(**byte)).count()
}

/// Returns whether a text has a shape: `0` is a digit, and any other sign is itself.
fn has_shape(text: &[u8], shape: &str) -> bool {
    let mut pairs = text.iter().zip(shape.as_bytes());
    text.len() >= shape.len()
        && pairs.all(|(byte, sign)| match sign {
            b'0' => byte.is_ascii_digit(),
            sign => byte == sign,
        })
}

/// `2026-01-02T03:04:05.678Z `, also in brackets, and with the stream that a runtime (`stdout F `) or a
/// runner (`01O `) adds.
fn time(line: &[u8]) -> Option<usize> {
    const SHAPE: &str = "0000-00-00T00:00:00";
    let opening = usize::from(line.starts_with(b"["));
    has_shape(&line[opening..], SHAPE).then_some(())?;
    let mut at = opening + SHAPE.len();
    at += run(&line[at..], |byte| {
        byte.is_ascii_digit() || b".,Z+-:".contains(&byte)
    });
    if opening == 1 {
        return line[at..].starts_with(b"] ").then_some(at + 2);
    }
    let rest = line[at..].strip_prefix(b" ")?;
    let streams = [
        &b"stdout F "[..],
        b"stderr F ",
        b"stdout P ",
        b"stderr P ",
        b"00O ",
        b"00E ",
        b"01O ",
        b"01E ",
        b"00O+",
        b"01O+",
    ];
    let stream = streams.iter().find(|stream| rest.starts_with(stream));
    Some(at + 1 + stream.map_or(0, |stream| stream.len()))
}

/// `name-6d5f7c8b9-x2k8v container `: the names that a cluster makes have no vowels.
fn stern(line: &[u8]) -> Option<usize> {
    let is_name = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let pod = run(line, is_name);
    let last = line[..pod].rsplit(|byte| *byte == b'-').next()?;
    let is_made = last.len() == 5
        && last
            .iter()
            .all(|byte| b"bcdfghjklmnpqrstvwxz2456789".contains(byte));
    let rest = line[pod..].strip_prefix(b" ")?;
    let container = run(rest, is_name);
    let is_line = container > 0 && rest[container..].starts_with(b" ");
    (is_made && pod > 6 && is_line).then_some(pod + container + 2)
}

/// `Jan 02 03:04:05 node-1 kubelet[123]: `, also after a time in another form.
fn unit(line: &[u8]) -> Option<usize> {
    let has_month = line.first().is_some_and(u8::is_ascii_uppercase)
        && (has_shape(line.get(3..)?, " 00 00:00:00 ")
            || has_shape(line.get(3..)?, "  0 00:00:00 "));
    let start = if has_month { 16 } else { 0 };
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.@".contains(&byte);
    let host = start + run(line.get(start..)?, is_name);
    let rest = line[host..].strip_prefix(b" ")?;
    let name = run(rest, |byte| is_name(byte) || byte == b'/');
    let mut at = name;
    if rest[at..].starts_with(b"[") {
        at += 1 + run(&rest[at + 1..], |byte| byte.is_ascii_digit());
        rest[at..].starts_with(b"]").then_some(())?;
        at += 1;
    } else if !has_month {
        return None;
    }
    let is_unit = host > start && name > 0 && rest[at..].starts_with(b": ");
    is_unit.then_some(host + 1 + at + 2)
}

/// `<11>` before the form of a service manager, or the newer form, `<11>1 2026-01-02T03:04:05Z node-1 app 123 - - `.
fn syslog(line: &[u8]) -> Option<usize> {
    let rest = line.strip_prefix(b"<")?;
    let digits = run(rest, |byte| byte.is_ascii_digit());
    let rest = rest[digits..].strip_prefix(b">")?;
    (1..4).contains(&digits).then_some(())?;
    if let Some(length) = unit(rest) {
        return Some(digits + 2 + length);
    }
    has_shape(rest, "1 0000-00-00T00:00:00").then_some(())?;
    // The time, the host, the program, its number, and two fields without data.
    let mut spaces = rest.iter().enumerate().filter(|(_, byte)| **byte == b' ');
    let at = spaces.nth(6)?.0;
    rest[..at].ends_with(b" -").then_some(digits + 2 + at + 1)
}

/// `job<tab>step<tab>` before a time.
fn job(line: &[u8]) -> Option<usize> {
    let mut tabs = line.iter().enumerate().filter(|(_, byte)| **byte == b'\t');
    let at = tabs.nth(1)?.0 + 1;
    let rest = line[at..]
        .strip_prefix("\u{feff}".as_bytes())
        .unwrap_or(&line[at..]);
    has_shape(rest, "0000-00-00T00").then_some(at)
}

/// `> ` of a quotation, or of a program that shows what it sends.
fn quote(line: &[u8]) -> Option<usize> {
    line.starts_with(b"> ").then_some(2)
}

/// `sync.log-12-` of a search that shows the lines around it.
fn context(line: &[u8]) -> Option<usize> {
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./".contains(&byte);
    let word = &line[..run(line, is_name)];
    let dot = word.iter().position(|byte| *byte == b'.')?;
    let dash = dot + word[dot..].iter().position(|byte| *byte == b'-')?;
    let digits = run(&word[dash + 1..], |byte| byte.is_ascii_digit());
    let end = dash + 1 + digits;
    (dash > dot + 1 && digits > 0 && word.get(end) == Some(&b'-')).then_some(end + 1)
}

/// Returns the lengths of what is before and after the text of a line in a file of Docker:
/// `{"log":"…\n","stream":"stdout","time":"…"}`.
pub(crate) fn docker(rest: &[u8]) -> Option<(usize, usize)> {
    const OPENING: &[u8] = br#"{"log":""#;
    const LONGEST_ENDING: usize = 512;
    rest.starts_with(OPENING).then_some(())?;
    let length = rest.iter().position(|byte| *byte == b'\n');
    let line = &rest[..length.unwrap_or(rest.len())];
    let tail = &line[line.len().saturating_sub(LONGEST_ENDING).max(OPENING.len())..];
    let endings = [&br#"\n","stream":""#[..], br#"","stream":""#];
    let ending = endings.iter().find_map(|ending| {
        let mut windows = tail.windows(ending.len());
        windows.rposition(|there| there == *ending)
    })?;
    Some((OPENING.len(), tail.len() - ending))
}

/// Returns the places where the text of a line may start, by what a log writes before one.
pub(crate) fn starts(line: &[u8]) -> impl Iterator<Item = usize> {
    let line = &line[..line.len().min(LONGEST)];
    let length = Prefix::of(line).length;
    let next = move |&at: &usize| {
        let end = part(line, at).filter(|end| *end > at)?;
        Some(end + run(&line[end..], |byte| matches!(byte, b' ' | b'\t')))
    };
    [0].into_iter()
        .chain(core::iter::successors(Some(length), next))
}

/// Returns the length of what two lines start with that neighbours in a log have in common, up to digits: times, levels,
/// names in brackets, and other parts that no error starts with.
pub(crate) fn repeated(one: &[u8], other: &[u8]) -> usize {
    let one = &one[..one.len().min(LONGEST)];
    let is_blank = |byte: u8| matches!(byte, b' ' | b'\t');
    let mut at = run(one, is_blank);
    let mut length = 0;
    while let Some(end) = part(one, at) {
        let blanks = run(&one[end..], is_blank);
        // A terminal may have broken the line before a space.
        let text = end + blanks.min(1);
        let is_end =
            blanks > 0 || matches!(one[end - 1], b']' | b'>' | b'|') || one[..end].ends_with(b"::");
        if is_end && starts_as(other, &one[..text]) {
            length = text;
        }
        at = end + blanks;
    }
    length
}

/// Returns the length of what two lines start with, where the rest of each is another part of one error: whatever a
/// log writes there, no sentence goes on with the name of a field.
pub(crate) fn before_fields(one: &[u8], other: &[u8]) -> usize {
    let one = &one[..one.len().min(LONGEST)];
    for (at, there) in same(one, other) {
        let is_sign = matches!(
            one[at - 1],
            b' ' | b'\t' | b'|' | b'>' | b':' | b'+' | b']' | b'}' | b')' | 0x80..
        );
        let is_sign = is_sign || (at == 1 && one[0] == b'-');
        if !is_sign || one.get(at).is_some_and(|byte| byte & 0xc0 == 0x80) {
            continue;
        }
        match [&one[at..], &other[there..]].map(first_of_error) {
            [None, None] => {}
            // Two errors may start with the same field.
            [Some(name), Some(next)] if name != next && is_of_log(&one[..at]) => return at,
            _ => return 0,
        }
    }
    0
}

/// Returns the first word of a line of an error.
pub(crate) fn first_of_error(line: &[u8]) -> Option<&[u8]> {
    let indentation = run(line, |byte| matches!(byte, b' ' | b'\t'));
    let line = &line[indentation..];
    let line = &line[colour(line)..];
    if matches!(line, b"{" | b"}" | b"<Error>") {
        return Some(line);
    }
    // The dash may be one of the log.
    if line.starts_with(b"-") {
        return None;
    }
    let quotes = run(line, |byte| b"\"'<[".contains(&byte));
    let word = word_end(line, quotes);
    let is_header = matches!(&line[..word], b"SDK.ServerError" | b"SDKError");
    let is_frame = line.starts_with(b"at ") && line.ends_with(b")");
    (is_header || is_frame || is_field_line(line, 0)).then(|| &line[..word.max(1)])
}

/// Returns whether a text is what a log may write before a line, rather than the start of a record.
fn is_of_log(start: &[u8]) -> bool {
    let parts = |sign: u8| start.split(|byte| *byte == sign).count();
    let is_even = |sign: u8| parts(sign) % 2 == 1;
    let is_balanced = is_even(b'"') && is_even(b'\'') && parts(b'{') == parts(b'}');
    let mut words = start.split(|byte| !is_word(*byte));
    let is_call = |word: &[u8]| {
        let has_capital = word.iter().any(u8::is_ascii_uppercase);
        word.starts_with(b"alicloud_") || (has_capital && is_operation(word))
    };
    let is_blank = start.iter().all(u8::is_ascii_whitespace);
    let is_box = start.windows(2).any(|bytes| bytes == b"\xe2\x94");
    is_balanced && !is_blank && !is_box && !start.contains(&b'\\') && !words.any(is_call)
}

/// Returns the end of a part of what a log writes before each line.
fn part(line: &[u8], start: usize) -> Option<usize> {
    const LONGEST_NAME: usize = 64;
    let rest = &line[start..];
    let colour = colour(rest);
    if colour > 0 {
        // A colour may end after the space.
        return Some(start + colour);
    }
    let closing = match *rest.first()? {
        b'[' => Some(b']'),
        b'(' => Some(b')'),
        b'<' if rest.get(1).is_some_and(u8::is_ascii_digit) => Some(b'>'),
        _ => None,
    };
    if let Some(closing) = closing {
        let mut inside = rest[1..].iter().take(LONGEST_NAME);
        let length = inside.position(|byte| *byte == closing)?;
        let inside = &rest[1..=length];
        let is_name = !inside.iter().any(|byte| b"\\\"'{}[<=".contains(byte));
        return (is_name && !is_of_error(inside)).then_some(start + length + 2);
    }
    let signs = run(rest, |byte| b"|>*#:~-".contains(&byte));
    if signs > 0 {
        let signs = &rest[..signs];
        let is_spaced = rest.get(signs.len()) == Some(&b' ');
        // An element of a list.
        let is_mark = start == 0 && is_spaced && signs == b"-";
        // A name may go on with one of these.
        let is_in_name = signs == b":" || (!is_spaced && matches!(signs, b"-" | b"*"));
        return (!is_mark && !is_in_name).then_some(start + signs.len());
    }
    let length = run(rest, |byte| {
        byte.is_ascii_alphanumeric() || b"-_./,:@+".contains(&byte)
    });
    // The command of a runner: `::error::`.
    let command = rest[..length].windows(2).position(|signs| signs == b"::");
    let length = command.map_or(length, |at| at + 2);
    let word = &rest[..length];
    let after = rest.get(length).copied();
    let colons = word.iter().rev().take_while(|byte| **byte == b':').count();
    let name = &word[..length - colons];
    if name.is_empty() || matches!(name[0], b'/' | b':' | b'-' | b'.') || is_of_error(name) {
        return None;
    }
    let is_punctuation = |byte: &u8| byte.is_ascii_punctuation();
    let number = run(name, |byte| byte.is_ascii_digit());
    let is_number = number > 0 && name[number..].iter().all(is_punctuation);
    let has_digit = name.iter().any(u8::is_ascii_digit);
    // An operation has capitals, and the address of a resource is one of Terraform.
    let is_small = !name.iter().any(u8::is_ascii_uppercase) && !name.starts_with(b"alicloud_");
    let is_known = match after {
        // A number may be the rest of a name, or a status.
        Some(b' ' | b'\t') if is_number && start == 0 => false,
        Some(b' ' | b'\t' | b'|' | b']') => {
            let is_path = is_small && name.contains(&b'/');
            // The name of a logger: `main - `.
            let is_logger = (is_small || name.contains(&b'.'))
                && !name.contains(&b':')
                && rest[length..].starts_with(b" - ");
            is_level(name) || has_digit || is_path || is_logger || (colons == 1 && is_small)
        }
        _ if colons == 2 => is_level(name),
        Some(b'[') => is_small,
        _ => false,
    };
    let is_status = name.len() == 3 && is_number && name[0] == b'4';
    let is_source = usize::from(after == Some(b']'));
    (is_known && !is_status).then_some(start + length + is_source)
}

fn is_level(word: &[u8]) -> bool {
    [
        "trace", "debug", "info", "notice", "warn", "warning", "error", "err", "fatal", "critical",
    ]
    .iter()
    .any(|level| level.as_bytes().eq_ignore_ascii_case(word))
}

/// Returns whether a word is a field of an error, or starts one.
fn is_of_error(word: &[u8]) -> bool {
    // Git writes `remote: ` before each line of a server.
    let is_field = Name::of(word).is_some() && word != b"remote";
    let is_field = is_field || request_id(word, 0).is_some();
    let starts = [&b"action"[..], b"sdk", b"java.", b"com.", b"cs", b"e403"];
    let is_start = starts.iter().any(|start| start.eq_ignore_ascii_case(word));
    (is_field && !is_level(word)) || is_start
}

/// Returns whether a line starts as another one, up to the digits of numbers.
fn starts_as(line: &[u8], start: &[u8]) -> bool {
    same(start, line).last().map_or(0, |(end, _)| end) == start.len()
}

/// Returns the places up to which two lines are the same, but for the digits of numbers.
fn same(one: &[u8], other: &[u8]) -> impl Iterator<Item = (usize, usize)> {
    let number = |text: &[u8]| run(text, |byte| byte.is_ascii_digit());
    let next = move |&(at, there): &(usize, usize)| {
        let is_same = one
            .get(at)
            .is_some_and(|byte| other.get(there) == Some(byte));
        let digits = [number(&one[at..]), number(&other[there..])];
        match digits {
            [0, 0] if is_same => Some((at + 1, there + 1)),
            [more, less] if more > 0 && less > 0 => Some((at + more, there + less)),
            _ => None,
        }
    };
    core::iter::successors(Some((0, 0)), next).skip(1)
}
