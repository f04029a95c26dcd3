//! The data of a generated enum, as constants of traits.

use crate::facts::{AccessLevel, ApiState, Resource};
use crate::page::Page;

/// The data of a generated file that lists its rows. [`Table`] is computed from it.
pub trait Listed: Copy + Eq + 'static {
    /// The page.
    const PAGE: Page;
    /// The actions with their rows: in page order, then those that have left the page.
    const ROWS: &'static [(Self, Row)];
}

/// The facts that a catalog has about one action. An unknown text is empty.
///
/// Tuples and single texts instead of generic types and lists make rustc faster.
#[derive(Debug)]
pub struct Row {
    /// The RAM action.
    pub ram_action: &'static str,
    /// The name of its variant, if it is not that of the action.
    pub variant: &'static str,
    /// The operation that needs it, if it is only one.
    pub operation: &'static str,
    /// The operations that need it in page order, if they are several.
    pub operations: &'static [&'static str],
    /// The page's description.
    pub description: &'static str,
    /// The page's link.
    pub doc_url: &'static str,
    /// The date of the first page with it.
    pub first_seen: &'static str,
    /// The date of the first page without it; empty while it is on the page.
    pub retired: &'static str,
    /// The RAM action that replaced it.
    pub replaced_by: &'static str,
    /// What the newest sources say.
    pub facts: Facts,
}

impl Row {
    /// The description among the texts.
    pub const DESCRIPTION: usize = 0;
    /// The link among the texts.
    pub const DOC_URL: usize = 1;
    /// The number of texts.
    pub(super) const TEXTS: usize = 2;

    /// A row that says nothing.
    pub const NONE: Self = Self {
        ram_action: "",
        variant: "",
        operation: "",
        operations: &[],
        description: "",
        doc_url: "",
        first_seen: "",
        retired: "",
        replaced_by: "",
        facts: Facts::NONE,
    };
}

/// The part of a row that most programs use. Each part has its own list, so that a program contains only
/// those that it uses.
#[derive(Clone, Copy, Debug)]
pub struct Cells {
    pub(super) ram_action: &'static str,
    pub(super) variant: &'static str,
    pub(super) operation: &'static str,
    pub(super) operations: &'static [&'static str],
    pub(super) texts: [&'static str; Row::TEXTS],
}

impl Cells {
    pub(super) const fn of(row: &Row) -> Self {
        Self {
            ram_action: row.ram_action,
            variant: row.variant,
            operation: row.operation,
            operations: row.operations,
            texts: [row.description, row.doc_url],
        }
    }
}

/// The history of an action.
#[derive(Clone, Copy, Debug)]
pub struct Dates {
    pub(super) first_seen: &'static str,
    pub(super) retired: &'static str,
    pub(super) replaced_by: &'static str,
}

impl Dates {
    pub(super) const fn of(row: &Row) -> Self {
        Self {
            first_seen: row.first_seen,
            retired: row.retired,
            replaced_by: row.replaced_by,
        }
    }
}

