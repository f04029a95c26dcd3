//! What the files of a folder define: local values, variables, and attributes of resources.

use super::overrides::is_override_file;
use super::target::target;
use super::uses::Use;
use hcl_edit::Span as _;
use hcl_edit::expr::{Expression, Object, ObjectKey};
use hcl_edit::structure::{Block, BlockLabel, Body, Structure};
use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// The Terraform files of a folder, for reading one of them: a value may be in another.
///
/// ```
/// use ram_policy_source::{Scope, read_in};
///
/// let file = "policy = jsonencode({ Statement = [{ Action = local.actions }] })\n";
/// let scope = Scope::new([("locals.tf", "locals {\n  actions = [\"cs:Get*\"]\n}\n")]);
/// let found = read_in("main.tf", file, Some("tf"), &scope)?;
/// assert_eq!(found.documents[0].text(), r#"{ "Statement" : [{ "Action" : ["cs:Get*"] }] }"#);
/// # Ok::<(), ram_policy_source::SourceError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Scope {
    files: Vec<Arc<File>>,
    /// What was followed: a long chain of references is followed once.
    followed: Arc<Mutex<HashMap<String, Arc<Followed>>>>,
}

/// The last name of a chain of references, and the reason why it has no value.
type Followed = (String, Option<Reason>);

/// A file of a folder.
#[derive(Debug)]
pub(crate) struct File {
    name: String,
    pub(crate) source: String,
    /// `None` if it is not valid, or JSON.
    body: Option<Body>,
    /// The places of the values in the body, by their addresses.
    places: HashMap<String, Vec<Place>>,
    /// What it refers to.
    uses: OnceLock<Vec<Use>>,
}

/// The index of an attribute in the body, or of a block with the one of its attribute.
type Place = (usize, Option<usize>);

/// How many names the address of a value has: those of a block, two labels, and an attribute.
const NAMES: usize = 4;

/// The reason why a name has no value that can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Reason {
    Undefined,
    Twice,
    /// This file may define it.
    NotRead(String),
    /// A variable without a value in a `.tfvars` file, which may have a default.
    NoValue {
        has_default: bool,
    },
    /// Several `.tfvars` files have different values.
    Values,
    Loop,
    /// Its value is something else than a policy.
    NotPolicy,
}

type Defined<'s> = Result<(&'s File, &'s Expression), Reason>;

