//! The words of a text that say which call it was.

use crate::gap::{SOFT, SPACE, is_gap};
use crate::operation::Part;
use crate::operation_name::is_operation;
use crate::word::{before_gap, is_quote, is_word, word_end};
use core::ops::Range;

/// Returns the part of an operation that a word is, by the text around it, and the place to read on.
pub(crate) fn part_at(text: &[u8], start: usize, end: usize) -> Option<(Part, usize)> {
    let word = &text[start..end];
    match word {
        b"GET" | b"POST" | b"PUT" | b"DELETE" | b"PATCH" | b"HEAD" | b"Get" | b"Post" | b"Put"
        | b"Delete" | b"Patch" | b"Head" => {
            let url = url(text, end)?;
            let is_path = text[url.start] == b'/';
            if !is_path && !is_of_cloud(&text[url.clone()]) {
                return None;
            }
            let after = url.end;
            let method = Some(start..end);
            let is_sent = is_sent(text, &url);
            let part = Part::Request {
                method,
                url,
                is_sent,
            };
            return Some((part, after));
        }
        b"aliyun" => return command(text, end),
        b"Host" | b"host" if text[end..].starts_with(b": ") => {
            let host = end + 2..word_end(text, end + 2);
            let after = host.end;
            return text[host.clone()]
                .ends_with(b"aliyuncs.com")
                .then_some((Part::Host(host), after));
        }
        b"Method" | b"METHOD" if text[end..].starts_with(b": ") => {
            let method = end + 2..word_end(text, end + 2);
            let after = method.end;
            return is_method(&text[method.clone()]).then_some((Part::Method(method), after));
        }
        b"path" | b"uri" | b"request_uri" | b"pathname" => {
            let url = path_value(text, end)?;
            let after = url.end;
            let part = Part::Request {
                method: None,
                url,
                is_sent: false,
            };
            return Some((part, after));
        }
        b"http" | b"https" if text[end..].starts_with(b"://") => {
            let url = start..url_end(text, start);
            let is_call = is_of_cloud(&text[url.clone()]) && !is_namespace(&text[..start]);
            let after = url.end;
            return is_call.then(|| (address(text, url), after));
        }
        // `cs.aliyuncs.com/clusters`
        _ if word.ends_with(b".aliyuncs.com")
            && text.get(end) == Some(&b'/')
            && !text[..start].ends_with(b"://") =>
        {
            let url = start..url_end(text, start);
            let after = url.end;
            return Some((address(text, url), after));
        }
        _ => {}
    }
    // The names below have a capital or an underscore.
    if !word
        .iter()
        .any(|byte| byte.is_ascii_uppercase() || *byte == b'_')
    {
        return None;
    }
    if let Some(address) = terraform(text, start, end) {
        let after = address.end.max(end);
        return Some((Part::Terraform(address), after));
    }
    let before = &text[..start];
    let is_failed = before.ends_with(b"operation error ") && is_operation(word);
    if is_function(before, word) || is_failed || before.ends_with(b"x-acs-action: ") {
        return Some((Part::Function(start..end), end));
    }
    is_name(text, start, end).then_some((Part::Name(start..end), end))
}

/// Returns whether the name of a namespace of XML starts here: `xmlns:a="`.
fn is_namespace(before: &[u8]) -> bool {
    const LONGEST: usize = 32;
    let quotes = before.iter().rev().take_while(|byte| is_quote(**byte));
    let before = &before[..before.len() - quotes.count()];
    let before = before.strip_suffix(b"=").unwrap_or_default();
    let tail = &before[before.len().saturating_sub(LONGEST)..];
    let name = tail.rsplit(|byte| is_gap(*byte)).next().unwrap_or_default();
    name.starts_with(b"xmlns")
}

/// Returns the part that an address is by itself.
fn address(text: &[u8], url: Range<usize>) -> Part {
    // An address of a file is in many lines.
    let is_file = text[url.clone()].windows(5).any(|it| it == b".oss-");
    let is_sent = !is_file && is_sent(text, &url);
    Part::Request {
        method: None,
        url,
        is_sent,
    }
}

