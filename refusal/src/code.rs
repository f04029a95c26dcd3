//! The error codes of refusals.
//!
//! A new code is made here: in one of the two tables, or in [`code_at`] if it has a form of its own.

use crate::code_name::{is_denied, is_failure, is_of_value, is_only_forbidden};
use crate::denial::is_error;
use crate::gap::{BLANK, BREAK, SOFT, SPACE};
use crate::refusal::Kind;
use crate::word::{before_gap, before_quotes, is_word, word_end};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools)] // Independent facts about a code.
pub(crate) struct Code {
    pub(crate) kind: Kind,
    /// The missing permission, where a RAM policy cannot give it.
    pub(crate) missing: &'static str,
    /// True if the code refuses only together with a message, a request id or a detail.
    pub(crate) is_weak: bool,
    /// True if it is in a table, rather than a name that says so.
    pub(crate) is_listed: bool,
    /// True if it says only that something is forbidden, which its message may say to be a state or a value.
    pub(crate) is_vague: bool,
    /// True if it is in a field that only errors have, where a weak code refuses by itself.
    pub(crate) is_of_error: bool,
    /// True if it is that of a protocol, which carries the error of another program.
    pub(crate) is_outer: bool,
}

impl Code {
    const fn new(kind: Kind, missing: &'static str) -> Self {
        Self {
            kind,
            missing,
            is_weak: false,
            is_listed: true,
            is_vague: false,
            is_of_error: false,
            is_outer: false,
        }
    }

    const fn weak(kind: Kind, missing: &'static str) -> Self {
        Self {
            is_weak: true,
            ..Self::new(kind, missing)
        }
    }

    /// Returns a code that is in no table, by its name.
    fn unlisted(self, name: &str) -> Self {
        Self {
            is_listed: false,
            is_vague: is_only_forbidden(name),
            ..self
        }
    }

    const fn ram() -> Self {
        Self::new(Kind::Ram, "")
    }

    const fn service(missing: &'static str) -> Self {
        Self::new(Kind::Service, missing)
    }
}

pub(crate) const CLUSTER_ROLE: &str = "a role in the cluster (Kubernetes RBAC)";
pub(crate) const NAMESPACES: &str =
    "a role in the cluster (Kubernetes RBAC) that may list namespaces";
pub(crate) const TRIGGER: &str = "a role in the cluster that may see the application's triggers";
pub(crate) const SERVICE_ROLE: &str = "the service role that ACK uses";
pub(crate) const MANAGEMENT: &str = "permission to manage other users' permissions in ACK";

/// Codes that mean nothing else, anywhere in a text.
///
/// Source: the FAQ about authorization in ACK's documentation. It counts the first three as RBAC; for the
/// others it names the code and the missing permission.
const ANYWHERE: [(&str, Code); 11] = [
    ("APISERVER_403", Code::new(Kind::Rbac, CLUSTER_ROLE)),
    ("APISERVER.403", Code::new(Kind::Rbac, CLUSTER_ROLE)),
    (
        "ForbiddenQueryClusterNamespace",
        Code::new(Kind::Rbac, NAMESPACES),
    ),
    (
        "ForbiddenCheckControlPlaneLog",
        Code::service("a role in the cluster that may see the logs of the control plane"),
    ),
    (
        "ForbiddenHelmUsage",
        Code::service("a role in the cluster that may use Helm"),
    ),
    (
        "ForbiddenRotateCert",
        Code::service("a role in the cluster that may renew its certificates"),
    ),
    (
        "ForbiddenAttachInstance",
        Code::service("a role in the cluster that may add nodes"),
    ),
    (
        "ForbiddenUpdateKMSState",
        Code::service("a role in the cluster that may change the encryption of secrets"),
    ),
    ("ForbiddenGrantPermissions", Code::service(MANAGEMENT)),
    (
        "ErrorRamPolicyConfig",
        Code::service("permission to see the cluster, for the user who receives permissions"),
    ),
    ("ErrManagedAddonRoleNotAttach", Code::service(SERVICE_ROLE)),
];

/// Codes that are also ordinary words: they count only in the place of a code.
const IN_PLACE: [(&str, Code); 10] = [
    ("AccessDeniedByRamPolicy", Code::ram()),
    (
        "Forbidden.RiskControl",
        Code::new(Kind::Other, RISK_CONTROL),
    ),
    ("Forbidden.RAM", Code::ram()),
    ("Forbidden.NoPermission", Code::ram()),
    ("Forbidden.SubUser", Code::ram()),
    // The spelling in the documentation of some products.
    ("Forbbiden.SubUser", Code::ram()),
    ("NoPermission", Code::weak(Kind::Ram, "")),
    ("AccessDenied", Code::weak(Kind::Other, "")),
    ("StatusForbidden", Code::weak(Kind::Other, "")),
    (
        "UserNotAllowed",
        Code::weak(
            Kind::Other,
            "admission to the product, which the account has to apply for",
        ),
    ),
];

