//! What a container runtime, a service manager or a build writes before each line of a program.

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
            let forms = [
                time, syslog, pod, stern, compose, unit, job, quote, step, provider,
            ];
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

/// `[pod/name/container] `
fn pod(line: &[u8]) -> Option<usize> {
    let rest = line.strip_prefix(b"[pod/")?;
    let length = run(rest, |byte| byte.is_ascii_graphic() && byte != b']');
    rest[length..].starts_with(b"] ").then_some(length + 7)
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

/// `web-1  | `
fn compose(line: &[u8]) -> Option<usize> {
    let is_name =
        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_.".contains(&byte);
    let name = run(line, is_name);
    let has_number = line[..name].last().is_some_and(u8::is_ascii_digit);
    let spaces = run(&line[name..], |byte| byte == b' ');
    let at = name + spaces;
    (has_number && name > 2 && spaces > 0 && line[at..].starts_with(b"| ")).then_some(at + 2)
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

/// `#12 1.234 ` of a build.
fn step(line: &[u8]) -> Option<usize> {
    let is_digit = |byte: u8| byte.is_ascii_digit();
    let rest = line.strip_prefix(b"#")?;
    let number = run(rest, is_digit);
    let rest = rest[number..].strip_prefix(b" ")?;
    let seconds = run(rest, is_digit);
    let rest = rest[seconds..].strip_prefix(b".")?;
    let fraction = run(rest, is_digit);
    let is_step = number > 0 && seconds > 0 && fraction > 0 && rest[fraction..].starts_with(b" ");
    is_step.then_some(number + seconds + fraction + 4)
}

/// `[DEBUG] provider.terraform-provider-alicloud: ` after the time.
fn provider(line: &[u8]) -> Option<usize> {
    let levels = [
        "[DEBUG] ", "[INFO] ", "[INFO]  ", "[WARN] ", "[WARN]  ", "[TRACE] ",
    ];
    let level = levels
        .iter()
        .rev()
        .find(|level| line.starts_with(level.as_bytes()))?
        .len();
    line[level..].starts_with(b"provider.").then_some(())?;
    let name = run(&line[level..], |byte| {
        byte.is_ascii_alphanumeric() || b"-_./".contains(&byte)
    });
    line[level + name..]
        .starts_with(b": ")
        .then_some(level + name + 2)
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
