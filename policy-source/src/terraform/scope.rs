//! What the files of a folder define: local values, variables, and attributes of resources.

use super::file::{File, in_order};
use super::folder::Folder;
use super::overrides::is_override_file;
use super::target::target;
use super::uses::{Use, Used};
use hcl_edit::expr::Expression;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

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
    folder: Arc<Folder>,
    /// The names of files of the folder that do not count.
    left_out: Vec<String>,
    /// The file that is read, in the place of the one of its name.
    own: Option<Arc<File>>,
    /// A file that has the folder as a module.
    caller: Option<Arc<str>>,
    /// What was followed: a long chain of references is followed once.
    followed: Arc<Mutex<HashMap<String, Arc<Followed>>>>,
}

/// The last name of a chain of references, and the reason why it has no value.
type Followed = (String, Option<Reason>);

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
    /// A variable of a module, whose value is in this file.
    OfModule(String),
    Loop,
    /// Its value is something else than a policy.
    NotPolicy,
}

type Defined<'s> = Result<(&'s File, &'s Expression), Reason>;

impl Scope {
    /// Reads files, each with its name in the folder and its text.
    pub fn new<'f>(files: impl IntoIterator<Item = (&'f str, &'f str)>) -> Self {
        let files = files.into_iter();
        let files = files.map(|(name, text)| Arc::new(File::new(name, text)));
        Self::of(Folder::new(files.collect()))
    }

    fn of(folder: Folder) -> Self {
        Self {
            folder: Arc::new(folder),
            ..Self::default()
        }
    }

    /// Returns the same files as those of a module that another file calls: Terraform reads no `.tfvars` files there.
    ///
    /// ```
    /// use ram_policy_source::{Scope, read_in};
    ///
    /// let file = "resource \"alicloud_ram_policy\" \"p\" {\n  policy_document = var.p\n}\n";
    /// let scope = Scope::new([("terraform.tfvars", "p = \"{}\"\n")]).of_module("../main.tf");
    /// let found = read_in("main.tf", file, Some("tf"), &scope)?;
    /// assert!(found.references[0].error.message().contains("../main.tf"));
    /// # Ok::<(), ram_policy_source::SourceError>(())
    /// ```
    #[must_use]
    pub fn of_module(self, caller: &str) -> Self {
        Self {
            caller: Some(caller.into()),
            ..self
        }
    }

    /// Reports whether the folder is that of a module.
    pub fn is_of_module(&self) -> bool {
        self.caller.is_some()
    }

    /// Returns the other files than the one of this name.
    #[must_use]
    pub fn without(&self, name: &str) -> Self {
        let own = self.own.clone().filter(|own| own.name != name);
        let left_out = self.left_out.iter().cloned().chain([name.to_owned()]);
        Self {
            folder: Arc::clone(&self.folder),
            left_out: left_out.collect(),
            own,
            caller: self.caller.clone(),
            ..Self::default()
        }
    }

    /// Returns these files and another one.
    pub(super) fn with(&self, file: &Arc<File>) -> Self {
        let own = Some(Arc::clone(file));
        if self.folder.files.is_empty() || self.folder.contains(&file.name) {
            return Self {
                own,
                ..self.without(&file.name)
            };
        }
        // What the others say may depend on this one.
        let files = self.folder.files.iter().filter(|file| self.counts(file));
        let files = files.chain([file]).map(Arc::clone).collect();
        Self {
            caller: self.caller.clone(),
            ..Self::of(Folder::new(files))
        }
    }

    fn counts(&self, file: &File) -> bool {
        !self.left_out.contains(&file.name)
    }

    /// Returns the files that may have a value at an address, or a block, in their order.
    fn files_at(&self, address: &str) -> Vec<&File> {
        let files = self.folder.files_at(address).into_iter();
        let mut files: Vec<&File> = files
            .map(|file| &**file)
            .filter(|file| self.counts(file))
            .collect();
        if let Some(own) = &self.own {
            let place = files.partition_point(|file| in_order(file, own).is_lt());
            files.insert(place, own);
        }
        files
    }

    /// Returns the files that are not read.
    fn unread(&self) -> impl Iterator<Item = &File> {
        let files = self.folder.unread().filter(|file| self.counts(file));
        let own = self.own.iter().filter(|own| own.body.is_err());
        files.chain(own).map(|file| &**file)
    }

    /// Reports whether a `.tfvars` file has a value for a variable, so that its default does not count.
    pub fn has_value(&self, variable: &str) -> bool {
        self.files_of_values(variable)
            .any(|file| file.attribute(variable).is_some())
    }

    fn files_of_values(&self, variable: &str) -> impl Iterator<Item = &File> {
        let files = self.files_at(variable).into_iter();
        files.filter(|file| file.is_of_values() && !self.is_of_module())
    }

    /// Reports whether a file of the folder has this text.
    pub(crate) fn mentions(&self, text: &str) -> bool {
        let files = self.folder.files.iter().filter(|file| self.counts(file));
        let mut files = files.chain(&self.own);
        files.any(|file| file.source.contains(text))
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
        let may_define = |file: &&File| {
            !file.is_of_values() && address.split('.').skip(1).all(|name| file.may_name(name))
        };
        if let Some(file) = self.unread().find(may_define) {
            return Err(Reason::NotRead(file.name.clone()));
        }
        let mut found: Option<(&File, &Expression)> = None;
        let files = self.files_at(address).into_iter();
        for file in files.filter(|file| !file.is_of_values()) {
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
        if let Some(caller) = &self.caller {
            return Err(Reason::OfModule(caller.to_string()));
        }
        let may_define = |file: &&File| file.is_of_values() && file.may_name(name);
        if let Some(file) = self.unread().find(may_define) {
            return Err(Reason::NotRead(file.name.clone()));
        }
        let mut found: Option<(&File, &Expression)> = None;
        let values = self.files_of_values(name);
        let values = values.filter_map(|file| Some((file, file.attribute(name)?)));
        let values: Vec<(&File, &Expression)> = values.collect();
        let is_chosen = values.iter().any(|(file, _)| !file.is_loaded());
        for (file, value) in values {
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

    /// Returns what the other files than the one that is read say about a value. `read` finds that in a file.
    pub(super) fn uses(
        &self,
        value: &str,
        read: impl Fn(&Arc<File>, &Self) -> Vec<Use>,
    ) -> Vec<Use> {
        let folder = Self {
            folder: Arc::clone(&self.folder),
            caller: self.caller.clone(),
            ..Self::default()
        };
        let read = |file: &Arc<File>| {
            let uses = read(file, &folder).into_iter();
            uses.map(|one| (one.target, one.used)).collect()
        };
        let is_own = |file: &File| self.own.as_ref().is_some_and(|own| own.name == file.name);
        let mut all = Vec::new();
        for name in self.leading_to(value) {
            let used = self.folder.used(&name, read);
            let used = used.filter(|(file, _)| self.counts(file) && !is_own(file));
            all.extend(used.map(|(_, used): (_, Used)| Use {
                target: value.to_owned(),
                used,
            }));
        }
        all
    }

    /// Returns a name, and those of values that refer to it, perhaps through others.
    fn leading_to(&self, end: &str) -> Vec<String> {
        let mut names = vec![end.to_owned()];
        let mut seen: HashSet<String> = names.iter().cloned().collect();
        let mut next = 0;
        while let Some(to) = names.get(next).cloned() {
            let files = self.folder.referring(&to);
            let files = files.filter(|file| self.counts(file));
            let files = files.chain(self.own.as_deref());
            for at in files.filter_map(|file| file.referring().get(&to)).flatten() {
                if seen.insert(at.clone()) && self.followed(at.clone()).0 == end {
                    names.push(at.clone());
                }
            }
            next += 1;
        }
        names
    }

    /// Returns that no file has a block, if so.
    fn undefined_block(&self, address: &str) -> Option<Reason> {
        let may_define = |file: &File| address.split('.').all(|name| file.may_name(name));
        let is_known = address.starts_with("file:")
            || self
                .files_at(address)
                .iter()
                .any(|file| file.has_block(address))
            || self.unread().any(may_define);
        (!is_known).then_some(Reason::Undefined)
    }
}