const RISK_CONTROL: &str = "nothing that a policy can give: risk control stopped the call";

pub(crate) const NO_RAM_USERS: &str =
    "nothing that a policy can give: RAM users cannot call this operation";

/// Returns the code that a word is, by its place in a text.
pub(crate) fn code_at(text: &[u8], start: usize, word: &str) -> Option<Code> {
    let has_start = word.starts_with(['A', 'F', 'E']);
    let anywhere = || ANYWHERE.iter().find(|(name, _)| *name == word);
    if let Some((_, code)) = has_start.then(anywhere).flatten() {
        return Some(*code);
    }
    let Some(place) = place(text, start) else {
        return in_chain(text, start, word).or_else(|| bare(text, start, word));
    };
    let code = code_in(place, word).filter(|_| !is_literal(&text[start + word.len()..]))?;
    // `Forbidden` is also the name of a status.
    let is_of_error = match place {
        Place::ErrorCode => true,
        Place::ErrorValue => {
            word != "Forbidden" && word.starts_with(|c: char| c.is_ascii_uppercase())
        }
        Place::Code | Place::Error => false,
    };
    Some(Code {
        is_of_error,
        is_outer: text[..start].ends_with(b"rpc error: code = "),
        ..code
    })
}

/// Returns the code that a word is as a cell of a row.
pub(crate) fn code_of_row(word: &str) -> Option<Code> {
    let is_name = word.starts_with(|c: char| c.is_ascii_uppercase()) && word != "Forbidden";
    (is_name && is_denied(word)).then(|| code_in(Place::Code, word))?
}

/// Returns whether a value is one in the source of a program: `"Forbidden.RAM".into()`.
fn is_literal(after: &[u8]) -> bool {
    let method = after.strip_prefix(b"\".").unwrap_or_default();
    method.first().is_some_and(u8::is_ascii_lowercase) && {
        let end = word_end(method, 0);
        method[end..].starts_with(b"(")
    }
}

/// Returns the code that a word is in a place.
fn code_in(place: Place, word: &str) -> Option<Code> {
    if let Some((_, code)) = IN_PLACE.iter().find(|(name, _)| *name == word) {
        return Some(*code);
    }
    if let Some(role) = word.strip_prefix("EntityNotExist.Aliyun") {
        return role
            .ends_with("Role")
            .then_some(Code::service(SERVICE_ROLE));
    }
    if is_failure(word) || is_of_value(word) {
        return None;
    }
    // Two misspellings are in use.
    let spellings = ["Forbidden", "Forbedden", "Forbbiden"];
    match spellings.iter().find_map(|name| word.strip_prefix(name)) {
        Some(".NotSupportRAM") => return Some(Code::new(Kind::Other, NO_RAM_USERS)),
        Some(rest) if rest.starts_with('.') && rest.len() > 1 => {
            return Some(Code::new(Kind::Other, "").unlisted(word));
        }
        // `ForbiddenException` is another cloud's.
        Some(rest)
            if matches!(place, Place::Code | Place::ErrorCode)
                && rest.starts_with(|c: char| c.is_ascii_uppercase())
                && !rest.ends_with("Exception") =>
        {
            return Some(Code::service("a permission that ACK itself checks").unlisted(word));
        }
        _ => {}
    }
    // Codes of other products, such as `Auth.AccessDenied.WorkSpace`.
    let is_name = is_denied(word) && !word.ends_with("Exception");
    let is_ordinary = word.bytes().all(|byte| byte.is_ascii_lowercase());
    if !is_name || is_ordinary {
        return None;
    }
    let is_compound = word.contains('.') || word.starts_with("OTS");
    let is_name = word.starts_with(|c: char| c.is_ascii_uppercase());
    let code = if is_compound && (place != Place::Error || is_name) {
        Code::new(Kind::Other, "")
    } else {
        Code::weak(Kind::Other, "")
    };
    Some(code.unlisted(word))
}

