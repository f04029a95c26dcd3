//! What the files of a folder define: local values, variables, and attributes of resources.

use super::overrides::is_override_file;
use super::target::target;
use hcl_edit::Span as _;
use hcl_edit::expr::{Expression, Object, ObjectKey};
use hcl_edit::structure::{BlockLabel, Body};
use std::cmp::Ordering;
use std::sync::Arc;

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
}

/// A file of a folder.
#[derive(Debug)]
pub(crate) struct File {
    name: String,
    pub(crate) source: String,
    /// `None` if it is not valid, or JSON.
    body: Option<Body>,
}

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
}

type Defined<'s> = Result<(&'s File, &'s Expression), Reason>;

impl Scope {
    /// Reads files, each with its name in the folder and its text.
    pub fn new<'f>(files: impl IntoIterator<Item = (&'f str, &'f str)>) -> Self {
        let file = |(name, text): (&str, &str)| {
            let source = text.strip_prefix('\u{feff}').unwrap_or(text).to_owned();
            let body = source.parse().ok();
            Arc::new(File {
                name: name.to_owned(),
                source,
                body,
            })
        };
        let mut files: Vec<Arc<File>> = files.into_iter().map(file).collect();
        files.sort_by(|one, other| in_order(&one.name, &other.name));
        Self { files }
    }

    /// Returns the other files than the one of this name.
    #[must_use]
    pub fn without(&self, name: &str) -> Self {
        let files = self.files.iter().filter(|file| file.name != name);
        Self {
            files: files.cloned().collect(),
        }
    }

    /// Returns these files and another one.
    pub(crate) fn with(&self, name: &str, source: &str, body: &Body) -> Self {
        let mut all = self.without(name);
        all.files.push(Arc::new(File {
            name: name.to_owned(),
            source: source.to_owned(),
            body: Some(body.clone()),
        }));
        all.files
            .sort_by(|one, other| in_order(&one.name, &other.name));
        all
    }

    /// Reports whether a `.tfvars` file has a value for a variable, so that its default does not count.
    pub fn has_value(&self, variable: &str) -> bool {
        let mut values = self.files.iter().filter(|file| file.is_of_values());
        values.any(|file| file.attribute(variable).is_some())
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
            let Some(body) = &file.body else {
                if address.split('.').skip(1).all(|name| file.may_name(name)) {
                    return Err(Reason::NotRead(file.name.clone()));
                }
                continue;
            };
            for value in values_at(body, address) {
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
    pub(crate) fn followed(&self, start: String) -> (String, Option<Reason>) {
        let mut seen = vec![start];
        loop {
            let at = &seen[seen.len() - 1];
            if at.starts_with("file:") || at.starts_with("data.") {
                return (at.clone(), self.undefined_block(at));
            }
            let next = match self.defined(at) {
                Ok((file, value)) => target(file.text(value)),
                Err(reason) => return (at.clone(), Some(reason)),
            };
            match next {
                None => return (at.clone(), None),
                Some(next) if seen.contains(&next) => return (next, Some(Reason::Loop)),
                Some(next) => seen.push(next),
            }
        }
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
        let attribute = self.body.as_ref()?.get_attribute(name)?;
        Some(&attribute.value)
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

/// Returns the values at an address, of which there should be one.
fn values_at<'b>(body: &'b Body, address: &str) -> Vec<&'b Expression> {
    let blocks = body.blocks().filter_map(|block| {
        let mut rest = address.split('.');
        let labels = block.labels.iter().map(BlockLabel::as_str);
        let mut names = std::iter::once(block.ident.as_str()).chain(labels);
        if !names.all(|name| rest.next() == Some(name)) {
            return None;
        }
        let value = &block.body.get_attribute(rest.next()?)?.value;
        rest.try_fold(value, |value, name| part(value, name))
    });
    blocks.collect()
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

fn member<'b>(object: &'b Object, name: &str) -> Option<&'b Expression> {
    let is_key = |key: &ObjectKey| match key {
        ObjectKey::Ident(ident) => ident.as_str() == name,
        ObjectKey::Expression(key) => key.as_str() == Some(name),
    };
    let mut found = object.iter().filter(|(key, _)| is_key(key));
    found.next().map(|(_, value)| value.expr())
}
