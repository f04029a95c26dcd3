//! What the words around a call say about where its text comes from.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sign {
    /// An SDK or an API of the cloud wrote it.
    Api,
    /// A word that says that it is about an error.
    Error,
    /// A code or a sentence that is a link of a chain of errors, or a word for an API, of whatever cloud.
    Link,
    /// A field with the level of an error, in the record of a log.
    Level,
    /// A message that says nothing but that a call was refused.
    Statement,
    /// A level of a log below an error, or the argument of a function: a status refuses nothing there.
    Log,
    /// A field that the access log of a server has, and an error of an API does not.
    Access,
    /// The source of a program: a code refuses nothing there.
    Source,
    /// A comment, an example or a metric: nothing is refused there.
    Text,
    /// Words of another cloud or program.
    Elsewhere,
    /// A code of a failure that is not a refusal, whatever its message says.
    Failure,
    /// A code about a value of the request, such as one that is not valid.
    Value,
    /// The request succeeded.
    Success,
}

/// A set of signs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Signs(u16);

impl Signs {
    pub(crate) const fn has(self, sign: Sign) -> bool {
        self.0 & 1 << sign as u16 != 0
    }

    pub(crate) const fn add(&mut self, sign: Sign) {
        self.0 |= 1 << sign as u16;
    }

    /// Returns the signs without those about an error of its own, which another error beside it does not have.
    pub(crate) const fn of_place(self) -> Self {
        let own = 1 << Sign::Failure as u16 | 1 << Sign::Value as u16 | 1 << Sign::Success as u16;
        Self(self.0 & !own)
    }

    pub(crate) const fn add_all(&mut self, other: Self) {
        self.0 |= other.0;
    }
}
