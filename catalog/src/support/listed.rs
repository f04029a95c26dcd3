//! The lists of [`Table`](super::table::Table), computed from the rows of a generated file.
//!
//! Catalogs of many rows have written lists instead.

use super::find_hash::Hash;
use super::sorted_names::{Column, Names, live};
use super::table::{Cells, Dates, Facts, Listed, Row};
use core::marker::PhantomData;

/// The indices of listed rows, which are the discriminants of their variants less one.
pub trait Indexed<const N: usize>: Listed {
    /// The indices in the order of the file.
    const INDICES: [u32; N];
}

/// The lists of an enum with `N` rows, `B` buckets of hashes, `O` pairs of actions and operations, and `E`
/// of actions and earlier ones.
///
/// rustc evaluates constants that code mentions, used or not, unless they are generic like these, and the
/// code is a call of a function. So only crates that use a list wait for it.
#[derive(Debug)]
pub struct Lists<T, const N: usize, const B: usize, const O: usize, const E: usize>(PhantomData<T>);

impl<T: Indexed<N>, const N: usize, const B: usize, const O: usize, const E: usize>
    Lists<T, N, B, O, E>
{
    #[allow(clippy::cast_possible_truncation)] // Rows are few.
    const PLACES: &'static [u32; N] = &{
        let mut places = [0; N];
        let mut at = 0;
        while at < N {
            places[T::INDICES[at] as usize] = at as u32;
            at += 1;
        }
        places
    };
    const CELLS: &'static [Cells; N] = &{
        let mut column = [Cells::of(&Row::NONE); N];
        let mut at = 0;
        while at < N {
            column[T::INDICES[at] as usize] = Cells::of(&T::ROWS[at].1);
            at += 1;
        }
        column
    };
    const DATES: &'static [Dates; N] = &{
        let mut column = [Dates::of(&Row::NONE); N];
        let mut at = 0;
        while at < N {
            column[T::INDICES[at] as usize] = Dates::of(&T::ROWS[at].1);
            at += 1;
        }
        column
    };
    const FACTS: &'static [Facts; N] = &{
        let mut column = [Facts::NONE; N];
        let mut at = 0;
        while at < N {
            column[T::INDICES[at] as usize] = T::ROWS[at].1.facts;
            at += 1;
        }
        column
    };
    const ORDER: (&'static [u32], &'static [u32]) = {
        let indices: &'static [u32; N] = &T::INDICES;
        indices.split_at(live(T::ROWS))
    };
    const HASH: &'static Hash<B, N> = &Hash::of(T::ROWS, Self::PLACES);
    const OPERATIONS: &'static Names<O> = &Names::of(Column::Operations, T::ROWS, &T::INDICES);
    const EARLIER: &'static Names<E> = &Names::of(Column::Earlier, T::ROWS, &T::INDICES);

    /// Returns the indices of the rows in page order.
    #[inline]
    pub const fn order() -> &'static [u32] {
        Self::ORDER.0
    }

    /// Returns the indices of the rows of actions that have left the page.
    #[inline]
    pub const fn retired() -> &'static [u32] {
        Self::ORDER.1
    }

    /// Returns the places of the rows in the file by their indices.
    #[inline]
    pub const fn places() -> &'static [u32] {
        Self::PLACES
    }

    /// Returns the cells of the rows by their indices.
    #[inline]
    pub const fn cells() -> &'static [Cells] {
        Self::CELLS
    }

    /// Returns the dates of the rows by their indices.
    #[inline]
    pub const fn dates() -> &'static [Dates] {
        Self::DATES
    }

    /// Returns the facts of the rows by their indices.
    #[inline]
    pub const fn facts() -> &'static [Facts] {
        Self::FACTS
    }

    /// Returns the key of the hash.
    #[inline]
    pub const fn key() -> u64 {
        Self::HASH.key
    }

    /// Returns the seeds of the hash.
    #[inline]
    pub const fn seeds() -> &'static [u32] {
        &Self::HASH.seeds
    }

    /// Returns the slots of the hash.
    #[inline]
    pub const fn slots() -> &'static [u32] {
        &Self::HASH.slots
    }

    /// Returns all operations in order.
    #[inline]
    pub const fn operations() -> &'static [&'static str] {
        &Self::OPERATIONS.names
    }

    /// Returns the index of a row for each of them.
    #[inline]
    pub const fn operation_rows() -> &'static [u32] {
        &Self::OPERATIONS.rows
    }

    /// Returns all earlier actions in order.
    #[inline]
    pub const fn earlier() -> &'static [&'static str] {
        &Self::EARLIER.names
    }

    /// Returns the index of a row for each of them.
    #[inline]
    pub const fn earlier_rows() -> &'static [u32] {
        &Self::EARLIER.rows
    }
}

