//! Values of an event, whatever their types.

use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

/// A key, or a value that is expected to be a text.
pub(super) enum Scalar<'a> {
    Text(Cow<'a, str>),
    /// A number or a boolean, as text.
    Other(&'static str, String),
    Null,
    List,
    Object,
}

impl<'a> Scalar<'a> {
    /// Returns the text, or `None` for null.
    pub(super) fn text<E: Error>(self, key: &str) -> Result<Option<Cow<'a, str>>, E> {
        let found = match self {
            Self::Text(text) => return Ok(Some(text)),
            Self::Null => return Ok(None),
            Self::Other(kind, _) => kind,
            Self::List => "a list",
            Self::Object => "an object",
        };
        Err(E::custom(format!(
            "`{key}`: expected a string, found {found}"
        )))
    }

    /// Returns a text that some versions of events write as a number or a boolean.
    pub(super) fn loose_text<E: Error>(self, key: &str) -> Result<Option<Cow<'a, str>>, E> {
        match self {
            Self::Other(_, text) => Ok(Some(Cow::Owned(text))),
            other => other.text(key),
        }
    }
}

impl<'de> Deserialize<'de> for Scalar<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = Scalar<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Scalar::Text(Cow::Borrowed(text)))
            }

            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Scalar::Text(Cow::Owned(text.to_owned())))
            }

            fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
                Ok(Scalar::Other("a boolean", value.to_string()))
            }

            fn visit_u64<E>(self, value: u64) -> Result<Self::Value, E> {
                Ok(Scalar::Other("a number", value.to_string()))
            }

            fn visit_i64<E>(self, value: i64) -> Result<Self::Value, E> {
                Ok(Scalar::Other("a number", value.to_string()))
            }

            fn visit_f64<E>(self, value: f64) -> Result<Self::Value, E> {
                Ok(Scalar::Other("a number", value.to_string()))
            }

            fn visit_unit<E>(self) -> Result<Self::Value, E> {
                Ok(Scalar::Null)
            }

            fn visit_seq<S: SeqAccess<'de>>(self, mut items: S) -> Result<Self::Value, S::Error> {
                while items.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Scalar::List)
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(Scalar::Object)
            }
        }
        deserializer.deserialize_any(Any)
    }
}

/// A key of an object.
pub(super) struct Key<'a>(pub(super) Cow<'a, str>);

impl<'de> Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl<'de> Visitor<'de> for Text {
            type Value = Key<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a key")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Key(Cow::Borrowed(text)))
            }

            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Key(Cow::Owned(text.to_owned())))
            }
        }
        deserializer.deserialize_str(Text)
    }
}

/// What is read of an object.
pub(super) trait Part<'a>: Default {
    /// Reads the value of a key.
    fn set<M: MapAccess<'a>>(&mut self, key: &str, map: &mut M) -> Result<(), M::Error>;
}

/// An object; a log store also writes one as JSON in a string.
pub(super) enum Object<T> {
    Part(T),
    Null,
    /// Something else.
    Other,
}

impl<'de, T: Part<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any<T>(PhantomData<T>);
        impl<'de, T: Part<'de>> Visitor<'de> for Any<T> {
            type Value = Object<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
                let mut part = T::default();
                while let Some(Key(key)) = map.next_key()? {
                    part.set(&key, &mut map)?;
                }
                Ok(Object::Part(part))
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
                if text.is_empty() || text == "null" {
                    return Ok(Object::Null);
                }
                // A reader lends nothing of its text, which is gone afterwards.
                let mut inner = serde_json::Deserializer::from_reader(text.as_bytes());
                let object = Object::deserialize(&mut inner);
                let object = object.and_then(|object| inner.end().map(|()| object));
                Ok(object.unwrap_or(Object::Other))
            }

            fn visit_unit<E>(self) -> Result<Self::Value, E> {
                Ok(Object::Null)
            }

            fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
                Ok(Object::Other)
            }

            fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
                Ok(Object::Other)
            }

            fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
                Ok(Object::Other)
            }

            fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
                Ok(Object::Other)
            }

            fn visit_seq<S: SeqAccess<'de>>(self, mut items: S) -> Result<Self::Value, S::Error> {
                while items.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Object::Other)
            }
        }
        deserializer.deserialize_any(Any(PhantomData))
    }
}

/// One text or a list of them; anything else has none.
#[derive(Default)]
pub(super) struct Texts<'a>(pub(super) Vec<Cow<'a, str>>);

impl<'de> Deserialize<'de> for Texts<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = Texts<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value")
            }

            fn visit_seq<S: SeqAccess<'de>>(self, mut items: S) -> Result<Self::Value, S::Error> {
                let mut texts = Vec::new();
                while let Some(item) = items.next_element::<Scalar<'de>>()? {
                    if let Scalar::Text(text) = item {
                        texts.push(text);
                    }
                }
                Ok(Texts(texts))
            }

            fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
                if text.starts_with('[') {
                    return self.visit_str(text);
                }
                Ok(Texts(vec![Cow::Borrowed(text)]))
            }

            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                // A log store writes a list as JSON in a string.
                if text.starts_with('[') {
                    let texts: Result<Vec<String>, _> = serde_json::from_str(text);
                    if let Ok(texts) = texts {
                        return Ok(Texts(texts.into_iter().map(Cow::Owned).collect()));
                    }
                }
                Ok(Texts(vec![Cow::Owned(text.to_owned())]))
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(Texts::default())
            }

            fn visit_unit<E>(self) -> Result<Self::Value, E> {
                Ok(Texts::default())
            }

            fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
                Ok(Texts::default())
            }

            fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
                Ok(Texts::default())
            }

            fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
                Ok(Texts::default())
            }

            fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
                Ok(Texts::default())
            }
        }
        deserializer.deserialize_any(Any)
    }
}
