//! The shape of the name of an operation: a verb of an API, and what it is done to.

/// What an SDK has functions for itself, whatever the operation is. The rest of a name consists of other words.
const OF_SDKS: [&str; 43] = [
    "acs",
    "action",
    "api",
    "async",
    "body",
    "call",
    "callback",
    "client",
    "config",
    "connection",
    "content",
    "context",
    "credential",
    "credentials",
    "data",
    "endpoint",
    "error",
    "exception",
    "form",
    "header",
    "headers",
    "http",
    "https",
    "json",
    "message",
    "options",
    "param",
    "parameter",
    "parameters",
    "params",
    "profile",
    "query",
    "request",
    "requests",
    "response",
    "result",
    "roa",
    "rpc",
    "runtime",
    "session",
    "signature",
    "signer",
    "url",
];

/// The verbs that nearly all operations start with.
const VERBS: [&str; 88] = [
    "abort",
    "accept",
    "activate",
    "add",
    "allocate",
    "append",
    "apply",
    "assign",
    "associate",
    "assume",
    "attach",
    "authorize",
    "batch",
    "bind",
    "cancel",
    "change",
    "check",
    "clear",
    "clone",
    "close",
    "complete",
    "configure",
    "copy",
    "create",
    "deactivate",
    "decrypt",
    "delete",
    "deploy",
    "deregister",
    "describe",
    "detach",
    "disable",
    "dissociate",
    "enable",
    "encrypt",
    "export",
    "generate",
    "get",
    "grant",
    "head",
    "import",
    "initiate",
    "insert",
    "install",
    "invoke",
    "join",
    "list",
    "migrate",
    "modify",
    "move",
    "open",
    "operate",
    "pause",
    "publish",
    "purchase",
    "put",
    "query",
    "reboot",
    "refresh",
    "register",
    "release",
    "remove",
    "renew",
    "replace",
    "reset",
    "resize",
    "restart",
    "restore",
    "resume",
    "revoke",
    "run",
    "save",
    "scale",
    "search",
    "select",
    "set",
    "start",
    "stop",
    "submit",
    "suspend",
    "tag",
    "terminate",
    "unassociate",
    "unbind",
    "uninstall",
    "untag",
    "update",
    "upgrade",
];

/// Returns whether a name is that of an operation, in any spelling: `DescribeClusters` or `describe_clusters`. The
/// functions of an SDK, such as `doAction` and `getAcsResponse`, are also those of a client.
pub(crate) fn is_operation(name: &[u8]) -> bool {
    let mut words = words(name);
    let is_verb = words.next().is_some_and(|word| is_one_of(&VERBS, word));
    is_verb && words.any(|word| !is_one_of(&OF_SDKS, word) && word != b"with")
}

fn is_one_of(names: &[&str], word: &[u8]) -> bool {
    names
        .iter()
        .any(|name| name.as_bytes().eq_ignore_ascii_case(word))
}

/// Returns the words of a name, which start with a capital letter or after an underscore.
fn words(name: &[u8]) -> impl Iterator<Item = &[u8]> {
    let pieces = name.split(|byte| matches!(byte, b'_' | b'-'));
    let words = pieces.flat_map(|piece| {
        piece.chunk_by(|one, next| !(one.is_ascii_lowercase() && next.is_ascii_uppercase()))
    });
    words.filter(|word| !word.is_empty())
}