/// Implements [`Table`](super::table::Table) of an enum with listed rows, and its methods.
#[doc(hidden)]
#[macro_export]
macro_rules! __listed {
    ($vis:vis enum $action:ident $(: $id:ident)?, struct $set:ident) => {
        const _: () = {
            const COUNT: usize = <$action as $crate::support::Listed>::ROWS.len();
            const LIVE: usize = $crate::support::live(<$action as $crate::support::Listed>::ROWS);
            const OPERATIONS: usize =
                $crate::support::Column::Operations.len(<$action as $crate::support::Listed>::ROWS);
            const EARLIER: usize =
                $crate::support::Column::Earlier.len(<$action as $crate::support::Listed>::ROWS);
            type __Lists = $crate::support::Lists<
                $action,
                { COUNT },
                { $crate::support::buckets(COUNT) },
                { OPERATIONS },
                { EARLIER },
            >;

            #[doc(hidden)]
            impl $crate::support::Indexed<{ COUNT }> for $action {
                const INDICES: [u32; COUNT] = {
                    let mut indices = [0; COUNT];
                    let mut at = 0;
                    while at < COUNT {
                        indices[at] = <$action as $crate::support::Listed>::ROWS[at].0 as u32 - 1;
                        at += 1;
                    }
                    indices
                };
            }

            #[doc(hidden)]
            impl $crate::support::Table for $action {
                const PAGE: $crate::Page = <Self as $crate::support::Listed>::PAGE;
                const CELLS: &'static [$crate::support::Cells] = __Lists::cells();
                const DATES: &'static [$crate::support::Dates] = __Lists::dates();
                const FACTS: &'static [$crate::support::Facts] = __Lists::facts();
                const ORDER: &'static [u32] = __Lists::order();
                const RETIRED: &'static [u32] = __Lists::retired();
                const KEY: u64 = __Lists::key();
                const SEEDS: &'static [u32] = __Lists::seeds();
                const SLOTS: &'static [u32] = __Lists::slots();
                const SEVERAL: &'static [&'static str] = __Lists::operations();
                const EARLIER: &'static [&'static str] = __Lists::earlier();
            }

            #[doc(hidden)]
            impl $crate::support::Action for $action {
                const ALL: &'static [Self] = $crate::__actions! { $action, __Lists::order(), LIVE, _ };
                const RETIRED_ACTIONS: &'static [Self] =
                    $crate::__actions! { $action, __Lists::retired(), { COUNT - LIVE }, _ };
                const FIRST_OPERATIONS: &'static [&'static str] = &[];
                const SLOT_ACTIONS: &'static [Self] =
                    $crate::__actions! { $action, __Lists::slots(), COUNT, _ };
                const SEVERAL_ACTIONS: &'static [Self] =
                    $crate::__actions! { $action, __Lists::operation_rows(), OPERATIONS, _ };
                const EARLIER_ACTIONS: &'static [Self] =
                    $crate::__actions! { $action, __Lists::earlier_rows(), EARLIER, _ };

                #[inline]
                fn index(self) -> usize {
                    self as usize - 1
                }
            }

            impl $action {
                #[inline]
                const fn __nth(index: u32) -> Self {
                    let place = __Lists::places()[index as usize];
                    <Self as $crate::support::Listed>::ROWS[place as usize].0
                }
            }
        };

        $crate::__methods! {
            $vis enum $action $(: $id)?, struct $set,
            (<$action as $crate::support::Listed>::ROWS.len()),
            $crate::support::all_of::<$action>()
        }
    };
}
