//! A catalog's facts about actions, for the linter.

/// A catalog of actions, against which the linter checks policies.
///
/// A catalog is complete for its source, such as a page of a certain day, but not for the product. An action is
/// never wrong only because the catalog lacks it.
///
/// ```
/// use ram_policy::lint::{KnownAction, KnownActions, Linter, Operation, Service, ServiceFacts};
///
/// struct Oss;
/// const ACTION: KnownAction<'static> = KnownAction {
///     name: "oss:GetObject",
///     earlier: &[],
///     also_required: &[],
///     can_be_limited: None,
///     operation: Operation::Unknown,
///     operation_as_of: "",
///     retired: None,
/// };
/// impl KnownActions for Oss {
///     fn services(&self) -> Vec<Service<'_>> {
///         vec![Service { code: "oss", source: "a list of our own", facts: &ServiceFacts::NONE }]
///     }
///     fn find(&self, action: &str) -> Option<KnownAction<'_>> {
///         action.eq_ignore_ascii_case(ACTION.name).then_some(ACTION)
///     }
///     fn each<'k>(&'k self, visit: &mut dyn FnMut(KnownAction<'k>)) {
///         visit(ACTION);
///     }
/// }
///
/// let found = Linter::new(&Oss).text(r#"{"Version": "1", "Statement": [
///     {"Effect": "Allow", "Action": "oss:GetObjcet", "Resource": "acs:oss:*:*:logs/*"}
/// ]}"#);
/// assert_eq!(found[0].rule.name, "misspelt-action");
/// ```
pub trait KnownActions: Sync {
    /// Returns the services whose actions are known.
    fn services(&self) -> Vec<Service<'_>>;

    /// Returns the action of this name, ignoring letter case. It may be retired.
    fn find(&self, action: &str) -> Option<KnownAction<'_>>;

    /// Visits every action that is not retired, in a fixed order.
    fn each<'k>(&'k self, visit: &mut dyn FnMut(KnownAction<'k>));
}

/// An action of a catalog.
///
/// [`KnownActions`] has an example.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownAction<'k> {
    /// The name with its service, such as `cs:DescribeEvents`.
    pub name: &'k str,
    /// The actions that its operations required earlier; the name itself may be one of them.
    pub earlier: &'k [&'k str],
    /// The actions that its operations also require.
    pub also_required: &'k [&'k str],
    /// True if a statement can limit it to one resource of its service, such as one cluster; `None` if not known.
    pub can_be_limited: Option<bool>,
    /// The current status of its operations.
    pub operation: Operation,
    /// The month in which `operation` was checked, such as `2025-12`.
    pub operation_as_of: &'k str,
    /// How the action left its source, if it did.
    pub retired: Option<Retired<'k>>,
}

/// How an action left the source of its catalog.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retired<'k> {
    /// The day from which the source no longer lists it, such as `2024-02-29`.
    pub on: &'k str,
    /// The action that replaced it.
    pub replaced_by: Option<&'k str>,
}

/// The current status of the operations of an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// At least one is offered.
    Current,
    /// The service has deprecated them.
    Deprecated,
    /// The service no longer lists them.
    Absent,
    /// Not checked.
    Unknown,
}

/// A service of a catalog.
///
/// [`KnownActions`] has an example.
#[derive(Clone, Copy, Debug)]
pub struct Service<'k> {
    /// The code that its actions start with, such as `cs`.
    pub code: &'k str,
    /// The source of its actions, such as `the page of 2024-01-31`.
    pub source: &'k str,
    /// Other facts.
    pub facts: &'static ServiceFacts,
}

/// The facts about a service besides the actions of the catalog.
///
/// ```
/// use ram_policy::lint::{Linter, ServiceFacts};
/// # use ram_policy::lint::{KnownAction, KnownActions, Service};
///
/// static FACTS: ServiceFacts = ServiceFacts {
///     misnomers: &["ack"],
///     not_actions: &[("cs:AddonNames", "a condition key")],
///     ..ServiceFacts::NONE
/// };
/// # struct Catalog;
/// # impl KnownActions for Catalog {
/// #     fn services(&self) -> Vec<Service<'_>> {
/// #         vec![Service { code: "cs", source: "a list of our own", facts: &FACTS }]
/// #     }
/// #     fn find(&self, _: &str) -> Option<KnownAction<'_>> {
/// #         None
/// #     }
/// #     fn each<'k>(&'k self, _: &mut dyn FnMut(KnownAction<'k>)) {}
/// # }
/// // For a catalog whose service `cs` has these facts.
/// let found = Linter::new(&Catalog).text(r#"{"Version": "1", "Statement": [
///     {"Effect": "Allow", "Action": ["ack:StartAlert", "cs:AddonNames"], "Resource": "*"}
/// ]}"#);
/// let names: Vec<&str> = found.iter().map(|finding| finding.rule.name).collect();
/// assert_eq!(names, ["wrong-prefix", "not-an-action"]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct ServiceFacts {
    /// Names that people write instead of its code.
    pub misnomers: &'static [&'static str],
    /// Names that look like its actions, each with its kind, such as `a condition key`.
    pub not_actions: &'static [(&'static str, &'static str)],
    /// Actions that only other sources list.
    pub other_actions: &'static [OtherAction],
    /// Patterns for the fifth field of its resources; empty where they are not known.
    pub relative_ids: &'static [&'static str],
    /// The kind of resource to which actions can be limited: the prefix of the fifth field, such as
    /// `cluster/`, and the name of the kind.
    pub limits: Option<(&'static str, &'static str)>,
    /// Its condition keys; empty where they are not known.
    pub condition_keys: &'static [&'static str],
    /// Actions that return credentials of a cluster.
    pub kubeconfigs: &'static [&'static str],
    /// Actions that give permissions to others, or to the caller.
    pub grants: &'static [&'static str],
}

impl ServiceFacts {
    /// No facts.
    pub const NONE: Self = Self {
        misnomers: &[],
        not_actions: &[],
        other_actions: &[],
        relative_ids: &[],
        limits: None,
        condition_keys: &[],
        kubeconfigs: &[],
        grants: &[],
    };
}

/// An action that only another source than the catalog's lists.
#[derive(Clone, Copy, Debug)]
pub struct OtherAction {
    /// The name with its service.
    pub name: &'static str,
    /// The actions that its operation required earlier.
    pub earlier: &'static [&'static str],
    /// The month in which a source last listed it.
    pub as_of: &'static str,
}

/// An empty catalog, with which only the rules about the language apply.
#[derive(Clone, Copy, Debug)]
pub struct NothingKnown;

impl KnownActions for NothingKnown {
    fn services(&self) -> Vec<Service<'_>> {
        Vec::new()
    }

    fn find(&self, _: &str) -> Option<KnownAction<'_>> {
        None
    }

    fn each<'k>(&'k self, _: &mut dyn FnMut(KnownAction<'k>)) {}
}