/// Returns the code between two colons, as programs join the texts of errors: `cannot list: Forbidden.RAM: no`.
fn in_chain(text: &[u8], start: usize, word: &str) -> Option<Code> {
    let is_chain = text[..start].ends_with(b": ") && text[start + word.len()..].starts_with(b": ");
    let is_name = word.starts_with(|c: char| c.is_ascii_uppercase()) && word.contains('.');
    (is_chain && is_name).then(|| code_in(Place::Error, word))?
}

/// Returns the code that is all of a line, starts one, or is after a level: `ERROR Auth.AccessDenied.WorkSpace`.
fn bare(text: &[u8], start: usize, word: &str) -> Option<Code> {
    let mut parts = word.split('.');
    let first = parts.next().unwrap_or_default();
    let is_part = |part: &str| part.starts_with(|c: char| c.is_ascii_uppercase());
    let is_compound = parts.clone().next().is_some() && parts.all(is_part);
    if !is_compound || !is_part(first) || !(first == "Auth" || is_denied(first)) {
        return None;
    }
    let code = code_in(Place::Error, word).filter(|code| !code.is_weak)?;
    if word.starts_with("Auth.AccessDenied") {
        return Some(code);
    }
    let before = &text[..before_gap(text, start)];
    let before = before.strip_suffix(b":").unwrap_or(before);
    let is_line_end = |byte: &u8| matches!(*byte, BREAK | BLANK | SOFT);
    let starts_line = start == 0 || is_line_end(&text[start - 1]);
    let level = before.iter().rev().take_while(|byte| is_word(**byte));
    let level = core::str::from_utf8(&before[before.len() - level.count()..]).unwrap_or_default();
    let rest = &text[start + word.len()..];
    let ends =
        rest.first().is_none_or(is_line_end) || matches!(rest, [b':', ..] | [SPACE, b':', ..]);
    (ends && (starts_line || is_error(level))).then_some(code)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// After `Code:`, or in the table of a page after the status.
    Code,
    /// After `ErrorCode:` or `<Code>`, or in an object after `"Code":`.
    ErrorCode,
    /// After `Error:`, or the name of an exception.
    Error,
    /// After `err=`, or in an object after `"error":`.
    ErrorValue,
}

fn place(text: &[u8], start: usize) -> Option<Place> {
    let end = before_quotes(text, start);
    // `u'Code': u'NoPermission'`, as Python 2 prints it.
    let is_prefixed = end < start && text[..end].ends_with(b" u");
    let end = before_gap(text, end - usize::from(is_prefixed));
    if let Some(name) = text[..end].strip_suffix("：".as_bytes()) {
        return name_of_place(name);
    }
    let sign = *text.get(end.checked_sub(1)?)?;
    if !matches!(sign, b':' | b'=' | b'>' | b'|') {
        return None;
    }
    let name_end = before_gap(text, end - 1);
    // `Code = "NoPermission"` in the source of a program.
    let is_assigned = sign == b'=' && name_end < end - 1 && text[..start].ends_with(b" \"");
    if is_assigned {
        return None;
    }
    let end = before_quotes(text, name_end);
    let is_quoted = end < name_end;
    // `[ErrorCode]: AccessDenied` in Java's exceptions.
    let end = end - usize::from(text[..end].ends_with(b"]"));
    let name = &text[end.saturating_sub(16)..end];
    if sign == b'|' {
        let is_status = ends_with(name, "403") || ends_with(name, "400");
        return is_status.then_some(Place::Code);
    }
    let place = name_of_place(name)?;
    Some(match place {
        Place::Code if is_quoted || name.ends_with(b"<Code") => Place::ErrorCode,
        Place::Error if is_quoted || sign == b'=' => Place::ErrorValue,
        Place::ErrorValue if sign == b':' && !is_quoted => return None,
        place => place,
    })
}

/// Returns the place after a name.
fn name_of_place(name: &[u8]) -> Option<Place> {
    const CODES: [&str; 7] = [
        "errorcode",
        "error code",
        "error_code",
        "errcode",
        "err_code",
        "错误码",
        "错误代码",
    ];
    let ends_with = |words: &[&str]| words.iter().any(|word| ends_with(name, word));
    match () {
        () if ends_with(&CODES) => Some(Place::ErrorCode),
        () if ends_with(&["code"]) => Some(Place::Code),
        () if ends_with(&["error", "exception", "statustext"]) => Some(Place::Error),
        () if ends_with(&["err", "reason", "cause"]) => Some(Place::ErrorValue),
        () => None,
    }
}

fn ends_with(text: &[u8], word: &str) -> bool {
    let tail = text.get(text.len().saturating_sub(word.len())..);
    tail.is_some_and(|tail| tail.eq_ignore_ascii_case(word.as_bytes()))
}
