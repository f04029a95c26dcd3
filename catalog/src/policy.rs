//! What a policy makes of the actions of a catalog, and what the linter knows of them.

use core::marker::PhantomData;

/// The actions of a catalog, by what a policy makes of them on all of a resource. Each is in exactly
/// one of the sets. Made by `allowed_by` of a catalog's set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Permissions<Set> {
    /// They are allowed on all of the resource.
    pub allowed: Set,
    /// Whether they are allowed hangs on conditions, or would take too long to tell.
    pub undecided: Set,
    /// They are refused, on some of the resource at least.
    pub refused: Set,
}

/// A catalog as the linter of [`ram_policy`] takes it: the constant `KNOWN` of its enum.
#[derive(Clone, Copy, Debug)]
pub struct Known<A>(PhantomData<fn() -> A>);

impl<A> Known<A> {
    #[doc(hidden)]
    #[inline]
    #[allow(clippy::new_without_default)]
    pub const fn new() -> Self {
        Self(PhantomData)
    }
}
