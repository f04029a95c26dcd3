//! Exact reasoning about patterns, statements and policies.

pub(crate) mod automaton;
pub(crate) mod between;
pub(crate) mod by_resource;
pub(crate) mod change;
pub(crate) mod compare;
pub(crate) mod comparer;
pub(crate) mod comparison;
pub(crate) mod elsewhere;
pub(crate) mod intersect;
pub(crate) mod normal_form;
pub(crate) mod redundant;
pub(crate) mod regions;
pub(crate) mod service;