/// What the newest sources say about one action, each fact with their month. The month of an unknown fact
/// is empty.
#[derive(Clone, Copy, Debug)]
pub struct Facts {
    /// What the action does to its resource.
    pub access_level: (AccessLevel, &'static str),
    /// The resource on which a policy can allow the action.
    pub resource: (Resource, &'static str),
    /// The condition keys that apply to the action.
    pub condition_keys: (&'static [&'static str], &'static str),
    /// The current status of its operation.
    pub api_state: (ApiState, &'static str),
    /// The actions that its operation needed earlier.
    pub earlier_actions: (&'static [&'static str], &'static str),
    /// The other actions that its operation needs.
    pub also_required: (&'static [&'static str], &'static str),
    /// The actions that its operation needs instead.
    pub required_instead: (&'static [&'static str], &'static str),
}

impl Facts {
    /// The facts of an action that no source names.
    pub const NONE: Self = Self {
        access_level: (AccessLevel::Unknown, ""),
        resource: (Resource::Unknown, ""),
        condition_keys: (&[], ""),
        api_state: (ApiState::Unknown, ""),
        earlier_actions: (&[], ""),
        also_required: (&[], ""),
        required_instead: (&[], ""),
    };
}

/// The data of a generated enum for the functions here.
///
/// A row's index is the discriminant of its variant less one. A catalog has either [`Table::CELLS`], which
/// a person can read, or the texts, which are faster to compile if there are many.
///
/// The lists contain indices of rows and not values of the enum: to check a constant, rustc looks at
/// all variants for each value in it. [`Action`] turns the indices into values, in constants that only
/// generic functions name, so that rustc evaluates them only where they are used.
pub trait Table: Copy + Eq + 'static {
    /// The page.
    const PAGE: Page;
    /// The cells of listed rows by their indices.
    const CELLS: &'static [Cells] = &[];
    /// The dates of listed rows by their indices.
    const DATES: &'static [Dates] = &[];
    /// The RAM actions, a line each.
    const RAM_ACTIONS: &'static str = "";
    /// Where each of them starts, and where the text ends.
    const RAM_ACTION_STARTS: &'static [u32] = &[0];
    /// The other texts of each row, a line each, as `text_columns` reads them.
    const TEXTS: &'static str = "";
    /// Where each of their parts starts, and where the text ends.
    const TEXT_STARTS: &'static [u32] = &[0];
    /// The indices of the rows in the order of the page, without those of retired actions.
    const ORDER: &'static [u32];
    /// The indices of the rows of actions that have left the page, in order.
    const RETIRED: &'static [u32] = &[];
    /// The history of these: since when they are retired, and the RAM action that replaced them.
    const RETIREMENTS: &'static [(&'static str, &'static str)] = &[];
    /// The dates of first pages, each with the first row that has it.
    const FIRST_SEEN: &'static [(u32, &'static str)] = &[];
    /// The key of the hash of RAM actions.
    const KEY: u64 = 0;
    /// For each bucket of hashes the seed that leads them to different slots.
    const SEEDS: &'static [u32];
    /// For each slot the index of the row in it.
    const SLOTS: &'static [u32];
    /// The rows whose one operation needs no other action, by their places in [`Table::ORDER`], in the
    /// order of the operations' bytes.
    const BY_OPERATION: &'static [u32] = &[];
    /// The rows whose action serves several operations, and these in page order. In order.
    const SHARED: &'static [(u32, &'static [&'static str])] = &[];
    /// All other operations in the order of their bytes, each as often as it needs actions.
    const SEVERAL: &'static [&'static str] = &[];
    /// For each of these the index of the action's row.
    const SEVERAL_ROWS: &'static [u32] = &[];
    /// What the newest sources say, for each row. Empty without facts.
    const FACTS: &'static [Facts] = &[];
    /// The earlier actions in the order of their bytes, each as often as actions replaced it.
    const EARLIER: &'static [&'static str] = &[];
    /// For each of these the index of the action's row.
    const EARLIER_ROWS: &'static [u32] = &[];
}

/// The lists of [`Table`] as values of the enum.
pub trait Action: Table {
    /// The actions in page order.
    const ALL: &'static [Self];
    /// The actions that have left the page.
    const RETIRED_ACTIONS: &'static [Self];
    /// For each row of texts the first operation that needs it.
    const FIRST_OPERATIONS: &'static [&'static str];
    /// For each of [`Table::SLOTS`] the action. A table is faster than a `match` over many variants.
    const SLOT_ACTIONS: &'static [Self];
    /// For each of [`Table::SEVERAL`] the action.
    const SEVERAL_ACTIONS: &'static [Self];
    /// For each of [`Table::EARLIER`] the action.
    const EARLIER_ACTIONS: &'static [Self];

    /// Returns the index of the action's row.
    fn index(self) -> usize;
}

/// Returns the cells of a row, if the catalog lists its rows.
#[inline]
pub(super) const fn cells<T: Table>(index: usize) -> Option<&'static Cells> {
    if index < T::CELLS.len() {
        Some(&T::CELLS[index])
    } else {
        None
    }
}

/// Returns all operations of a row, of which there may be only one.
#[inline]
pub(super) const fn one_or_several(
    one: &'static &'static str,
    several: &'static [&'static str],
) -> &'static [&'static str] {
    if one.is_empty() {
        several
    } else {
        core::slice::from_ref(one)
    }
}

/// Returns what the newest sources say about the action of a row.
#[inline]
pub const fn facts<T: Table>(index: usize) -> &'static Facts {
    if index < T::FACTS.len() {
        &T::FACTS[index]
    } else {
        &Facts::NONE
    }
}

/// Returns the actions in page order. A path to the constant would be in the documentation of every catalog.
#[inline]
pub const fn all_of<T: Action>() -> &'static [T] {
    T::ALL
}

/// Returns the page, for the same reason.
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
