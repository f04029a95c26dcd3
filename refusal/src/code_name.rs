//! What the names of codes and exceptions say.

/// Parts of the names of codes and exceptions, without their case.
const NAMES: [&str; 22] = [
    "forbidden",
    "forbbiden",
    "forbedden",
    "accessdenied",
    "accessforbid",
    "accessdeny",
    "permissiondeny",
    "nopermission",
    "permissiondenied",
    "nopermit",
    "notpermitted",
    "notauthorized",
    "unauthorized",
    "noauth",
    "insufficientpermission",
    "insufficientprivilege",
    "ramauthfail",
    "nullpermission",
    "permissionnotallow",
    "explicitdeny",
    "implicitdeny",
    "controlpolicydeny",
];

/// How the codes of failures start that are not refusals: too many calls, a quota, a state, or a caller who is not
/// known. Source: the lists of common error codes of ECS, RAM, RDS, DNS and Auto Scaling.
const FAILURES: [&str; 40] = [
    "Arrear",
    "Dependency",
    "DeleteConflict",
    "ExpiredToken",
    "FlowControl",
    "IdempotentParameter",
    "Illegal",
    "IncompleteSignature",
    "Incorrect",
    "InsufficientBalance",
    "Internal",
    "InvalidAccessKey",
    "InvalidCredential",
    "InvalidOperation",
    "InvalidSecurityToken",
    "InvalidSignature",
    "InvalidState",
    "InvalidStatus",
    "InvalidTimeStamp",
    "LimitExceed",
    "Missing",
    "NoSuch",
    "OperationBusy",
    "OperationConflict",
    "Overdue",
    "Quota",
    "RequestTime",
    "ResourceNotAvailable",
    "SecurityToken",
    "ServiceBusy",
    "ServiceNot",
    "ServiceUnavailable",
    "Signature",
    "SystemBusy",
    "TaskConflict",
    "Throttling",
    "TooMany",
    "Unavailable",
    "Unsupported",
    "Zone",
];

/// How a part of one ends.
const ENDS: [&str; 31] = [
    "AlreadyExist",
    "Arrears",
    "AlreadyExists",
    "Busy",
    "Conflict",
    "Exceed",
    "Exceeded",
    "Expired",
    "InUse",
    "Locked",
    "NotActivated",
    "NotEnabled",
    "NotExist",
    "NotExists",
    "NotFound",
    "NotOpen",
    "NotOpened",
    "NotReady",
    "NoStock",
    "NotAvailable",
    "NotOnSale",
    "NotSupport",
    "NotSupported",
    "SoldOut",
    "Protection",
    "State",
    "Status",
    "Throttled",
    "Throttling",
    "Timeout",
    "TooLarge",
];

/// What a request contains, as the codes about it name it.
const VALUES: [&str; 21] = [
    "Address",
    "Character",
    "Cidr",
    "Cname",
    "Content",
    "Domain",
    "Format",
    "Header",
    "Ip",
    "Keyword",
    "Label",
    "Name",
    "Param",
    "Parameter",
    "Password",
    "Port",
    "Protocol",
    "Type",
    "Url",
    "Value",
    "Word",
];

/// Returns whether a code is about a value of the request: `InvalidName`, `DomainForbidden`.
pub(crate) fn is_of_value(code: &str) -> bool {
    let forbidden = ["Forbidden", "Forbid"];
    match forbidden.iter().find_map(|word| code.strip_suffix(word)) {
        Some(before) => {
            let before = before.strip_suffix("Is").unwrap_or(before);
            let value = before.trim_end_matches(['.', '_']);
            VALUES.iter().any(|word| value.ends_with(word))
        }
        None => code.starts_with("Invalid") && !is_denied(code),
    }
}

/// Returns whether a code is that of a request that succeeded.
pub(crate) fn is_success(code: &str) -> bool {
    let starts = |name: &str| {
        let start = code.get(..name.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(name))
    };
    let is_status = code.len() == 3 && code.starts_with('2');
    let is_number = code.bytes().all(|byte| byte.is_ascii_digit());
    starts("succe") || code.eq_ignore_ascii_case("ok") || code == "0" || (is_status && is_number)
}

/// Returns whether the name of a code or an exception says that the call was refused.
pub(crate) fn is_denied(name: &str) -> bool {
    has_any(name, |_| true)
}

/// Returns whether the name of a code says only that something is forbidden, which can also be a state or a value.
pub(crate) fn is_only_forbidden(name: &str) -> bool {
    is_denied(name) && !has_any(name, |word| !word.contains("forb"))
}

/// Returns whether a name has one of some words.
fn has_any(name: &str, is: impl Fn(&str) -> bool) -> bool {
    // `Forbiddenness`
    let rest = name.strip_prefix("Forbidden");
    if rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase())) {
        return false;
    }
    let letters = name.bytes().filter(u8::is_ascii_alphanumeric);
    let mut folded = [0; 128];
    let mut length = 0;
    for (slot, letter) in folded.iter_mut().zip(letters) {
        *slot = letter.to_ascii_lowercase();
        length += 1;
    }
    let folded = &folded[..length];
    NAMES.iter().filter(|name| is(name)).any(|name| {
        let mut windows = folded.windows(name.len());
        windows.any(|window| window == name.as_bytes())
    })
}

/// Returns whether a code is that of a failure that is not a refusal.
pub(crate) fn is_failure(code: &str) -> bool {
    let name = code.strip_prefix("Error").or(code.strip_prefix("Err"));
    let name = name.unwrap_or(code);
    let starts = FAILURES.iter().any(|start| name.starts_with(start)) && !is_denied(name);
    starts
        || code
            .split(['.', '_'])
            .any(|part| ENDS.iter().any(|end| part.ends_with(end)))
}
