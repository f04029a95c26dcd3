//! What a catalog knows of actions, for the linter.

/// A catalog of actions that the linter holds policies against.
///
/// A catalog is complete for its source, such as a page of a certain day, and not for the product: an
/// action that it lacks is never called wrong for that alone.
///
/// ```
/// use ram_policy::lint::{Facts, KnownAction, KnownActions, Linter, Operation, Service};
///
/// struct Oss;
/// const ACTION: KnownAction<'static> = KnownAction {
///     name: "oss:GetObject",
///     earlier: &[],
///     also_required: &[],
///     can_be_limited: None,
///     operation: Operation::Unknown,
///     operation_as_of: "",
/// };
/// impl KnownActions for Oss {
///     fn services(&self) -> Vec<Service<'_>> {
///         vec![Service { code: "oss", source: "a list of our own", facts: &Facts::NONE }]
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
    /// The services of which it knows the actions.
    fn services(&self) -> Vec<Service<'_>>;

    /// The action of this name, letter case aside.
    fn find(&self, action: &str) -> Option<KnownAction<'_>>;

    /// Shows every action, in an order of its own that is always the same.
    fn each<'k>(&'k self, visit: &mut dyn FnMut(KnownAction<'k>));
}

/// An action of a catalog.
///
/// [`KnownActions`] has an example.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownAction<'k> {
    /// The name with its service, such as `cs:DescribeEvents`.
    pub name: &'k str,
    /// The actions that its operations needed before; the name itself may be one of them.
    pub earlier: &'k [&'k str],
    /// The actions that its operations need besides.
    pub also_required: &'k [&'k str],
    /// Whether a statement can limit it to one resource of its service, such as one cluster; `None`
    /// where that is not known.
    pub can_be_limited: Option<bool>,
    /// What has become of its operations.
    pub operation: Operation,
    /// The month of which `operation` is, such as `2025-12`.
    pub operation_as_of: &'k str,
}

/// What has become of the operations of an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// One of them is offered.
    Current,
    /// The service says not to use them any more.
    Deprecated,
    /// The service does not list them any more.
    Absent,
    /// Nobody has looked.
    Unknown,
}

/// A service of a catalog.
///
/// [`KnownActions`] has an example.
#[derive(Clone, Copy, Debug)]
pub struct Service<'k> {
    /// What its actions start with, such as `cs`.
    pub code: &'k str,
    /// Where the catalog has its actions from, such as `the page of 2021-08-13`.
    pub source: &'k str,
    /// What is known besides.
    pub facts: &'static Facts,
}

/// What is known of a service besides the actions of the catalog.
///
/// ```
/// use ram_policy::lint::{Facts, Linter};
/// # use ram_policy::lint::{KnownAction, KnownActions, Service};
///
/// static FACTS: Facts = Facts {
///     misnomers: &["ack"],
///     not_actions: &[("cs:AddonNames", "a condition key")],
///     ..Facts::NONE
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
/// // Of a catalog whose service `cs` has these facts.
/// let found = Linter::new(&Catalog).text(r#"{"Version": "1", "Statement": [
///     {"Effect": "Allow", "Action": ["ack:StartAlert", "cs:AddonNames"], "Resource": "*"}
/// ]}"#);
/// let names: Vec<&str> = found.iter().map(|finding| finding.rule.name).collect();
/// assert_eq!(names, ["wrong-prefix", "not-an-action"]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Facts {
    /// What people write in place of its code.
    pub misnomers: &'static [&'static str],
    /// Names that look like actions of the service, and what they are, such as `a condition key`.
    pub not_actions: &'static [(&'static str, &'static str)],
    /// Actions that the catalog's source does not list, and others do.
    pub other_actions: &'static [OtherAction],
    /// What its resources can be: patterns of the fifth field. Empty where it is not known.
    pub relative_ids: &'static [&'static str],
    /// The kind of resource to which actions can be limited: what the fifth field starts with, such as
    /// `cluster/`, and its name.
    pub limits: Option<(&'static str, &'static str)>,
    /// Its condition keys. Empty where they are not known.
    pub condition_keys: &'static [&'static str],
    /// Actions that hand out credentials of a cluster.
    pub kubeconfigs: &'static [&'static str],
    /// Actions that give permissions to others, or to the caller.
    pub grants: &'static [&'static str],
}

impl Facts {
    /// Nothing is known.
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

/// An action that another source lists than the catalog's.
#[derive(Clone, Copy, Debug)]
pub struct OtherAction {
    /// The name with its service.
    pub name: &'static str,
    /// The actions that its operation needed before.
    pub earlier: &'static [&'static str],
    /// The month in which a source last listed it.
    pub as_of: &'static str,
}

/// A catalog that knows nothing: only the rules of the language are left.
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
