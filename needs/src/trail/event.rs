//! An event of ActionTrail.

use super::caller::Caller;
use std::borrow::Cow;
use std::fmt;

/// The most bytes of an event. ActionTrail's own are some thousand.
pub const LONGEST: usize = 1 << 20;

pub(super) const TOO_LONG: &str = "longer than 1 MiB, the limit for an event";

/// A recorded call, or something else that ActionTrail records.
///
/// [`Records`](super::Records) reads events.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Event<'a> {
    /// The id of the event, or an empty text.
    pub id: Cow<'a, str>,
    /// `ApiCall`, `ConsoleOperation` and so on.
    pub kind: Cow<'a, str>,
    /// The name of the operation, or of what was done in the console.
    pub name: Cow<'a, str>,
    /// The product, such as `CS`.
    pub service: Cow<'a, str>,
    /// The time, in UTC.
    pub time: Cow<'a, str>,
    /// The region, or an empty text.
    pub region: Cow<'a, str>,
    /// The account, or an empty text.
    pub account: Cow<'a, str>,
    /// The caller.
    pub caller: Caller<'a>,
    /// The source: an address, or the name of a service.
    pub source: Option<Cow<'a, str>>,
    /// The VPC of the source.
    pub vpc: Option<Cow<'a, str>>,
    /// Whether the session was opened with a second factor.
    pub mfa: Option<bool>,
    /// Whether the call was encrypted.
    pub secure_transport: Option<bool>,
    /// The clusters that the call is about.
    pub clusters: Vec<Cow<'a, str>>,
    /// The role that the call is about, as policies name it: that of `AssumeRole`.
    pub role: Option<Cow<'a, str>>,
    /// How the call ended.
    pub result: CallResult,
}

/// How a call ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CallResult {
    /// Without an error.
    #[default]
    Succeeded,
    /// With an error that says that the caller lacks a permission.
    Refused,
    /// With another error.
    Failed,
}

impl CallResult {
    /// Recognises a refusal by the error of an event. Products have different codes for it.
    ///
    /// ```
    /// use ack_catalog_needs::trail::CallResult;
    ///
    /// assert_eq!(CallResult::of("", ""), CallResult::Succeeded);
    /// assert_eq!(CallResult::of("StatusForbidden", ""), CallResult::Refused);
    /// assert_eq!(CallResult::of("Forbidden.Unauthorized", ""), CallResult::Refused);
    /// assert_eq!(CallResult::of("403", "RAM policy Forbidden for action cs:StartAlert"), CallResult::Refused);
    /// assert_eq!(CallResult::of("Forbidden.InstanceNotFound", ""), CallResult::Failed);
    /// ```
    pub fn of(code: &str, message: &str) -> Self {
        if code.is_empty() {
            return Self::Succeeded;
        }
        let message = message.to_ascii_lowercase();
        let says_so = [
            "forbidden for action",
            "policy forbidden",
            "not authorized",
            "not authorised",
            "no permission",
            "accessdenied",
        ];
        let code = code.to_ascii_lowercase();
        let code: &str = &code.replace(['_', '-'], "");
        let is_code = matches!(
            code,
            "forbidden" | "statusforbidden" | "unauthorized" | "notauthorized"
        ) || [
            "nopermission",
            "accessdenied",
            "forbidden.ram",
            "forbidden.nopermission",
            "forbidden.accessdenied",
            "forbidden.unauthorized",
            "permissiondenied",
            "subaccountnopermission",
        ]
        .iter()
        .any(|start| code.starts_with(start));
        if is_code || says_so.iter().any(|words| message.contains(words)) {
            Self::Refused
        } else {
            Self::Failed
        }
    }
}

impl Event<'_> {
    /// Returns whether the event is a call, and not a login or something that a service did.
    pub fn is_call(&self) -> bool {
        is_call(&self.kind)
    }

    /// Returns whether the event is of the console, where a name is not always that of an operation.
    pub fn is_of_console(&self) -> bool {
        is_of_console(&self.kind)
    }
}

/// Returns whether events of this type are calls.
pub(super) fn is_call(kind: &str) -> bool {
    kind == "ApiCall" || is_of_console(kind)
}

fn is_of_console(kind: &str) -> bool {
    kind == "ConsoleOperation" || kind == "ConsoleCall"
}

/// The reason why an event cannot be read, as a phrase without a full stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    message: Cow<'static, str>,
    is_cut_off: bool,
}

impl Unreadable {
    pub(super) fn new(message: impl Into<Cow<'static, str>>) -> Self {
        Self {
            message: message.into(),
            is_cut_off: false,
        }
    }

    /// Describes a text that ends too early.
    pub(super) fn cut_off(message: impl Into<Cow<'static, str>>) -> Self {
        Self {
            is_cut_off: true,
            ..Self::new(message)
        }
    }

    /// Describes a line that ends too early. The next line is read.
    pub(super) fn of_line(self) -> Self {
        Self {
            is_cut_off: false,
            ..self
        }
    }

    /// Returns whether the file or the record ends too early, so that any number of events can be missing.
    ///
    /// ```
    /// use ack_catalog_needs::trail::Records;
    ///
    /// for block in Records::new(&br#"[{"eventName": "Delete"#[..])? {
    ///     block.each(|event| assert!(event.is_err_and(|(_, problem)| problem.is_cut_off())));
    /// }
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub const fn is_cut_off(&self) -> bool {
        self.is_cut_off
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Unreadable {}
