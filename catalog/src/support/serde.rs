//! Deserialization of actions and sets.

use super::table::Action;
use super::text_columns::ram_action;
use crate::error::UnknownActionError;
use core::fmt;
use core::marker::PhantomData;
use core::str::FromStr;
use serde_core::de::{Deserialize, Deserializer, Error, SeqAccess, Visitor};

/// Reads a RAM action from a string.
#[inline]
pub fn deserialize_action<'de, A, D>(deserializer: D) -> Result<A, D::Error>
where
    A: Action + FromStr<Err = UnknownActionError>,
    D: Deserializer<'de>,
{
    deserializer.deserialize_str(ActionVisitor(PhantomData))
}

/// Reads a set from a list of RAM actions.
#[inline]
pub fn deserialize_set<'de, A, S, D>(deserializer: D) -> Result<S, D::Error>
where
    A: Deserialize<'de>,
    S: Default + Extend<A>,
    D: Deserializer<'de>,
{
    deserializer.deserialize_seq(SetVisitor(PhantomData))
}

struct ActionVisitor<A>(PhantomData<A>);

impl<A: Action + FromStr<Err = UnknownActionError>> Visitor<'_> for ActionVisitor<A> {
    type Value = A;

    #[inline]
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a RAM action as a string")?;
        match A::ORDER.first() {
            Some(row) => write!(f, ", such as \"{}\"", ram_action::<A>(*row as usize)),
            None => Ok(()),
        }
    }

    #[inline]
    fn visit_str<E: Error>(self, given: &str) -> Result<A, E> {
        given.parse().map_err(E::custom)
    }
}

struct SetVisitor<A, S>(PhantomData<(A, S)>);

impl<'de, A: Deserialize<'de>, S: Default + Extend<A>> Visitor<'de> for SetVisitor<A, S> {
    type Value = S;

    #[inline]
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of RAM actions")
    }

    #[inline]
    fn visit_seq<L: SeqAccess<'de>>(self, mut list: L) -> Result<S, L::Error> {
        let mut set = S::default();
        while let Some(action) = list.next_element()? {
            set.extend([action]);
        }
        Ok(set)
    }
}