pub(crate) fn is_method(word: &[u8]) -> bool {
    let methods: [&[u8]; 6] = [b"GET", b"POST", b"PUT", b"DELETE", b"PATCH", b"HEAD"];
    methods.contains(&word)
}

/// Returns the product and the operation of a command line: `aliyun cs DescribeClusters`.
fn command(text: &[u8], end: usize) -> Option<(Part, usize)> {
    let word = |at: usize| -> Option<Range<usize>> {
        let range = (text.get(at) == Some(&SPACE)).then(|| at + 1..word_end(text, at + 1))?;
        (!range.is_empty()).then_some(range)
    };
    let mut product = word(end)?;
    // `--profile name`
    for _ in 0..4 {
        if text[product.clone()].starts_with(b"--") {
            product = word(word(product.end)?.end)?;
        }
    }
    let is_product = text[product.clone()]
        .iter()
        .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || *byte == b'-');
    let next = word(product.end).filter(|_| is_product)?;
    let there = &text[next.clone()];
    if is_method(there) {
        let after = product.end;
        return Some((
            Part::Command {
                product,
                name: None,
            },
            after,
        ));
    }
    let is_camel = there[0].is_ascii_uppercase() && there.iter().any(u8::is_ascii_lowercase);
    let is_kebab = there[0].is_ascii_lowercase() && there.contains(&b'-');
    let after = next.end;
    let name = Some(next);
    (is_camel || is_kebab).then_some((Part::Command { product, name }, after))
}

/// Returns whether the answer to a request is below it: the line ends, or says only the version of HTTP and the status.
fn is_sent(text: &[u8], url: &Range<usize>) -> bool {
    let is_path = text[url.start] == b'/';
    let rest = text.get(url.end..).unwrap_or_default();
    let quotes = rest.iter().take_while(|byte| is_quote(**byte)).count();
    let rest = &rest[quotes..];
    let version = [&b" HTTP/1.1"[..], b" HTTP/1.0", b" HTTP/2"];
    let version = version
        .iter()
        .find_map(|version| rest.strip_prefix(*version));
    let ends = |rest: &[u8]| {
        rest.first()
            .is_none_or(|&byte| is_gap(byte) && byte != SPACE)
    };
    let before = &text[..url.start];
    let is_of_cloud = !is_path || follows_address_of_cloud(before);
    let answer = version.unwrap_or(rest);
    if is_of_cloud && ends_with_refused_status(answer) {
        return true;
    }
    match version {
        Some(rest) => ends(rest) || ends(rest.strip_prefix(b"\"").unwrap_or(rest)) && !is_path,
        None => !is_path && ends(rest),
    }
}

/// Returns whether a client wrote the address before the path: `https://cs.aliyuncs.com:443 "GET /clusters HTTP/1.1"`.
fn follows_address_of_cloud(before: &[u8]) -> bool {
    const LONGEST: usize = 64;
    let tail = &before[before.len().saturating_sub(LONGEST)..];
    let line = tail.rsplit(|byte| is_gap(*byte) && *byte != SPACE).next();
    line.is_some_and(|line| line.windows(18).any(|it| it == b".aliyuncs.com:443 "))
}

/// Returns whether the rest of a line is the status 403, with its name or a size: ` -> 403 Forbidden`.
fn ends_with_refused_status(rest: &[u8]) -> bool {
    const LONGEST: usize = 40;
    let rest = rest.strip_prefix(b"\"").unwrap_or(rest);
    let arrows = [&b" ->"[..], b" =>", b":", b" returned", b""];
    let arrow = arrows.iter().find_map(|arrow| rest.strip_prefix(*arrow));
    let after = arrow.and_then(|rest| rest.strip_prefix(b" 403"));
    let is_end = |byte: &u8| is_gap(*byte) && *byte != SPACE;
    let is_word = |byte: &u8| *byte == SPACE || byte.is_ascii_alphanumeric();
    after.is_some_and(|after| {
        let end = after.iter().position(is_end).unwrap_or(after.len());
        let is_spaced = after.first().is_none_or(|byte| is_gap(*byte));
        is_spaced && end < LONGEST && after[..end].iter().all(is_word)
    })
}

