//! The data of a generated enum, as constants of traits.

use crate::facts::{ApiState, Scope};
use crate::page::Page;

/// The empty list of actions. Written out in every row, it would cost rustc time that grows with the
/// square of the rows.
pub const NO_ACTIONS: &[&str] = &[];

/// The facts of the supplement about one action. An unknown fact has an empty date.
#[derive(Debug)]
pub struct Facts {
    /// The smallest resource that the action can be limited to.
    pub scope: Scope,
    /// The month it was checked.
    pub scope_as_of: &'static str,
    /// The current status of its operation.
    pub api_state: ApiState,
    /// The month it was checked.
    pub api_state_as_of: &'static str,
    /// The actions that its operation needed earlier.
    pub earlier_actions: &'static [&'static str],
    /// The month it was checked.
    pub earlier_as_of: &'static str,
    /// The other actions that its operation needs.
    pub also_required: &'static [&'static str],
    /// The month it was checked.
    pub also_as_of: &'static str,
}

impl Facts {
    /// The facts of an action without a row in the supplement.
    pub const NONE: Self = Self {
        scope: Scope::Unlisted,
        scope_as_of: "",
        api_state: ApiState::Unknown,
        api_state_as_of: "",
        earlier_actions: &[],
        earlier_as_of: "",
        also_required: &[],
        also_as_of: "",
    };
}

/// The data of a generated enum.
///
/// The lists contain the places of rows and not values of the enum: to check a constant, rustc looks at
/// all variants for each value in it. [`Action`] turns the places into values, in constants that only
/// generic functions name, so that rustc evaluates them only where they are used.
pub trait Table: Copy + Eq + 'static {
    /// The page.
    const PAGE: Page;
    /// The RAM actions, a line each. The place of a variant's row is its discriminant less one.
    const RAM_ACTIONS: &'static str;
    /// Where each of them starts, and where the text ends.
    const RAM_ACTION_STARTS: &'static [u32];
    /// The other texts of each row, a line each, as `text_columns` reads them.
    const TEXTS: &'static str;
    /// Where each of their parts starts, and where the text ends.
    const TEXT_STARTS: &'static [u32];
    /// The places of the rows in the order of the page, without those of retired actions.
    const ORDER: &'static [u32];
    /// The places of the rows of actions that have left the page, in order.
    const RETIRED: &'static [u32] = &[];
    /// The key of the hash of RAM actions.
    const KEY: u64 = 0;
    /// For each bucket of hashes the seed that leads them to different slots.
    const SEEDS: &'static [u32];
    /// For each slot the place of the row in it.
    const SLOTS: &'static [u32];
    /// The rows whose one operation needs no other action, by their places in [`Table::ORDER`], in the
    /// order of the operations' bytes.
    const BY_OPERATION: &'static [u32];
    /// The rows whose action serves several operations, and these in page order. In order.
    const SHARED: &'static [(u32, &'static [&'static str])] = &[];
    /// All other operations in the order of their bytes, each as often as it needs actions.
    const SEVERAL: &'static [&'static str] = &[];
    /// For each of these the place of the action's row.
    const SEVERAL_ROWS: &'static [u32] = &[];
    /// The facts of the supplement for each row. Empty without a supplement.
    const FACTS: &'static [Facts] = &[];
    /// The earlier actions in the order of their bytes, each as often as actions replaced it.
    const EARLIER: &'static [&'static str] = &[];
    /// For each of these the place of the action's row.
    const EARLIER_ROWS: &'static [u32] = &[];
}

/// The lists of [`Table`] as values of the enum.
pub trait Action: Table {
    /// The actions in page order.
    const ALL: &'static [Self];
    /// The actions that have left the page.
    const RETIRED_ACTIONS: &'static [Self];
    /// For each row the first operation that needs it.
    const FIRST_OPERATIONS: &'static [&'static str];
    /// For each of [`Table::SLOTS`] the action. A table is faster than a `match` over many variants.
    const SLOT_ACTIONS: &'static [Self];
    /// For each of [`Table::SEVERAL`] the action.
    const SEVERAL_ACTIONS: &'static [Self];
    /// For each of [`Table::EARLIER`] the action.
    const EARLIER_ACTIONS: &'static [Self];

    /// Returns the place of the action's row.
    fn index(self) -> usize;
}

/// Returns whether a row belongs to an action that has left the page.
#[inline]
pub const fn is_retired<T: Table>(index: usize) -> bool {
    let mut at = 0;
    while at < T::RETIRED.len() {
        if T::RETIRED[at] as usize == index {
            return true;
        }
        at += 1;
    }
    false
}

/// Returns the facts of the supplement about the action of a row.
#[inline]
pub const fn facts<T: Table>(index: usize) -> &'static Facts {
    if index < T::FACTS.len() {
        &T::FACTS[index]
    } else {
        &Facts::NONE
    }
}

/// Returns the page. A path to the constant would be in the documentation of every catalog.
#[inline]
pub const fn page_of<T: Table>() -> Page {
    T::PAGE
}

/// Returns a [`Page`], which cannot be written as a literal outside of this crate.
#[inline]
pub const fn page(
    file: &'static str,
    title: &'static str,
    keywords: &'static [&'static str],
    sha256: &'static str,
) -> Page {
    Page {
        file,
        title,
        keywords,
        sha256,
    }
}
