//! The policy language of Alibaba Cloud RAM: read a policy, decide what it allows, compare two.
//!
//! ```
//! use ram_policy::{Context, Outcome, Policies, Policy, Request};
//!
//! let policy: Policy = r#"{
//!     "Version": "1",
//!     "Statement": [{
//!         "Effect": "Allow",
//!         "Action": "cs:Describe*",
//!         "Resource": "acs:cs:*:*:cluster/*",
//!         "Condition": { "IpAddress": { "acs:SourceIp": "10.0.0.0/8" } }
//!     }]
//! }"#
//! .parse()?;
//! let policies = Policies::new().attach(&policy);
//! let request = Request::new("cs:DescribeClusterNodes", "acs:cs:cn-hangzhou:1:cluster/c1");
//!
//! // The caller's address is unknown, so the request is not allowed.
//! let decision = policies.decide(&request);
//! assert_eq!(decision.outcome, Outcome::Undecided);
//! assert_eq!(decision.depends_on[0].key, "acs:SourceIp");
//!
//! let inside = Context::open().with("acs:SourceIp", "10.1.2.3");
//! assert_eq!(policies.decide(&request.under(&inside)).outcome, Outcome::Allowed);
//! # Ok::<(), ram_policy::ReadError>(())
//! ```
//!
//! # Stages
//!
//! `parse` (strict) or [`Policy::read_repairing`] (for pasted text) turn text into a [`Policy`],
//! with the place of every element and all problems at once. [`Policies::decide`] answers a request,
//! [`Policies::reach`] a request on all resources of a pattern. [`compare`] finds what two policies
//! decide differently; [`relation`], [`is_subset`] and [`intersect`] reason exactly about patterns.
//!
//! # Guarantees
//!
//! - Where Alibaba Cloud's documentation says nothing, we make a choice and document it as "our choice".
//!   A decision that depends on one names it ([`Decision::assumes`]).
//! - An unknown condition never becomes an Allow, and a Deny that depends on one is not dropped.
//! - The time to read grows with the size of the text, and that of a decision with the size of the
//!   policies, whatever they contain; exact reasoning has a bound of work ([`limits`]).
//! - No `unsafe`; no catalog of actions or keys: strings are taken as they come.

mod analysis;
pub mod edit;
mod eval;
pub mod json;
mod leniency;
pub mod limits;
pub mod lint;
mod policy;
mod problem;
mod problem_code;
mod text_edit;

pub use analysis::automaton::{BudgetExceeded, Inclusion, Relation, is_subset, relation};
pub use analysis::by_resource::{Part, Reach, representatives};
pub use analysis::change::Change;
pub use analysis::compare::compare;
pub use analysis::comparison::{Comparison, Difference, Side};
pub use analysis::intersect::intersect;
pub use analysis::regions::{Region, Regions};
pub use eval::attachment::{Attachment, Misplaced, NotGiven};
pub use eval::decide::Policies;
pub use eval::decision::{Assumption, Cause, Decision, Outcome, UnknownCondition};
pub use eval::request::{Context, Request};
pub use lint::{KnownActions, lint};
pub use policy::condition;
pub use policy::document::{Actions, Condition, Effect, Policy, Principal, Statement};
pub use policy::kind::Kind;
pub use policy::located::Located;
pub use policy::parse::Repaired;
pub use policy::pattern::{Case, Pattern, is_wildcard};
pub use policy::ternary::Ternary;
pub use problem::{Problem, ReadError};
pub use problem_code::Code;
pub use ram_diagnostics::{ByteRange, Confusable, line_column};
