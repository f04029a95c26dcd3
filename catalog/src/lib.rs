//! The RAM actions of the Alibaba Cloud Container Service for Kubernetes (ACK) API, as an enum.
//!
//! Since 18 August 2021 ACK checks that a policy allows each API call of a RAM user or role.
//! [`AckAction`] has a variant for each action on the page that announced this, with
//! its description and the link to its reference. A misspelt action does not compile.
//!
//! ```
//! use ack_catalog::{AckAction, AckActionSet};
//!
//! let action = AckAction::DescribeClustersV1;
//! assert_eq!(action.ram_action(), "cs:DescribeClustersV1");
//! assert_eq!(action.operation(), "DescribeClustersV1");
//!
//! // From text and back.
//! assert_eq!("cs:DescribeEvents".parse(), Ok(AckAction::DescribeEvents));
//! assert_eq!(AckAction::DescribeEvents.to_string(), "cs:DescribeEvents");
//!
//! // What newer sources say, with their month.
//! assert_eq!(AckAction::DescribeClusters.api_state(), ack_catalog::ApiState::Deprecated);
//! assert_eq!(AckAction::DescribeClusters.api_state_as_of(), "2025-12");
//! assert_eq!(AckAction::from_earlier("cs:ListClusters"), [AckAction::DescribeClustersV1]);
//!
//! // The actions that a call needs.
//! assert_eq!(AckAction::required_for("StartAlert"), [AckAction::StartAlert]);
//!
//! // The actions that a program needs, and those that a pattern in a policy covers. All of it is `const`.
//! const NEEDS: AckActionSet = AckActionSet::of(&[
//!     AckAction::GetUpgradeStatus,
//!     AckAction::DescribeClustersV1,
//! ]);
//! const GRANTED: AckActionSet = AckActionSet::matching("cs:Get*");
//! let missing = NEEDS - GRANTED;
//! assert_eq!(missing, AckActionSet::from([AckAction::DescribeClustersV1]));
//! ```
//!
//! # Guarantees
//!
//! - `no_std`, no allocation, no `unsafe`, no dependency unless a feature asks for one.
//! - The enum is `#[non_exhaustive]`. An action added or retired is a minor version, an action removed
//!   from the enum a major one, and a changed description or link a patch.
//! - Discriminants are kept: an action that leaves the page stays as a deprecated variant.
//! - `AckAction` is complete for the page of [`PUBLISHED`]. ACK has operations that the page does not
//!   list: the feature `cs` has those that a source of this project names.
//! - [`AckAction::ALL`] is in the order of the page, which is not guaranteed. `Ord` compares the RAM
//!   actions as text.
//!
//! # Features
//!
//! All are off by default.
//!
//! - `cs`: `CsAction`, every known action of the service, and its operations with what each source says.
//! - `macro`: `#[ack_catalog::catalog]` makes such an enum from your own page.
//! - `serde`: an action as a string and a set as a list of strings, without `std`.
//! - `clap`: `clap::ValueEnum`, with the descriptions as help. Needs `std`.
//! - `policy`: `AckActionSet::allowed_by` returns the actions that a RAM policy allows, and `to_policy`
//!   the policy that allows a set. Includes `cs`, and needs `std`. The policies are those of `ram_policy`,
//!   which is re-exported.
//! - `macro` and `policy` together: `policy!` checks a policy file against what the code needs, when it compiles.
//! - `refusal`: `refusal::find` finds refused calls in a log or an error message. Needs `alloc`, not
//!   `std`.
#![cfg_attr(
    all(feature = "macro", feature = "policy"),
    doc = r#"
```
use ack_catalog::{AckActionSet, policy};

policy!(
    "deploy/policy.json",
    allows = AckActionSet::matching("cs:DescribeClusterAddon*"),
    on = "acs:cs:*:*:cluster/*",
);
```
"#
)]
#![cfg_attr(
    feature = "policy",
    doc = r##"
