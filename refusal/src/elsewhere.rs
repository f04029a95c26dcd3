//! Words of text that is not the error of a call to the cloud: those of other clouds, and those of programs and
//! pages that are about such errors.

use crate::gap::{SPACE, is_gap};
use crate::phrase::after;
use crate::word::word_end;

/// The hosts of other clouds.
const HOSTS: [&str; 9] = [
    "amazonaws.com",
    "amazonaws.com.cn",
    "googleapis.com",
    "management.azure.com",
    "core.windows.net",
    "api.github.com",
    "tencentcloudapi.com",
    "myqcloud.com",
    "myhuaweicloud.com",
];

/// How the names in other SDKs start.
const NAMES: [&str; 14] = [
    "APIGW.",
    "Amazon",
    "Microsoft.",
    "Tencent",
    "ValidatingAdmissionPolicy",
    "aws-sdk",
    "azure.",
    "botocore.",
    "com.amazonaws.",
    "google.api_core.",
    "google.auth.",
    "google.cloud.",
    "software.amazon.",
    "tencentcloud",
];

/// What follows a word in the errors of other clouds and programs.
const PHRASES: [(&str, &str); 17] = [
    ("arn", ":aws"),
    ("KeeperErrorCode", " ="),
    ("admission", " webhook"),
    // The answers of OAuth.
    ("access_denied", "\",\"error_description\":"),
    ("unauthorized_client", "\",\"error_description\":"),
    ("googleapi", ":"),
    ("rpc", " error: code = PermissionDenied"),
    ("https", " response error"),
    ("Encoded", " authorization failure message"),
    ("PERMISSION_DENIED", ":"),
    ("error", " occurred ("),
    ("Response", "\":{\"Error\":"),
    ("ResponseMetadata", "\":{"),
    ("extendedRequestId", ":"),
    ("extensions", "\":{\"code\":"),
    ("innerError", "\":{"),
    ("innererror", "\":{"),
];

/// Returns whether a word is one of another cloud or program.
pub(crate) fn is_elsewhere(text: &[u8], start: usize, word: &str) -> bool {
    let rest = &text[start + word.len()..];
    match word {
        // `status code: 403, request id: …`
        "status" => {
            let number = rest.strip_prefix(b" code: ").unwrap_or_default();
            let after = number.get(3..).unwrap_or_default();
            after.starts_with(b", request id: ") || after.starts_with(b", RequestID: ")
        }
        _ if NAMES.iter().any(|name| word.starts_with(name)) => true,
        _ if word.contains('.') => HOSTS.iter().any(|host| word.ends_with(host)),
        _ => PHRASES
            .iter()
            .any(|(first, after)| *first == word && follows(rest, after)),
    }
}

/// Returns the end of the words with which gRPC carries the error of another program: `rpc error: code = Unknown desc =`.
/// Only one of its codes says that it refused the call itself.
pub(crate) fn after_outer_error(text: &[u8], start: usize) -> Option<usize> {
    let code = after(text, start, "rpc error: code = ")?;
    let end = word_end(text, code);
    (&text[code..end] != b"PermissionDenied").then(|| after(text, end, " desc =").unwrap_or(end))
}

/// Returns whether a text starts with some signs and words, also with spaces between them.
fn follows(text: &[u8], words: &str) -> bool {
    let mut at = 0;
    words.bytes().all(|wanted| {
        while wanted != SPACE && text.get(at).copied().is_some_and(is_gap) {
            at += 1;
        }
        at += 1;
        text.get(at - 1) == Some(&wanted)
    })
}

/// What a line is in the source of a program.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Line {
    Comment,
    Code,
}

/// Returns what the line is that starts at a place.
pub(crate) fn line_at(text: &[u8], start: usize) -> Option<Line> {
    const STARTS: [&str; 19] = [
        "raise",
        "throw",
        "return",
        "var",
        "const",
        "let",
        "case",
        "assert",
        "assert_eq",
        "def",
        "func",
        "fn",
        "pub",
        "private",
        "public",
        "protected",
        "static",
        "import",
        "expect",
    ];
    let rest = text.get(start..)?;
    let comments: [&[u8]; 5] = [b"// ", b"/// ", b"//! ", b"/* ", b"* @"];
    if comments.iter().any(|sign| rest.starts_with(sign)) {
        return Some(Line::Comment);
    }
    if rest.starts_with(b"<!--") {
        return Some(Line::Comment);
    }
    if rest.starts_with(b"# ") || rest.starts_with(b"\"\"\"") {
        return Some(Line::Code);
    }
    let end = word_end(text, start);
    let word = &text[start..end];
    let is_code = matches!(text.get(end), Some(&(SPACE | b'(' | b'!')))
        && STARTS.iter().any(|start| start.as_bytes() == word);
    is_code.then_some(Line::Code)
}

/// Returns whether a comment starts within a line.
pub(crate) fn is_comment(text: &[u8], start: usize) -> bool {
    let before = text[..start].last().copied();
    text[start..].starts_with(b"// ") && before.is_some_and(is_gap)
}

/// Returns whether a line of YAML that ends here opens an example.
pub(crate) fn opens_example(before: &[u8]) -> bool {
    let Some(name) = before.strip_suffix(b":") else {
        return false;
    };
    let names: [&[u8]; 2] = [b"example", b"examples"];
    names.iter().any(|word| {
        let rest = name.strip_suffix(*word);
        rest.is_some_and(|rest| rest.last().copied().is_none_or(is_gap))
    })
}