/// Returns the path in the value of a field.
fn path_value(text: &[u8], name_end: usize) -> Option<Range<usize>> {
    let rest = text.get(name_end..)?;
    let is_between = |byte: &&u8| matches!(**byte, b':' | b'=' | SPACE) || is_quote(**byte);
    let length = rest.iter().take(4).take_while(is_between).count();
    let start = name_end + length;
    let has_sign = rest[..length]
        .iter()
        .any(|byte| matches!(byte, b':' | b'='));
    (has_sign && text.get(start) == Some(&b'/')).then(|| start..url_end(text, start))
}

/// Returns whether a word is a function of a client for one operation: `client.DescribeClusters`.
fn is_function(before: &[u8], word: &[u8]) -> bool {
    let mut parts = word.rsplitn(3, |byte| *byte == b'.');
    let (name, object) = (parts.next().unwrap_or_default(), parts.next());
    let is_client = object.is_some_and(|object| {
        let tail = &object[object.len().saturating_sub(6)..];
        // `cs20151215.(*Client).CreateCluster(…)`
        tail.eq_ignore_ascii_case(b"client") || before.ends_with(b"Client)")
    });
    let is_plain = name
        .iter()
        .all(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
    (is_client || name.ends_with(b"with_options")) && is_plain && is_operation(name)
}

fn is_of_cloud(url: &[u8]) -> bool {
    url.windows(12).any(|it| it == b"aliyuncs.com")
}

/// Returns the URL or the path after a method.
fn url(text: &[u8], end: usize) -> Option<Range<usize>> {
    let signs = text[end..].iter().take(3);
    let is_between = |byte: &&u8| matches!(**byte, SPACE | SOFT | b',') || is_quote(**byte);
    let start = end + signs.take_while(is_between).count();
    let start = match text[end..].strip_prefix(b". URL: ") {
        Some(_) => end + 7,
        None => start,
    };
    let rest = text.get(start..)?;
    let host = word_end(text, start);
    let is_url = rest.starts_with(b"/")
        || rest.starts_with(b"http://")
        || rest.starts_with(b"https://")
        || (text[start..host].ends_with(b".aliyuncs.com") && text.get(host) == Some(&b'/'));
    (is_url && start > end).then(|| start..url_end(text, start))
}

fn url_end(text: &[u8], start: usize) -> usize {
    const LONGEST: usize = 512;
    let rest = &text[start..text.len().min(start + LONGEST)];
    let is_end = |byte: &u8| {
        is_gap(*byte) || is_quote(*byte) || !byte.is_ascii() || b"<>,;)]}|\\".contains(byte)
    };
    let length = rest.iter().position(is_end).unwrap_or(rest.len());
    let is_sign = |byte: &u8| matches!(byte, b'.' | b':');
    let last = rest[..length].iter().rposition(|byte| !is_sign(byte));
    start + last.map_or(0, |last| last + 1)
}

/// Returns the address of a resource: `module.a["b"].alicloud_cs_kubernetes.c[0]`, or as a file names it,
/// `resource "alicloud_cs_kubernetes" "c"`.
fn terraform(text: &[u8], start: usize, end: usize) -> Option<Range<usize>> {
    let word = &text[start..end];
    if word.starts_with(PREFIX) && !word.contains(&b'.') {
        let before = text[..start].strip_suffix(b"\"")?;
        let before = &before[..before_gap(before, before.len())];
        let name = text[end..].strip_prefix(b"\" \"")?;
        let length = name
            .iter()
            .take(LONGEST_KEY)
            .take_while(|byte| is_word(**byte))
            .count();
        let is_resource = before.ends_with(b"resource") && name.get(length) == Some(&b'"');
        return is_resource.then_some(start..end + 3 + length);
    }
    is_terraform(word).then_some(())?;
    let (mut start, mut end) = (start, end);
    while let Some(before) = text[..start].strip_suffix(b"]") {
        let key = &before[before.len().saturating_sub(LONGEST_KEY)..];
        let opening = before.len() - key.len() + key.iter().rposition(|byte| *byte == b'[')?;
        let name = text[..opening]
            .iter()
            .rev()
            .take_while(|byte| is_word(**byte));
        start = opening - name.count();
    }
    while text.get(end) == Some(&b'[') {
        let key = text[end..].iter().take(LONGEST_KEY);
        let Some(length) = key.clone().position(|byte| *byte == b']') else {
            break;
        };
        end = word_end(text, end + length + 1);
    }
    Some(start..end)
}

const PREFIX: &[u8] = b"alicloud_";

/// Keys of modules and resources are short.
const LONGEST_KEY: usize = 80;

/// Returns whether a word is the address of a resource, such as `module.a.alicloud_cs_kubernetes.b`.
fn is_terraform(word: &[u8]) -> bool {
    if !word.contains(&b'_') || !word.contains(&b'.') {
        return false;
    }
    let mut parts = word.split(|byte| *byte == b'.');
    let mut parts = parts.by_ref().skip_while(|part| !part.starts_with(PREFIX));
    let name = |part: Option<&[u8]>| part.is_some_and(|part| !part.is_empty());
    // `resource_alicloud_x.go` and `alicloud_x.go` are files.
    name(parts.next())
        && parts
            .next()
            .is_some_and(|part| !part.is_empty() && part != b"go")
}

/// Returns whether a word is the name of an operation, by the words around it.
fn is_name(text: &[u8], start: usize, end: usize) -> bool {
    let word = &text[start..end];
    let name = word.rsplit(|byte| *byte == b'.').next().unwrap_or_default();
    let is_camel = name
        .windows(2)
        .any(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase());
    let is_snake = name.ends_with(b"_with_options") || name.ends_with(b"_request");
    let is_plain = name
        .iter()
        .all(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
    if name.len() < 5 || !is_plain || !(is_camel || is_snake) {
        return false;
    }
    let (before, after) = (&text[..start], &text[end..]);
    // Terraform's provider writes this about operations only.
    let of_terraform = [
        &b" Failed!!!"[..],
        b" got error",
        b" got an error",
        b" got a error",
    ];
    let is_failed = [&b" failed"[..], b" error: "]
        .iter()
        .any(|words| after.starts_with(words));
    let is_called = [&b"operation "[..], b"calling ", b"call "]
        .iter()
        .any(|words| before.ends_with(words))
        // `failed to DescribeClusters: …`
        || (after.starts_with(b":")
            && [&b"failed to "[..], b"unable to ", b"cannot ", b"could not "]
                .iter()
                .any(|words| before.ends_with(words)));
    let is_of_sdk = is_snake
        || name.ends_with(b"WithOptions")
        || (name.ends_with(b"Request") && name.len() > 12);
    of_terraform.iter().any(|words| after.starts_with(words))
        || ((is_of_sdk || is_failed || is_called || is_value(before)) && is_operation(name))
}

/// Returns whether a value starts here in a field with the name of an operation.
fn is_value(before: &[u8]) -> bool {
    const NAMES: [&str; 7] = [
        "operation",
        "operationname",
        "operation_name",
        "action",
        "api",
        "apiname",
        "api_name",
    ];
    let without = |text: &[u8], is: fn(u8) -> bool| {
        let last = text.last().copied();
        text.len() - usize::from(last.is_some_and(is))
    };
    let before = &before[..without(before, is_quote)];
    let before = &before[..without(before, |byte| byte == SPACE)];
    let Some((b':' | b'=', before)) = before.split_last() else {
        return false;
    };
    let before = &before[..without(before, is_quote)];
    let letters = before
        .iter()
        .rev()
        .take(16)
        .take_while(|byte| is_word(**byte))
        .count();
    let name = &before[before.len() - letters..];
    let name = name.rsplit(|byte| *byte == b'-').next().unwrap_or_default();
    NAMES
        .iter()
        .any(|it| it.as_bytes().eq_ignore_ascii_case(name))
}
