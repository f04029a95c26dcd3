//! The stable names of problems.

use crate::leniency::Leniency;
use std::fmt;

macro_rules! codes {
    ($($code:ident $name:literal)*) => {
        /// A kind of problem. Its name is also that of the linter's rule.
        ///
        /// [`Problem`](crate::Problem) has an example.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Code {
            /// Damage that the repairing reader tolerates.
            Leniency(Leniency),
            $(#[doc = concat!("`", $name, "`")] $code,)*
        }

        impl Code {
            /// Returns the stable name, such as `duplicate-key`.
            pub const fn name(self) -> &'static str {
                match self {
                    Self::Leniency(leniency) => leniency.name(),
                    $(Self::$code => $name,)*
                }
            }
        }
    };
}

codes! {
    Syntax "syntax"
    EmptyDocument "empty-document"
    TrailingText "trailing-text"
    TooLarge "too-large"
    TooManyValues "too-many-values"
    TooDeep "too-deep"
    MissingComma "missing-comma"
    StrayComma "stray-comma"
    UnquotedKey "unquoted-key"
    SingleQuotes "single-quotes"
    UnclosedString "unclosed-string"
    ControlCharacter "control-character"
    BadEscape "bad-escape"
    LoneSurrogate "lone-surrogate"
    UnquotedValue "unquoted-value"
    StackPolicy "stack-policy"
    Template "template"
    AwsPolicy "aws-policy"
    NotAPolicy "not-a-policy"
    WrongType "wrong-type"
    UnknownElement "unknown-element"
    MissingElement "missing-element"
    MissingAction "missing-action"
    ActionAndNotAction "action-and-not-action"
    EmptyList "empty-list"
    MissingVersion "missing-version"
    WrongVersion "wrong-version"
    BareStatement "bare-statement"
    Sid "sid"
    NotResource "not-resource"
    DuplicateKey "duplicate-key"
    WrongEffect "wrong-effect"
    MaskedAccount "masked-account"
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl PartialEq<&str> for Code {
    fn eq(&self, name: &&str) -> bool {
        self.name() == *name
    }
}
