//! The call that was refused, where the text says which it was.

use crate::field::is_quote;
use crate::unwrap::{SOFT, SPACE, Unwrapped, is_gap};
use alloc::borrow::ToOwned as _;
use alloc::string::String;
use core::ops::Range;

/// The call that was refused, as far as the text around the refusal says.
///
/// ```
/// use ram_refusal::find;
///
/// let text = "POST https://cs.cn-hangzhou.aliyuncs.com/clusters/c1/nodepools: code: 403, \
///     RAM policy Forbidden for action cs:CreateClusterNodePool";
/// let operation = &find(text)[0].operation;
/// assert_eq!(operation.method.as_deref(), Some("POST"));
/// assert_eq!(operation.path.as_deref(), Some("/clusters/c1/nodepools"));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Operation {
    /// The name, such as `DescribeClusters`: of an SDK's function or request, or as Terraform prints it.
    pub name: Option<String>,
    /// The method of the request.
    pub method: Option<String>,
    /// The path of the request, without host and parameters.
    pub path: Option<String>,
    /// The host of the request.
    pub host: Option<String>,
    /// The address of the Terraform resource.
    pub terraform: Option<String>,
}

/// A part of an operation in the text.
#[derive(Clone, Debug)]
pub(crate) enum Part {
    Name(Range<usize>),
    Request {
        method: Option<Range<usize>>,
        url: Range<usize>,
    },
    Terraform(Range<usize>),
}

/// The parts of an operation, as places in the text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Place {
    name: Option<Range<usize>>,
    method: Option<Range<usize>>,
    url: Option<Range<usize>>,
    terraform: Option<Range<usize>>,
}

impl Place {
    pub(crate) fn add(&mut self, part: Part) {
        match part {
            Part::Name(range) => {
                self.name.get_or_insert(range);
            }
            Part::Request { method, url } => {
                if self.url.is_none() || (self.method.is_none() && method.is_some()) {
                    self.method = method;
                    self.url = Some(url);
                }
            }
            Part::Terraform(range) => {
                self.terraform.get_or_insert(range);
            }
        }
    }

    /// Adds the parts that it lacks.
    pub(crate) fn fill(&mut self, other: Self) {
        self.name = self.name.take().or(other.name);
        if self.url.is_none() {
            self.method = other.method;
            self.url = other.url;
        }
        self.terraform = self.terraform.take().or(other.terraform);
    }

    pub(crate) fn operation(&self, text: &Unwrapped<'_>) -> Operation {
        let of = |range: &Option<Range<usize>>| range.as_ref().map(|range| text.joined(range));
        let (host, path) = match of(&self.url) {
            Some(url) => split(&url),
            None => (None, None),
        };
        Operation {
            name: of(&self.name).map(|name| upper_camel(&name)),
            method: of(&self.method).map(|method| method.to_ascii_uppercase()),
            path,
            host,
            terraform: of(&self.terraform),
        }
    }
}

/// Returns the host and the path of a URL, or of a path.
fn split(url: &str) -> (Option<String>, Option<String>) {
    let (host, path) = match url.split_once("://") {
        Some((_, rest)) => {
            let at = rest.find('/').unwrap_or(rest.len());
            (Some(&rest[..at]), &rest[at..])
        }
        None => (None, url),
    };
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let path = Some(path).filter(|path| path.len() > 1);
    (host.map(str::to_owned), path.map(str::to_owned))
}

/// Returns the name of an operation, by that of a function or a class.
fn upper_camel(name: &str) -> String {
    let name = name.rsplit('.').next().unwrap_or_default();
    let mut camel = String::with_capacity(name.len());
    for part in name.split('_') {
        let mut letters = part.chars();
        camel.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        camel.push_str(letters.as_str());
    }
    let ends = ["WithOptions", "WithContext", "Request", "Response", "Async"];
    for end in ends {
        if let Some(stem) = camel.strip_suffix(end) {
            camel.truncate(stem.len());
        }
    }
    camel
}

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
            return Some((Part::Request { method, url }, after));
        }
        b"http" | b"https" if text[end..].starts_with(b"://") => {
            let url = start..url_end(text, start);
            let is_call = is_of_cloud(&text[url.clone()]) && !text[..start].ends_with(b"xmlns=\"");
            let after = url.end;
            return is_call.then_some((Part::Request { method: None, url }, after));
        }
        _ => {}
    }
    // A word of small letters is none of the rest.
    if !word
        .iter()
        .any(|byte| byte.is_ascii_uppercase() || *byte == b'_')
    {
        return None;
    }
    if is_terraform(word) {
        return Some((Part::Terraform(start..end), end));
    }
    is_name(text, start, end).then_some((Part::Name(start..end), end))
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
    let is_url =
        rest.starts_with(b"/") || rest.starts_with(b"http://") || rest.starts_with(b"https://");
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

/// Returns whether a word is the address of a resource, such as `module.a.alicloud_cs_kubernetes.b`.
fn is_terraform(word: &[u8]) -> bool {
    const PREFIX: &[u8] = b"alicloud_";
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
    is_snake
        || name.ends_with(b"WithOptions")
        || (name.ends_with(b"Request") && name.len() > 12)
        || [
            &b" Failed!!!"[..],
            b" got error",
            b" got an error",
            b" got a error",
            b" failed",
        ]
        .iter()
        .any(|words| after.starts_with(words))
        || [
            &b"Action="[..],
            b"operation ",
            b"operation: ",
            b"calling ",
            b"aliyun cs ",
        ]
        .iter()
        .any(|words| before.ends_with(words))
}
