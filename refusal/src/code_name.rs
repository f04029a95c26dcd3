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

/// Returns whether the name of a code or an exception says that the call was refused.
pub(crate) fn is_denied(name: &str) -> bool {
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
    NAMES.iter().any(|name| {
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
