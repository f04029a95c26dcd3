//! A catalog's facts about actions, for the linter.

/// A catalog of actions, against which the linter checks policies.
///
/// A catalog is complete for its source, such as a page of a certain day, but not for the product. An action is
/// never wrong only because the catalog lacks it.
///
/// ```
/// use ram_policy::lint::{KnownAction, KnownActions, Linter, Service, ServiceFacts};
///
/// struct Oss;
/// const ACTION: KnownAction<'static> = KnownAction {
///     is_read: Some(true),
///     ..KnownAction::named("oss:GetObject")
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
    /// True if it only reads; `None` if not known.
    pub is_read: Option<bool>,
    /// True if a statement can limit it to one resource of its service, such as one cluster; `None` if not known.
    pub can_be_limited: Option<bool>,
    /// The resources on which alone it has an effect if it cannot be limited, the narrowest first; otherwise empty.
    pub in_effect_on: &'k [&'k str],
    /// Why it is not certain whether it can be limited.
    pub limit_doubt: Option<LimitDoubt<'k>>,
    /// The condition keys of its service that its requests have; an empty list if there are none, and `None` if they
    /// are not known.
    pub condition_keys: Option<&'k [&'k str]>,
    /// What its operations require instead, if they no longer require it.
    pub superseded: Option<Superseded<'k>>,
    /// The current status of its operations.
    pub operation: Operation,
    /// The month in which `operation` was checked, such as `2025-12`.
    pub operation_as_of: &'k str,
    /// How the action left its source, if it did.
    pub retired: Option<Retired<'k>>,
}

impl<'k> KnownAction<'k> {
    /// Creates an action of which only the name is known.
    pub const fn named(name: &'k str) -> Self {
        Self {
            name,
            is_read: None,
            can_be_limited: None,
            in_effect_on: &[],
            limit_doubt: None,
            condition_keys: None,
            superseded: None,
            operation: Operation::Unknown,
            operation_as_of: "",
            retired: None,
        }
    }

    /// Returns true if it applies to every resource of a kind at once, so that a statement on all of them allows it.
    pub const fn is_of_every(&self) -> bool {
        self.in_effect_on.len() > 1
    }

    /// Returns true if no source states whether it can be limited, and another document only suggests it.
    pub const fn is_limit_inferred(&self) -> bool {
        matches!(self.limit_doubt, Some(LimitDoubt::Inferred(_)))
    }

    /// Returns true if a source states that it cannot be limited.
    pub const fn cannot_be_limited(&self) -> bool {
        matches!(self.can_be_limited, Some(false)) && !self.is_limit_inferred()
    }

    /// Returns true if no operation requires it, and sources agree on that.
    pub(crate) fn is_earlier_name(&self) -> bool {
        let superseded = self.superseded;
        superseded.is_some_and(|superseded| superseded.disputed_by.is_none())
    }
}

/// Why it is not certain whether an action can be limited to one resource: a sentence that names the sources.
///
/// ```
/// use ram_policy::lint::{KnownAction, LimitDoubt};
///
/// let action = KnownAction {
///     can_be_limited: Some(false),
///     in_effect_on: &["*"],
///     limit_doubt: Some(LimitDoubt::Inferred("a policy of 2026-01 suggests that it cannot be limited")),
///     ..KnownAction::named("shop:PackOrder")
/// };
/// // The linter does not claim that a statement on one order has no effect.
/// assert!(action.is_limit_inferred());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LimitDoubt<'k> {
    /// Sources disagree. The newest one counts.
    Disputed(&'k str),
    /// No source states it, and another document suggests it.
    Inferred(&'k str),
}

impl<'k> LimitDoubt<'k> {
    /// Returns the sentence.
    pub const fn sentence(self) -> &'k str {
        let (Self::Disputed(sentence) | Self::Inferred(sentence)) = self;
        sentence
    }
}

/// Returns the resources on which all of these actions have an effect, none of which can be limited: the narrowest
/// first.
///
/// ```
/// use ram_policy::lint::{KnownAction, in_effect_on};
///
/// let of = |in_effect_on| KnownAction { in_effect_on, ..KnownAction::named("shop:CountOrders") };
/// let (every, all) = (of(&["acs:shop:*:*:order/*", "*"]), of(&["*"]));
/// assert_eq!(in_effect_on(&[every]), ["acs:shop:*:*:order/*", "*"]);
/// assert_eq!(in_effect_on(&[every, all]), ["*"]);
/// ```
pub fn in_effect_on<'k>(actions: &[KnownAction<'k>]) -> &'k [&'k str] {
    let of_each = actions.iter().map(|action| action.in_effect_on);
    // The shortest list has only the widest resource.
    let of_all = of_each.min_by_key(|on| on.len());
    of_all.filter(|on| !on.is_empty()).unwrap_or(&["*"])
}

/// Returns the element of a statement with one of these resources: `"Resource": "a" or "*"`.
pub(crate) fn resource_element(resources: &[&str]) -> String {
    let quoted = resources.iter().map(|one| format!("\"{one}\""));
    format!("\"Resource\": {}", quoted.collect::<Vec<_>>().join(" or "))
}

/// Other actions than a known one that its operation requires now.
///
/// ```
/// use ram_policy::lint::{Claim, Superseded};
///
/// let claim = |action, source, as_of| Claim { actions: action, source, as_of };
/// let superseded = Superseded {
///     newest: claim(&["cs:GrantPermission"], "the help centre", "2026-01"),
///     disputed_by: Some(claim(&["cs:GrantPermissions"], "a table", "2021-09")),
/// };
/// // The sources disagree, so `cs:GrantPermissions` is not simply an earlier name.
/// assert!(superseded.disputed_by.is_some());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Superseded<'k> {
    /// The newest source, which requires other actions.
    pub newest: Claim<'k>,
    /// A source that still requires the action, and is too new to be ignored.
    pub disputed_by: Option<Claim<'k>>,
}

/// What a source says that an operation requires.
///
/// [`Superseded`] has an example.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim<'k> {
    /// The actions, all of which are required.
    pub actions: &'k [&'k str],
    /// The name of the source.
    pub source: &'k str,
    /// The month of the source, such as `2025-12`, or `undated`.
    pub as_of: &'k str,
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
    /// Actions that a source names without saying what they allow, each with the source.
    pub named_only: &'static [(&'static str, &'static str)],
    /// Names of operations that are not actions, each with its service, such as `cs:ListNodePoolComponents`, and the
    /// actions that the operation needs: none if no source documents them.
    pub operations: &'static [(&'static str, &'static [&'static str])],
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
        named_only: &[],
        operations: &[],
        relative_ids: &[],
        limits: None,
        condition_keys: &[],
        kubeconfigs: &[],
        grants: &[],
    };
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