```
use ack_catalog::{AckAction, AckActionSet, ram_policy::Policy};

const NEEDS: AckActionSet = AckActionSet::of(&[AckAction::ModifyCluster]);
const CLUSTER: &str = "acs:cs:*:*:cluster/c1";

let policy: Policy = r#"{"Version": "1", "Statement": [
    {"Effect": "Allow", "Action": "cs:Modify*", "Resource": "acs:cs:*:*:cluster/*"}
]}"#.parse()?;
assert!(NEEDS.is_subset(&AckActionSet::allowed_by(&policy, CLUSTER).allowed));

let exactly = NEEDS.to_policy(CLUSTER);
assert_eq!(AckActionSet::allowed_by(&exactly, CLUSTER).allowed, NEEDS);
# Ok::<(), ack_catalog::ram_policy::ReadError>(())
```
"##
)]
#![no_std]
#[cfg(feature = "refusal")]
extern crate alloc;
#[cfg(feature = "policy")]
extern crate std;
// Every function here is `#[inline]`, so that it is compiled only where it is used: otherwise a cold
// debug build of this crate takes more than twice the time.

#[cfg(feature = "policy")]
mod ack_lint_facts;
#[cfg(feature = "cs")]
mod cs;
mod error;
mod facts;
#[rustfmt::skip] // A row a line, however long.
mod generated;
#[cfg(feature = "policy")]
mod known_actions;
#[cfg(feature = "cs")]
mod operation;
mod page;
#[cfg(feature = "policy")]
pub mod policy;
#[cfg(feature = "refusal")]
pub mod refusal;
mod suggestion;
#[doc(hidden)]
pub mod support;

/// The iterator of sets.
pub mod set {
    pub use crate::support::Iter;
}

#[cfg(feature = "macro")]
pub use ack_catalog_macro::catalog;
pub use error::{UnknownActionError, UnknownIdError};
pub use facts::{AccessLevel, ApiState, Resource};
/// A RAM action of ACK that the page of August 2021 lists.
///
/// `CsAction`, in the feature `cs`, has all actions of the service, `CreateCluster` among them.
///
/// ```
/// use ack_catalog::AckAction;
///
/// let action = AckAction::DescribeClusterNodes;
/// assert_eq!(action.name(), "DescribeClusterNodes");
/// assert_eq!(action.ram_action(), "cs:DescribeClusterNodes");
/// assert_eq!(action.operation(), "DescribeClusterNodes");
/// assert!(action.doc_url().ends_with("/DescribeClusterNodes"));
///
/// // From a text: the RAM action, or the name of an operation.
/// assert_eq!(AckAction::from_ram_action("cs:DescribeClusterNodes"), Some(action));
/// assert_eq!(AckAction::from_ram_action("DescribeClusterNodes"), None);
/// assert_eq!(AckAction::required_for("DescribeClusterNodes"), [action]);
///
/// // The actions that its operation needed before, and those that the newest source requires instead.
/// assert_eq!(AckAction::DescribeClustersV1.earlier_actions(), ["cs:ListClusters"]);
/// assert_eq!(AckAction::DescribeClustersV1.earlier_actions_as_of(), "2021-07");
/// assert_eq!(AckAction::from_earlier("cs:ListClusters"), [AckAction::DescribeClustersV1]);
/// assert_eq!(AckAction::DescribeClustersV1.required_instead(), ["cs:GetClusters"]);
/// assert_eq!(AckAction::DescribeClustersV1.required_instead_as_of(), "undated");
/// assert!(AckAction::ModifyCluster.also_required().is_empty());
///
/// // All that are on the page.
/// assert_eq!(AckAction::ALL.len(), AckAction::COUNT);
/// assert!(AckAction::iter().all(|action| !action.is_retired()));
///
/// // Order and equality are those of the text. The id never changes.
/// assert!(AckAction::StartAlert < AckAction::StopAlert);
/// assert_eq!(AckAction::StartAlert, "cs:StartAlert");
/// assert_eq!(AckAction::try_from(AckAction::StartAlert.id()), Ok(AckAction::StartAlert));
/// ```
pub use generated::AckAction;

