//! A user, a role or a group, from the lists in its folder.

use super::policy_name::PolicyName;
use crate::files::read::{FileKind, read, unreadable};
use crate::output::failure::{Failure, NOT_REGULAR};
use crate::output::printable::{path_name, printable_line};
use crate::output::serde_message::reworded;
use crate::policy::input::json_error::{Explained, explained};
use crate::policy::input::walk::{entries, extension};
use serde::Deserialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::{fs, io};

/// `None` where the list is missing or cut off.
#[derive(Default)]
pub(super) struct Identity {
    /// The attached policies.
    pub(super) attached: Option<BTreeSet<PolicyName>>,
    /// The groups of a user.
    pub(super) groups: Option<BTreeSet<String>>,
    /// The users of a group.
    pub(super) members: Option<BTreeSet<String>>,
}

/// The lists in an answer of the RAM API.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Answer {
    policies: Option<List<PolicyItem>>,
    groups: Option<List<NamedItem>>,
    users: Option<List<NamedItem>>,
    #[serde(default)]
    is_truncated: Value,
}

#[derive(Deserialize)]
struct List<T> {
    #[serde(rename = "Policy", alias = "Group", alias = "User")]
    items: Option<Vec<T>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct PolicyItem {
    policy_name: String,
    policy_type: String,
}

#[derive(Deserialize)]
struct NamedItem {
    #[serde(rename = "GroupName", alias = "UserName")]
    name: String,
}

const AS_GIVEN: &str = "save the answer as the API gave it";

impl Identity {
    /// Reads the folders of all users, roles or groups.
    pub(super) fn read_all(folder: &Path) -> Result<BTreeMap<String, Self>, Failure> {
        let mut all = BTreeMap::new();
        if !is_folder(folder)? {
            return Ok(all);
        }
        for path in entries(folder)? {
            if is_folder(&path)? {
                all.insert(file_name(&path)?, Self::read(&path)?);
            }
        }
        Ok(all)
    }

    fn read(folder: &Path) -> Result<Self, Failure> {
        let (mut attached, mut groups, mut members) = (Vec::new(), Vec::new(), Vec::new());
        for file in entries(folder)?.iter().filter(|file| is_json(file)) {
            let answer = answer(file)?;
            let is_cut = match answer.is_truncated {
                Value::Null | Value::Bool(false) => false,
                Value::String(text) => text != "false",
                _ => true,
            };
            attached.push((answer.policies, is_cut));
            groups.push((answer.groups, is_cut));
            members.push((answer.users, is_cut));
        }
        Ok(Self {
            attached: joined(attached, PolicyName::from),
            groups: joined(groups, |group| group.name),
            members: joined(members, |user| user.name),
        })
    }
}

/// Joins the pages of a list; the last has `IsTruncated: false`.
fn joined<I, T: Ord>(
    pages: Vec<(Option<List<I>>, bool)>,
    name: impl Fn(I) -> T,
) -> Option<BTreeSet<T>> {
    let mut items = BTreeSet::new();
    let mut is_whole = false;
    for (list, is_cut) in pages {
        if let Some(page) = list.and_then(|list| list.items) {
            items.extend(page.into_iter().map(&name));
            is_whole |= !is_cut;
        }
    }
    is_whole.then_some(items)
}

impl From<PolicyItem> for PolicyName {
    fn from(item: PolicyItem) -> Self {
        Self {
            is_system: item.policy_type == "System",
            name: item.policy_name,
        }
    }
}

fn answer(file: &Path) -> Result<Answer, Failure> {
    let name = path_name(file);
    // Reading a pipe would wait.
    if fs::metadata(file).is_ok_and(|found| !found.is_file()) {
        return Err(Failure::new(format!("cannot read {name}: {NOT_REGULAR}")).help(AS_GIVEN));
    }
    let bytes = read(file, &name, FileKind::new("answer of the RAM API"))?;
    let json: Value = serde_json::from_slice(&bytes).map_err(|error| {
        let Explained {
            message,
            line,
            column,
        } = explained(&error, &bytes);
        let failure = Failure::new(format!("invalid JSON: {}", printable_line(&message)));
        failure.at(format!("{name}:{line}:{column}")).help(AS_GIVEN)
    })?;
    let answer = Answer::deserialize(&json).map_err(|error| {
        let message = printable_line(&reworded(&error.to_string()));
        let failure = Failure::new(format!("unexpected answer of the RAM API: {message}"));
        failure.at(&name).help(AS_GIVEN)
    })?;
    if answer.policies.is_none() && answer.groups.is_none() && answer.users.is_none() {
        let message = format!("{name}: no list of policies, groups or users");
        return Err(Failure::new(message).help(format!("{AS_GIVEN}, or move the file elsewhere")));
    }
    Ok(answer)
}

fn is_json(path: &Path) -> bool {
    extension(path).as_deref() == Some("json")
}

/// Returns whether there is such a folder. A dangling symlink is an error, since it may have led to one.
fn is_folder(path: &Path) -> Result<bool, Failure> {
    match fs::metadata(path) {
        Ok(found) => Ok(found.is_dir()),
        Err(error) if error.kind() == io::ErrorKind::NotFound && !path.is_symlink() => Ok(false),
        Err(error) => Err(unreadable(path, &path_name(path), &error)),
    }
}

fn file_name(path: &Path) -> Result<String, Failure> {
    let name = path.file_name().and_then(|name| name.to_str());
    name.map(str::to_owned).ok_or_else(|| {
        let message = format!("{}: the name is not UTF-8", path_name(path));
        Failure::new(message).help("name the folder as the RAM API does, or remove it")
    })
}
