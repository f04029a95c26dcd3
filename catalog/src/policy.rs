//! What a policy makes of the actions of a catalog.

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
