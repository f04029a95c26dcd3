//! The objects inside of an event.

use super::json::{Object, Part, Scalar, Texts};
use serde::de::{Error, IgnoredAny, MapAccess};
use std::borrow::Cow;

/// Stores the value of a key, which an object has once.
pub(super) fn put<T, E: Error>(
    field: &mut Option<T>,
    value: Option<T>,
    key: &str,
) -> Result<(), E> {
    if value.is_some() && field.is_some() {
        return Err(E::custom(format!("duplicate key `{key}`")));
    }
    if value.is_some() {
        *field = value;
    }
    Ok(())
}

/// Adds the ids of a value, each once.
fn add_ids<'a, M: MapAccess<'a>>(ids: &mut Vec<Cow<'a, str>>, map: &mut M) -> Result<(), M::Error> {
    let Texts(added) = map.next_value()?;
    ids.extend(added.into_iter().filter(|id| !id.is_empty()));
    ids.sort_unstable();
    ids.dedup();
    Ok(())
}

/// `userIdentity`.
#[derive(Default)]
pub(super) struct Identity<'a> {
    pub(super) kind: Option<Cow<'a, str>>,
    pub(super) name: Option<Cow<'a, str>>,
    pub(super) principal: Option<Cow<'a, str>>,
    pub(super) account: Option<Cow<'a, str>>,
    pub(super) session: Session<'a>,
}

impl<'a> Part<'a> for Identity<'a> {
    fn set<M: MapAccess<'a>>(&mut self, key: &str, map: &mut M) -> Result<(), M::Error> {
        let field = match key {
            "type" => {
                return put(
                    &mut self.kind,
                    map.next_value::<Scalar<'a>>()?.text(key)?,
                    key,
                );
            }
            "userName" => &mut self.name,
            "principalId" => &mut self.principal,
            "accountId" => &mut self.account,
            "sessionContext" => {
                if let Object::Part(session) = map.next_value::<Object<Session<'a>>>()? {
                    self.session = session;
                }
                return Ok(());
            }
            _ => {
                return match key.strip_prefix("sessionContext.") {
                    Some(rest) => self.session.set(rest, map),
                    None => map.next_value::<IgnoredAny>().map(drop),
                };
            }
        };
        put(field, map.next_value::<Scalar<'a>>()?.loose_text(key)?, key)
    }
}

/// `sessionContext`, and `attributes` in it.
#[derive(Default)]
pub(super) struct Session<'a> {
    pub(super) mfa: Option<Cow<'a, str>>,
}

impl<'a> Part<'a> for Session<'a> {
    fn set<M: MapAccess<'a>>(&mut self, key: &str, map: &mut M) -> Result<(), M::Error> {
        match key {
            "attributes" | "sessionAttributes" => {
                if let Object::Part(Session { mfa }) = map.next_value::<Object<Session<'a>>>()? {
                    self.mfa = mfa;
                }
                Ok(())
            }
            "mfaAuthenticated"
            | "attributes.mfaAuthenticated"
            | "sessionAttributes.mfaAuthenticated" => {
                let value = map.next_value::<Scalar<'a>>()?.loose_text(key)?;
                put(&mut self.mfa, value, key)
            }
            _ => map.next_value::<IgnoredAny>().map(drop),
        }
    }
}

/// `requestParameters`.
#[derive(Default)]
pub(super) struct Parameters<'a> {
    pub(super) clusters: Vec<Cow<'a, str>>,
    pub(super) role: Option<Cow<'a, str>>,
    pub(super) has_tls: bool,
}

impl<'a> Part<'a> for Parameters<'a> {
    fn set<M: MapAccess<'a>>(&mut self, key: &str, map: &mut M) -> Result<(), M::Error> {
        match key {
            "ClusterId" | "clusterId" => {
                // Both spellings can be there.
                add_ids(&mut self.clusters, map)
            }
            "RoleArn" => {
                if let Scalar::Text(text) = map.next_value()? {
                    put(&mut self.role, Some(text), key)?;
                }
                Ok(())
            }
            "X-Acs-Client-Tls-Version" => {
                self.has_tls = matches!(map.next_value::<Scalar<'a>>()?, Scalar::Text(text) if !text.is_empty());
                Ok(())
            }
            _ => map.next_value::<IgnoredAny>().map(drop),
        }
    }
}

/// `referencedResources`.
#[derive(Default)]
pub(super) struct Resources<'a> {
    pub(super) clusters: Vec<Cow<'a, str>>,
}

impl<'a> Part<'a> for Resources<'a> {
    fn set<M: MapAccess<'a>>(&mut self, key: &str, map: &mut M) -> Result<(), M::Error> {
        // Older events have the name without its prefix.
        if key != "ACS::CS::Cluster" && key != "Cluster" {
            return map.next_value::<IgnoredAny>().map(drop);
        }
        add_ids(&mut self.clusters, map)
    }
}

/// `additionalEventData`.
#[derive(Default)]
pub(super) struct Additional<'a> {
    pub(super) scheme: Option<Cow<'a, str>>,
}

impl<'a> Part<'a> for Additional<'a> {
    fn set<M: MapAccess<'a>>(&mut self, key: &str, map: &mut M) -> Result<(), M::Error> {
        if key == "Scheme" {
            if let Scalar::Text(text) = map.next_value()? {
                put(&mut self.scheme, Some(text), key)?;
            }
            return Ok(());
        }
        map.next_value::<IgnoredAny>().map(drop)
    }
}
