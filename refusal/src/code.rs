//! The error codes of refusals.
//!
//! A new code is made here: in one of the two tables, or in [`code_at`] if it has a form of its own.

use crate::denial::is_denied;
use crate::field::{before_gap, before_quotes};
use crate::refusal::Kind;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Code {
    pub(crate) kind: Kind,
    /// The missing permission, where a RAM policy cannot give it.
    pub(crate) missing: &'static str,
    /// True if the code refuses only together with a message, a request id or a detail.
    pub(crate) is_weak: bool,
}

impl Code {
    const fn new(kind: Kind, missing: &'static str) -> Self {
        Self {
            kind,
            missing,
            is_weak: false,
        }
    }

    const fn weak(kind: Kind, missing: &'static str) -> Self {
        Self {
            is_weak: true,
            ..Self::new(kind, missing)
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

const NO_RAM_USERS: Code = Code::new(
    Kind::Other,
    "nothing that a policy can give: RAM users cannot call this operation",
);

/// Returns the code that a word is, by its place in a text.
pub(crate) fn code_at(text: &[u8], start: usize, word: &str) -> Option<Code> {
    let has_start = word.starts_with(['A', 'F', 'E']);
    let anywhere = || ANYWHERE.iter().find(|(name, _)| *name == word);
    if let Some((_, code)) = has_start.then(anywhere).flatten() {
        return Some(*code);
    }
    let place = place(text, start)?;
    if let Some((_, code)) = IN_PLACE.iter().find(|(name, _)| *name == word) {
        return Some(*code);
    }
    // Two misspellings are in use.
    let spellings = ["Forbidden", "Forbedden", "Forbbiden"];
    match spellings.iter().find_map(|name| word.strip_prefix(name)) {
        Some(".NotSupportRAM") => return Some(NO_RAM_USERS),
        Some(rest) if rest.starts_with('.') && rest.len() > 1 => {
            return Some(Code::new(Kind::Other, ""));
        }
        // `ForbiddenException` is another cloud's.
        Some(rest)
            if place == Place::Code
                && rest.starts_with(|c: char| c.is_ascii_uppercase())
                && !rest.ends_with("Exception") =>
        {
            return Some(Code::service("a permission that ACK itself checks"));
        }
        _ => {}
    }
    if let Some(role) = word.strip_prefix("EntityNotExist.Aliyun") {
        return role
            .ends_with("Role")
            .then_some(Code::service(SERVICE_ROLE));
    }
    // Codes of other products, such as `Auth.AccessDenied.WorkSpace`.
    let is_name = is_denied(word) && !word.ends_with("Exception");
    let is_ordinary = word.bytes().all(|byte| byte.is_ascii_lowercase());
    if !is_name || is_ordinary {
        return None;
    }
    let is_compound = word.contains('.') || word.starts_with("OTS");
    Some(if is_compound && place == Place::Code {
        Code::new(Kind::Other, "")
    } else {
        Code::weak(Kind::Other, "")
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// After `Code:`, or in the table of a page after the status.
    Code,
    /// After `Error:`, or the name of an exception.
    Error,
}

fn place(text: &[u8], start: usize) -> Option<Place> {
    let end = before_quotes(text, start);
    // `u'Code': u'NoPermission'`, as Python 2 prints it.
    let is_prefixed = end < start && text[..end].ends_with(b" u");
    let end = before_gap(text, end - usize::from(is_prefixed));
    if let Some(name) = text[..end].strip_suffix("：".as_bytes()) {
        let tail = &name[name.len().saturating_sub(4)..];
        let is_name = tail.eq_ignore_ascii_case(b"code") || name.ends_with("错误码".as_bytes());
        return is_name.then_some(Place::Code);
    }
    let sign = *text.get(end.checked_sub(1)?)?;
    if !matches!(sign, b':' | b'=' | b'>' | b'|') {
        return None;
    }
    let end = before_quotes(text, before_gap(text, end - 1));
    // `[ErrorCode]: AccessDenied` in Java's exceptions.
    let end = end - usize::from(text[..end].ends_with(b"]"));
    let word = text.get(end.saturating_sub(16)..end)?;
    let ends_with = |name: &str| {
        let tail = word.get(word.len().saturating_sub(name.len())..);
        tail.is_some_and(|tail| tail.eq_ignore_ascii_case(name.as_bytes()))
    };
    if sign == b'|' {
        return (ends_with("403") || ends_with("400")).then_some(Place::Code);
    }
    if ends_with("code") {
        return Some(Place::Code);
    }
    (ends_with("error") || ends_with("exception")).then_some(Place::Error)
}
