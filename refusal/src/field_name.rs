//! The names of the fields that errors have, and of those that only other texts have.

use crate::request_id::request_id;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Name {
    Code,
    Message,
    RequestId,
    /// The host of an API.
    Host,
    /// The status of HTTP.
    Status,
    /// What an API of another kind, or a log, calls its message.
    Said,
    /// Whether the request succeeded.
    Success,
    /// The level of a line of a log.
    Level,
    /// A field that access logs of servers have, and errors do not.
    Access,
    /// A field that only another cloud or program has.
    Elsewhere,
    Detail(Detail),
}

/// The fields of `AccessDeniedDetail`, and of what `DecodeDiagnosticMessage` answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Detail {
    Action,
    Principal,
    Owner,
    Caller,
    Deny,
    PolicyType,
    Resource,
    Diagnostic,
}

const NAMES: [(&str, Name); 68] = [
    ("code", Name::Code),
    ("errorcode", Name::Code),
    ("error_code", Name::Code),
    ("message", Name::Message),
    ("errormessage", Name::Message),
    ("errormsg", Name::Message),
    ("error_message", Name::Message),
    ("error_description", Name::Message),
    ("authaction", Name::Detail(Detail::Action)),
    ("authprincipaldisplayname", Name::Detail(Detail::Principal)),
    ("authprincipalownerid", Name::Detail(Detail::Owner)),
    ("authprincipaltype", Name::Detail(Detail::Caller)),
    ("nopermissiontype", Name::Detail(Detail::Deny)),
    ("policytype", Name::Detail(Detail::PolicyType)),
    ("nopermissionpolicytype", Name::Detail(Detail::PolicyType)),
    ("explicitdeny", Name::Detail(Detail::Deny)),
    ("authresource", Name::Detail(Detail::Resource)),
    ("resource", Name::Detail(Detail::Resource)),
    ("encodeddiagnosticmessage", Name::Detail(Detail::Diagnostic)),
    ("hostid", Name::Host),
    ("host_id", Name::Host),
    ("status", Name::Status),
    ("statuscode", Name::Status),
    ("status_code", Name::Status),
    ("httpcode", Name::Status),
    ("http_code", Name::Status),
    ("httpstatus", Name::Status),
    ("http_status", Name::Status),
    ("httpstatuscode", Name::Status),
    ("error", Name::Said),
    ("err", Name::Said),
    ("errmsg", Name::Said),
    ("err_msg", Name::Said),
    ("msg", Name::Said),
    ("success", Name::Success),
    ("level", Name::Level),
    ("severity", Name::Level),
    ("latency", Name::Access),
    ("duration", Name::Access),
    ("method", Name::Access),
    ("http_method", Name::Access),
    ("httpmethod", Name::Access),
    ("request_method", Name::Access),
    ("requestmethod", Name::Access),
    ("http_path", Name::Access),
    ("request_path", Name::Access),
    ("requestpath", Name::Access),
    ("requesturi", Name::Access),
    ("user_agent", Name::Access),
    ("useragent", Name::Access),
    ("http_user_agent", Name::Access),
    ("referer", Name::Access),
    ("http_referer", Name::Access),
    ("ip", Name::Access),
    ("client_ip", Name::Access),
    ("clientip", Name::Access),
    ("client_addr", Name::Access),
    ("remote", Name::Access),
    ("remote_addr", Name::Access),
    ("remoteaddr", Name::Access),
    ("remote_ip", Name::Access),
    ("remoteip", Name::Access),
    ("request_time", Name::Access),
    ("upstream_status", Name::Access),
    ("bytes", Name::Access),
    ("body_bytes_sent", Name::Access),
    ("apiversion", Name::Access),
    ("__type", Name::Elsewhere),
];

impl Name {
    /// Returns the field of a name in any case.
    pub(crate) fn of(word: &[u8]) -> Option<Self> {
        let found = NAMES
            .iter()
            .find(|(name, _)| name.as_bytes().eq_ignore_ascii_case(word));
        found.map(|&(_, name)| name)
    }
}

pub(crate) const LONGEST_NAME: usize = 32;

/// Returns whether a text is the name of a field by itself, as in a cell of a table: `Error code`, `Request ID`.
pub(crate) fn is_name_of_field(text: &[u8]) -> bool {
    let text = text.trim_ascii();
    if text.len() > LONGEST_NAME {
        return false;
    }
    let mut words = text.rsplit(|byte| !byte.is_ascii_alphanumeric());
    let is_id = || (0..text.len()).any(|at| request_id(text, at) == Some(text.len()));
    words.next().and_then(Name::of).is_some()
        || ["错误码", "错误代码"]
            .iter()
            .any(|code| text == code.as_bytes())
        || is_id()
}

/// Returns whether a line break is within the name of a field in quotes, or right after it.
pub(crate) fn is_within_name(before: &[u8], after: &[u8]) -> bool {
    const LONGEST: usize = 32;
    if let (Some(before), [b':', ..]) = (before.strip_suffix(b"\""), after) {
        return is_within_name(before, b"\"");
    }
    let is_letter = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == b'_';
    let first = before
        .iter()
        .rev()
        .take(LONGEST)
        .take_while(is_letter)
        .count();
    let rest = after.iter().take(LONGEST).take_while(is_letter).count();
    let (before, first) = before.split_at(before.len() - first);
    let (rest, after) = after.split_at(rest);
    let is_quoted =
        before.ends_with(b"\"") && (after.starts_with(b"\"") || after.starts_with(b"\\\""));
    let name = [first, rest].concat();
    let is_one = is_quoted && !first.is_empty();
    is_one && (Name::of(&name).is_some() || request_id(&name, 0).is_some())
}