impl Scope {
    /// Reads files, each with its name in the folder and its text.
    pub fn new<'f>(files: impl IntoIterator<Item = (&'f str, &'f str)>) -> Self {
        let file = |(name, text): (&str, &str)| {
            let source = text.strip_prefix('\u{feff}').unwrap_or(text).to_owned();
            let body = source.parse().ok();
            Arc::new(File::new(name, source, body))
        };
        let mut files: Vec<Arc<File>> = files.into_iter().map(file).collect();
        files.sort_by(|one, other| in_order(&one.name, &other.name));
        Self {
            files,
            ..Self::default()
        }
    }

    /// Returns the other files than the one of this name.
    #[must_use]
    pub fn without(&self, name: &str) -> Self {
        let files = self.files.iter().filter(|file| file.name != name);
        Self {
            files: files.cloned().collect(),
            ..Self::default()
        }
    }

    /// Returns these files and another one.
    pub(crate) fn with(&self, name: &str, source: &str, body: &Body) -> Self {
        let mut all = self.without(name);
        let file = File::new(name, source.to_owned(), Some(body.clone()));
        all.files.push(Arc::new(file));
        all.files
            .sort_by(|one, other| in_order(&one.name, &other.name));
        all
    }

    /// Reports whether a `.tfvars` file has a value for a variable, so that its default does not count.
    pub fn has_value(&self, variable: &str) -> bool {
        let mut values = self.files.iter().filter(|file| file.is_of_values());
        values.any(|file| file.attribute(variable).is_some())
    }

    /// Reports whether a file of the folder has this text.
    pub(crate) fn mentions(&self, text: &str) -> bool {
        self.files.iter().any(|file| file.source.contains(text))
    }

    /// Reports whether the type of a variable may make numbers or truth values of strings, as in `"01"`.
    pub(crate) fn converts(&self, variable: &str) -> bool {
        let declared = self.value(&format!("variable.{variable}.type"));
        declared.is_ok_and(|(file, of)| {
            let text = file.text(of);
            text.contains("number") || text.contains("bool")
        })
    }

    /// Returns what the value at an address refers to, if it is a reference with a value, as in
    /// [`PolicyText::address`](crate::PolicyText::address).
    ///
    /// ```
    /// let scope = ram_policy_source::Scope::new([("a.tf", "locals {\n  a = jsonencode(local.b)\n  b = {}\n}\n")]);
    /// assert_eq!(scope.refers_to("locals.a").as_deref(), Some("locals.b"));
    /// assert_eq!(scope.refers_to("locals.b"), None);
    /// ```
    pub fn refers_to(&self, address: &str) -> Option<String> {
        let (target, reason) = self.followed(address.to_owned());
        (reason.is_none() && target != address).then_some(target)
    }

    /// Returns the value that a name has, such as `locals.a`, `var.a`, or the attribute of a resource.
    pub(crate) fn defined(&self, address: &str) -> Defined<'_> {
        match address.split_once('.') {
            Some(("var", name)) => self.variable(name),
            _ => self.value(address),
        }
    }

    fn value(&self, address: &str) -> Defined<'_> {
        let mut found: Option<(&File, &Expression)> = None;
        for file in self.files.iter().filter(|file| !file.is_of_values()) {
            if file.body.is_none() {
                if address.split('.').skip(1).all(|name| file.may_name(name)) {
                    return Err(Reason::NotRead(file.name.clone()));
                }
                continue;
            }
            for value in file.values_at(address) {
                if found.is_some() && !is_override_file(&file.name) {
                    return Err(Reason::Twice);
                }
                found = Some((file, value));
            }
        }
        found.ok_or(Reason::Undefined)
    }

    fn variable(&self, name: &str) -> Defined<'_> {
        let mut found: Option<(&File, &Expression)> = None;
        let files = || self.files.iter().filter(|file| file.is_of_values());
        let is_chosen = files().any(|file| !file.is_loaded() && file.attribute(name).is_some());
        for file in files() {
            if file.body.is_none() && file.may_name(name) {
                return Err(Reason::NotRead(file.name.clone()));
            }
            let Some(value) = file.attribute(name) else {
                continue;
            };
            let is_other = |(of, before): (&File, &Expression)| {
                of.text(before).trim() != file.text(value).trim()
            };
            // Terraform is started with some of them, nobody knows which.
            if is_chosen && found.is_some_and(is_other) {
                return Err(Reason::Values);
            }
            found = Some((file, value));
        }
        found.ok_or_else(|| match self.value(&format!("variable.{name}")) {
            Err(reason @ Reason::NotRead(_)) => reason,
            _ => Reason::NoValue {
                has_default: self.value(&format!("variable.{name}.default")).is_ok(),
            },
        })
    }

    /// Follows a reference to what is not one, and says why that has no value, if it has none.
    pub(crate) fn followed(&self, start: String) -> Followed {
        let mut known = self.followed.lock().unwrap_or_else(PoisonError::into_inner);
        let mut seen: Vec<String> = Vec::new();
        let mut index: HashMap<String, usize> = HashMap::new();
        let mut next = start;
        let (end, loop_from) = loop {
            if let Some(end) = known.get(&next) {
                break (Arc::clone(end), None);
            }
            if let Some(first) = index.get(&next) {
                break (Arc::new((next, Some(Reason::Loop))), Some(*first));
            }
            index.insert(next.clone(), seen.len());
            seen.push(next.clone());
            match self.step(&next) {
                Ok(Some(target)) => next = target,
                Ok(None) => break (Arc::new((next, None)), None),
                Err(reason) => break (Arc::new((next, Some(reason))), None),
            }
        };
        for (at, name) in seen.into_iter().enumerate() {
            // Each name of a loop leads to itself.
            let end = match loop_from {
                Some(first) if at > first => Arc::new((name.clone(), Some(Reason::Loop))),
                _ => Arc::clone(&end),
            };
            known.insert(name, end);
        }
        (*end).clone()
    }

    /// Returns the next name of a chain of references; `None` at its end.
    fn step(&self, at: &str) -> Result<Option<String>, Reason> {
        if at.starts_with("file:") || at.starts_with("data.") {
            return self.undefined_block(at).map_or(Ok(None), Err);
        }
        let (file, value) = self.defined(at)?;
        Ok(target(file.text(value)))
    }

    /// Returns what the other files refer to. `read` finds that in the text of a file.
    pub(crate) fn uses(
        &self,
        name: &str,
        read: impl Fn(&str, &str, &Self) -> Vec<Use>,
    ) -> Vec<Use> {
        let others = self
            .files
            .iter()
            .filter(|file| file.name != name && file.body.is_some() && !file.is_of_values());
        let uses = others.flat_map(|file| {
            file.uses
                .get_or_init(|| read(&file.name, &file.source, self))
        });
        uses.map(|one| Use {
            target: self.followed(one.target.clone()).0,
            used: one.used,
        })
        .collect()
    }

    /// Returns that no file has a block, if so.
    fn undefined_block(&self, address: &str) -> Option<Reason> {
        let names: Vec<&str> = address.split('.').collect();
        let is_there = |file: &Arc<File>| match &file.body {
            Some(body) => body.blocks().any(|block| {
                let labels = block.labels.iter().map(BlockLabel::as_str);
                std::iter::once(block.ident.as_str())
                    .chain(labels)
                    .eq(names.iter().copied())
            }),
            None => names.iter().all(|name| file.may_name(name)),
        };
        let is_known = address.starts_with("file:") || self.files.iter().any(is_there);
        (!is_known).then_some(Reason::Undefined)
    }
}

