//! A file of a folder, with the places of its values.

use super::overrides::is_override_file;
use super::parse::{SyntaxError, parse};
use super::target::target;
use hcl_edit::Span as _;
use hcl_edit::expr::{Expression, Object, ObjectKey};
use hcl_edit::structure::{Block, BlockLabel, Body, Structure};
use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

/// A file of a folder.
#[derive(Debug)]
pub(crate) struct File {
    pub(super) name: String,
    pub(crate) source: String,
    /// An error if it is not valid, or JSON.
    pub(super) body: Result<Body, SyntaxError>,
    /// The places of the values in the body, by their addresses.
    places: HashMap<String, Vec<Place>>,
    /// The addresses of the blocks in the body.
    blocks: HashSet<String>,
    /// The addresses of values that refer to another, by its address.
    referring: OnceLock<HashMap<String, Vec<String>>>,
}

/// The index of an attribute in the body, or of a block with the one of its attribute.
type Place = (usize, Option<usize>);

/// How many names the address of a value has: those of a block, two labels, and an attribute.
const NAMES: usize = 4;

impl File {
    pub(super) fn new(name: &str, text: &str) -> Self {
        // Terraform ignores a byte order mark, but `hcl-edit` does not. Spaces keep the offsets.
        let source = match text.strip_prefix('\u{feff}') {
            Some(rest) => format!("   {rest}"),
            None => text.to_owned(),
        };
        let body = parse(&source);
        let mut places: HashMap<String, Vec<Place>> = HashMap::new();
        let mut blocks = HashSet::new();
        for (index, structure) in body.iter().flatten().enumerate() {
            match structure {
                Structure::Attribute(attribute) => {
                    let key = attribute.key.as_str().to_owned();
                    places.entry(key).or_default().push((index, None));
                }
                Structure::Block(block) => {
                    let Some(names) = names(block) else { continue };
                    for (inner, structure) in block.body.iter().enumerate() {
                        if let Some(attribute) = structure.as_attribute() {
                            let key = format!("{names}.{}", attribute.key.as_str());
                            places.entry(key).or_default().push((index, Some(inner)));
                        }
                    }
                    blocks.insert(names);
                }
            }
        }
        Self {
            name: name.to_owned(),
            source,
            body,
            places,
            blocks,
            referring: OnceLock::new(),
        }
    }

    /// Returns the addresses of the attributes at the top of the file and of its blocks, and those of blocks.
    pub(super) fn addresses(&self) -> impl Iterator<Item = &str> {
        let places = self.places.keys();
        places.chain(&self.blocks).map(String::as_str)
    }

    pub(super) fn has_block(&self, address: &str) -> bool {
        self.blocks.contains(address)
    }

    /// Returns the values at an address, of which there should be one.
    pub(super) fn values_at(&self, address: &str) -> Vec<&Expression> {
        let values = around(address).flat_map(|around| {
            let rest = address[around.len()..].trim_start_matches('.');
            let places = self.places.get(around).into_iter().flatten();
            places.filter_map(move |place| {
                let value = self.value(*place)?;
                let mut rest = rest.split('.').filter(|_| !rest.is_empty());
                rest.try_fold(value, part)
            })
        });
        values.collect()
    }

    fn value(&self, (index, inner): Place) -> Option<&Expression> {
        let structure = self.body.as_ref().ok()?.get(index)?;
        let attribute = match inner {
            Some(inner) => structure.as_block()?.body.get(inner)?.as_attribute()?,
            None => structure.as_attribute()?,
        };
        Some(&attribute.value)
    }

    pub(super) fn is_of_values(&self) -> bool {
        self.name.ends_with(".tfvars") || self.name.ends_with(".tfvars.json")
    }

    /// Reports whether Terraform reads a file of values without being asked.
    pub(super) fn is_loaded(&self) -> bool {
        let name = self.name.strip_suffix(".json").unwrap_or(&self.name);
        name == "terraform.tfvars" || name.ends_with(".auto.tfvars")
    }

