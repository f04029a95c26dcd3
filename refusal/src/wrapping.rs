//! The wrappings that a refusal comes in, and how each is recognized.
//!
//! A new wrapping is made here: a variant with its name, and a row in [`Header::at`] for the words that it
//! starts with. One without such words follows from the notation of its fields, in [`Wrapping::of`].

use crate::field::Notation;
use crate::gap::SPACE;
use crate::phrase::after;
use crate::signs::Sign;

/// The wrapping of a refusal; of several, the one that says most about its origin.
///
/// ```
/// use ram_refusal::{Wrapping, find};
///
/// let wrapping = |text| find(text)[0].wrapping;
/// assert_eq!(wrapping("RAM policy Forbidden for action cs:StartAlert"), Wrapping::Bare);
/// let json = r#"{"message": "RAM policy Forbidden for action cs:StartAlert"}"#;
/// assert_eq!(wrapping(json), Wrapping::Json);
/// assert_eq!(wrapping(&format!(r#"{{"error": {json:?}}}"#)), Wrapping::NestedJson);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Wrapping {
    /// Only the message.
    Bare,
    /// JSON.
    Json,
    /// JSON in a string of JSON.
    NestedJson,
    /// An XML body.
    Xml,
    /// A struct or a map that Go has printed.
    Go,
    /// A dict that Python has printed.
    PythonDict,
    /// `SDKError:` of Go's tea SDK, or the message that all tea SDKs make.
    Tea,
    /// `SDK.ServerError` and `ErrorCode:` of the older SDK for Go, and of the command line.
    ServerError,
    /// `Aliyun API Error:` of aliyungo.
    Aliyungo,
    /// An exception of Python.
    Python,
    /// An exception of Java.
    Java,
    /// An exception of .NET.
    DotNet,
    /// Terraform's box.
    Terraform,
}

impl Wrapping {
    /// Returns the name in the output of programs, such as `nested_json`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Bare => "bare",
            Self::Json => "json",
            Self::NestedJson => "nested_json",
            Self::Xml => "xml",
            Self::Go => "go",
            Self::PythonDict => "python_dict",
            Self::Tea => "tea",
            Self::ServerError => "server_error",
            Self::Aliyungo => "aliyungo",
            Self::Python => "python",
            Self::Java => "java",
            Self::DotNet => "dot_net",
            Self::Terraform => "terraform",
        }
    }

    /// Returns the wrapping of a call, by its notation and by the header before it.
    pub(crate) fn of(is_boxed: bool, notation: Option<Notation>, header: Option<Self>) -> Self {
        match (notation, header) {
            _ if is_boxed => Self::Terraform,
            (Some(Notation::Escaped), _) => Self::NestedJson,
            (Some(Notation::Xml), _) => Self::Xml,
            (_, Some(form)) => form,
            (Some(Notation::Json), _) => Self::Json,
            (Some(Notation::Python), _) => Self::PythonDict,
            (Some(Notation::Go), _) => Self::Go,
            (Some(Notation::Plain), _) => Self::ServerError,
            (None, None) => Self::Bare,
        }
    }
}

/// Words that come before an error.
pub(crate) enum Header {
    /// Another error starts here.
    Error(Wrapping),
    /// The name of an exception, which may be that of the same error again.
    Exception {
        wrapping: Wrapping,
        is_of_cloud: bool,
    },
    /// A wrapping, unless a header said more.
    Hint(Wrapping),
}

impl Header {
    /// Returns whether only an SDK of the cloud writes it.
    pub(crate) const fn is_of_api(&self) -> bool {
        match self {
            Self::Error(_) | Self::Hint(_) => true,
            Self::Exception { is_of_cloud, .. } => *is_of_cloud,
        }
    }

    /// Returns the header that starts with a word.
    pub(crate) fn at(word: &str, rest: &[u8]) -> Option<Self> {
        let header = match word {
            "SDKError" if rest.starts_with(b":") => Self::Error(Wrapping::Tea),
            "SDK.ServerError" => Self::Error(Wrapping::ServerError),
            "Aliyun" if rest.starts_with(b" API Error:") => Self::Error(Wrapping::Aliyungo),
            "HTTP" if rest.starts_with(b" Status: ") => Self::Hint(Wrapping::Python),
            _ if rest.starts_with(b":") && is_exception(word) => Self::Exception {
                wrapping: exception(word),
                is_of_cloud: is_of_cloud(word),
            },
            _ => return None,
        };
        Some(header)
    }

    /// Returns the header that a status is: `code: 403, …` is how the tea SDKs start a message.
    pub(crate) fn of_status(notation: Notation, rest: &[u8]) -> Option<Self> {
        let is_tea = notation == Notation::Plain && rest.starts_with(b", ");
        is_tea.then_some(Self::Hint(Wrapping::Tea))
    }
}

fn is_exception(word: &str) -> bool {
    word.ends_with("Exception") || (word.ends_with("Error") && is_of_cloud(word))
}

/// Returns what a host or a name of the cloud says about its line, or a word that says that an error is that of an API.
pub(crate) fn sign_of_api(word: &str, rest: &[u8]) -> Option<Sign> {
    const NAMES: [&str; 4] = ["aliyun", "alibabacloud", "alicloud", "alibaba-cloud"];
    const WORDS: [&str; 3] = ["api", "openapi", "sdk"];
    let is = |name: &&str| word.eq_ignore_ascii_case(name);
    let is_named = || NAMES.iter().any(is) && matches!(rest, [SPACE | b':', ..]);
    if word.ends_with("aliyuncs.com") || is_named() {
        return Some(Sign::Api);
    }
    let said = [" error:", " returned"];
    let is_said = || said.iter().any(|words| after(rest, 0, words).is_some());
    (WORDS.iter().any(is) && is_said()).then_some(Sign::Link)
}

/// Returns whether an exception is one of the cloud's SDKs.
pub(crate) fn is_of_cloud(name: &str) -> bool {
    let package = name.split('.').next().unwrap_or_default();
    let packages = [
        "aliyunsdkcore",
        "oss2",
        "odps",
        "Aliyun",
        "AlibabaCloud",
        "Tea",
        "darabonba",
    ];
    let names = ["LogException", "OSSException", "TeaException", "FcError"];
    packages.contains(&package)
        || package.starts_with("alibabacloud")
        || name.contains(".aliyun")
        || names.iter().any(|end| name.ends_with(end))
}

fn exception(name: &str) -> Wrapping {
    let package = name.split('.').next().unwrap_or_default();
    match package {
        "com" | "java" | "javax" => Wrapping::Java,
        "aliyunsdkcore" | "alibabacloud_tea_openapi" | "darabonba" => Wrapping::Python,
        "Tea" if name.starts_with("Tea.exceptions") => Wrapping::Python,
        "Aliyun" | "AlibabaCloud" | "Tea" | "System" => Wrapping::DotNet,
        _ if name.contains("exceptions.") || name == "ServerException" => Wrapping::Python,
        _ => Wrapping::Java,
    }
}
