//! The linter: finds the faults of a policy without asking RAM.
//!
//! Each group of rules is a folder with the pages and the checks of its rules. [`rules`] lists all
//! rules. A [`Finding`] is a place to which a rule applies, with a [`Fix`] where there is one.

mod actions;
mod checker;
mod conditions;
mod denied;
mod finding;
mod fix;
mod fixer;
mod form;
mod known_actions;
mod linter;
mod other_services;
mod placeholder;
mod principals;
mod redundancy;
mod registry;
mod resources;
mod risk;
mod rule;
mod size;
mod spelling;
mod syntax;
mod words;

pub use conditions::{COMMON_CONDITION_KEYS, is_common_condition_key};
pub use finding::Finding;
pub use fix::{Applicability, FIX_PASSES, Fix, Risk};
pub use fixer::{FixPass, Fixed};
pub use form::too_long::split;
pub use known_actions::{
    Claim, KnownAction, KnownActions, LimitDoubt, NothingKnown, Operation, Retired, Service,
    ServiceFacts, Superseded, in_effect_on,
};
pub use linter::{Linter, lint};
pub use other_services::OtherServices;
pub use ram_diagnostics::Severity;
pub use registry::{nearest_rule, rule, rules};
pub use resources::has_effect_on;
pub use rule::{Fixable, Group, Rule};
pub use size::{Size, SizeLimit, SizeUnit};