    /// Reports whether a file that is not read may define a name.
    pub(super) fn may_name(&self, name: &str) -> bool {
        if self.name.strip_suffix(".json").is_some() {
            return self.source.contains(&format!("\"{name}\""));
        }
        self.source.contains(name)
    }

    /// Returns a value at the top of the file.
    pub(super) fn attribute(&self, name: &str) -> Option<&Expression> {
        let places = self.places.get(name).filter(|_| !name.contains('.'))?;
        self.value(*places.first()?)
    }

    pub(crate) fn text(&self, value: &Expression) -> &str {
        &self.source[value.span().unwrap_or_default()]
    }

    /// Returns the addresses of values that refer to others, by what they refer to.
    pub(super) fn referring(&self) -> &HashMap<String, Vec<String>> {
        self.referring.get_or_init(|| {
            let mut referring = HashMap::new();
            for (address, places) in &self.places {
                let address = if self.is_of_values() {
                    format!("var.{address}")
                } else {
                    address.clone()
                };
                for value in places.iter().filter_map(|place| self.value(*place)) {
                    self.add_referring(&address, value, &mut referring);
                }
            }
            referring
        })
    }

    fn add_referring(
        &self,
        at: &str,
        value: &Expression,
        referring: &mut HashMap<String, Vec<String>>,
    ) {
        match value {
            Expression::Object(object) => {
                for (key, value) in object {
                    if let Some(key) = key_of(key) {
                        self.add_referring(&format!("{at}.{key}"), value.expr(), referring);
                    }
                }
            }
            Expression::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.add_referring(&format!("{at}.{index}"), item, referring);
                }
            }
            Expression::Parenthesis(inner) => self.add_referring(at, inner.inner(), referring),
            Expression::Traversal(_) | Expression::FuncCall(_) | Expression::StringTemplate(_) => {
                if let Some(target) = target(self.text(value)) {
                    referring.entry(target).or_default().push(at.to_owned());
                }
            }
            _ => {}
        }
    }
}

/// The order in which values take the place of others: `terraform.tfvars` comes first, and override files come last.
pub(super) fn in_order(one: &File, other: &File) -> Ordering {
    let key = |name: &str| {
        (
            is_override_file(name),
            !name.starts_with("terraform.tfvars"),
        )
    };
    let by_kind = key(&one.name).cmp(&key(&other.name));
    by_kind.then_with(|| one.name.cmp(&other.name))
}

/// Returns the addresses of attributes that a value at an address may be a part of.
pub(super) fn around(address: &str) -> impl Iterator<Item = &str> {
    let ends = address.match_indices('.').map(|(at, _)| at).skip(1);
    let ends = ends.chain([address.len()]).take(NAMES - 1);
    ends.map(|end| &address[..end])
}

/// Returns the names of a block, as addresses have them.
fn names(block: &Block) -> Option<String> {
    let labels = block.labels.iter().map(BlockLabel::as_str);
    let names: Vec<&str> = std::iter::once(block.ident.as_str())
        .chain(labels)
        .collect();
    let is_address = names.len() < NAMES && !names.iter().any(|name| name.contains('.'));
    is_address.then(|| names.join("."))
}

/// Returns a part of an object or a list.
pub(crate) fn part<'b>(value: &'b Expression, name: &str) -> Option<&'b Expression> {
    match value {
        Expression::Parenthesis(inner) => part(inner.inner(), name),
        Expression::Object(object) => member(object, name),
        Expression::Array(items) => items.get(name.parse().ok()?),
        _ => None,
    }
}

/// Returns a member. A computed key may have any name, and one of two with a name takes the place of the other.
fn member<'b>(object: &'b Object, name: &str) -> Option<&'b Expression> {
    let mut found = None;
    for (key, value) in object {
        if key_of(key)? == name && found.replace(value.expr()).is_some() {
            return None;
        }
    }
    found
}

fn key_of(key: &ObjectKey) -> Option<&str> {
    match key {
        ObjectKey::Ident(ident) => Some(ident.as_str()),
        ObjectKey::Expression(key) => key.as_str(),
    }
}