impl File {
    fn new(name: &str, source: String, body: Option<Body>) -> Self {
        let mut places: HashMap<String, Vec<Place>> = HashMap::new();
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
                }
            }
        }
        Self {
            name: name.to_owned(),
            source,
            body,
            places,
            uses: OnceLock::new(),
        }
    }

    /// Returns the values at an address, of which there should be one.
    fn values_at(&self, address: &str) -> Vec<&Expression> {
        let ends = address.match_indices('.').map(|(at, _)| at).skip(1);
        let ends = ends.chain([address.len()]).take(NAMES - 1);
        let values = ends.flat_map(|end| {
            let rest = address[end..].trim_start_matches('.');
            let places = self.places.get(&address[..end]).into_iter().flatten();
            places.filter_map(move |place| {
                let value = self.value(*place)?;
                let mut rest = rest.split('.').filter(|_| !rest.is_empty());
                rest.try_fold(value, part)
            })
        });
        values.collect()
    }

    fn value(&self, (index, inner): Place) -> Option<&Expression> {
        let structure = self.body.as_ref()?.get(index)?;
        let attribute = match inner {
            Some(inner) => structure.as_block()?.body.get(inner)?.as_attribute()?,
            None => structure.as_attribute()?,
        };
        Some(&attribute.value)
    }

    fn is_of_values(&self) -> bool {
        self.name.ends_with(".tfvars") || self.name.ends_with(".tfvars.json")
    }

    /// Reports whether Terraform reads a file of values without being asked.
    fn is_loaded(&self) -> bool {
        let name = self.name.strip_suffix(".json").unwrap_or(&self.name);
        name == "terraform.tfvars" || name.ends_with(".auto.tfvars")
    }

    /// Reports whether a file that is not read may define a name.
    fn may_name(&self, name: &str) -> bool {
        if self.name.strip_suffix(".json").is_some() {
            return self.source.contains(&format!("\"{name}\""));
        }
        self.source.contains(name)
    }

    /// Returns a value at the top of the file.
    fn attribute(&self, name: &str) -> Option<&Expression> {
        self.value(
            *self
                .places
                .get(name)
                .filter(|_| !name.contains('.'))?
                .first()?,
        )
    }

    pub(crate) fn text(&self, value: &Expression) -> &str {
        &self.source[value.span().unwrap_or_default()]
    }
}

/// The order in which values take the place of others: `terraform.tfvars` comes first, and override files come last.
fn in_order(one: &str, other: &str) -> Ordering {
    let key = |name: &str| {
        (
            is_override_file(name),
            !name.starts_with("terraform.tfvars"),
        )
    };
    key(one).cmp(&key(other)).then_with(|| one.cmp(other))
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
        let key = match key {
            ObjectKey::Ident(ident) => ident.as_str(),
            ObjectKey::Expression(key) => key.as_str()?,
        };
        if key == name && found.replace(value.expr()).is_some() {
            return None;
        }
    }
    found
}