/// The actions that a program needs, that a policy allows, or that a pattern matches.
///
/// ```
/// use ack_catalog::{AckAction, AckActionSet};
///
/// const ALERTS: AckActionSet = AckActionSet::matching("cs:*Alert*");
/// const STARTS: AckActionSet = AckActionSet::of(&[AckAction::StartAlert, AckAction::OpenAckService]);
/// assert_eq!(ALERTS & STARTS, AckActionSet::from([AckAction::StartAlert]));
/// assert_eq!((ALERTS | STARTS).len(), ALERTS.len() + 1);
/// assert!((ALERTS - ALERTS).is_empty());
/// assert_eq!(ALERTS ^ STARTS, (ALERTS | STARTS) - (ALERTS & STARTS));
/// assert!(!ALERTS.is_disjoint(&STARTS) && ALERTS.is_disjoint(&!ALERTS));
/// assert!(STARTS.is_subset(&AckActionSet::ALL) && STARTS.is_superset(&AckActionSet::EMPTY));
///
/// let mut set = AckActionSet::EMPTY;
/// assert!(set.insert(AckAction::StartAlert) && !set.insert(AckAction::StartAlert));
/// assert!(set.remove(AckAction::StartAlert) && !set.contains(AckAction::StartAlert));
///
/// let names: Vec<&str> = STARTS.iter().map(AckAction::name).collect();
/// assert_eq!(names, ["StartAlert", "OpenAckService"]);
/// ```
pub use generated::AckActionSet;

#[cfg(feature = "cs")]
pub use cs::{CS_NEWEST_SOURCE, CsAction, CsActionSet, NotOnPageError, PUBLISHED as CS_PUBLISHED};

#[cfg(feature = "cs")]
pub use operation::{Fact, Operation};
pub use page::Page;
#[cfg(feature = "policy")]
pub use ram_policy;

pub use generated::PUBLISHED;

/// Checks a policy file against what the code needs, when it compiles.
///
/// ```
/// use ack_catalog::{AckAction, AckActionSet, policy};
///
/// const NEEDS: AckActionSet =
///     AckActionSet::of(&[AckAction::DescribeClusterResources, AckAction::ModifyCluster]);
///
/// // A compile error, with file, line, column and remedy, unless the policy allows all of it.
/// policy!("deploy/policy.json", allows = NEEDS, on = "acs:cs:*:*:cluster/*");
///
/// // The same for names, with an error at each.
/// policy!(
///     "deploy/policy.json",
///     allows = [DescribeClusterResources, ModifyCluster],
///     denies = [OpenAckService],
///     on = "acs:cs:*:*:cluster/*",
/// );
///
/// // The actions that the policy allows on all of the resource.
/// const GRANTED: AckActionSet = policy!("deploy/policy.json", on = "acs:cs:*:*:cluster/*");
/// assert!(NEEDS.is_subset(&GRANTED));
/// ```
///
/// The path is relative to the folder of Cargo.toml, and the crate is compiled again when the file changes. The file is
/// a policy in JSON, or an answer of the API with one. Each problem of a broken policy is a compile error.
///
/// # Options
///
/// | option | meaning | default |
/// | --- | --- | --- |
/// | `on = "…"` | the resource; one with wildcards means all that it matches | required |
/// | `allows = …` | the actions that must be allowed on all of the resource | none |
/// | `denies = …` | the actions that must be denied on all of the resource | none |
/// | `with = {key = value}` | known condition keys, such as `acs:SourceIp = "10.0.0.1"`; several values are a list | none |
/// | `catalog = …` | the enum of the actions: `CsAction`, or one that `catalog` makes | `AckAction` |
///
/// The actions are a set, as a constant expression, or a list of variants such as `[ModifyCluster]` and of RAM actions such
/// as `["cs:ModifyCluster"]`.
///
/// With `allows` or `denies`, the macro is an item or a statement. Without them, it checks nothing and is an expression: the
/// set of all actions that the policy allows on all of the resource.
///
/// # Actions that cannot be limited to a cluster
///
/// RAM denies them if the policy allows them only on clusters, so `allows` also requires that they are allowed on more.
/// `denies` and the set of all actions take the policy by its words.
///
/// # Undecided actions
///
/// A condition on a key that `with` does not have is undecided, and so is an action that the policy has in other letter
/// case. Both are compile errors; for the set of all actions only if they change it.
#[cfg(all(feature = "macro", feature = "policy"))]
#[macro_export]
macro_rules! policy {
    ($($arguments:tt)*) => {
        $crate::support::policy_macro! { [$crate] $($arguments)* }
    };
}

/// The first day on which ACK checks these actions.
///
/// Source: the first sentence of the page, "Beginning August 18, 2021".
pub const EFFECTIVE: &str = "2021-08-18";
