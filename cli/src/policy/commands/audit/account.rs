//! An account as a folder holds it: who there is, what is attached to whom, and the policies.

use crate::files::read;
use crate::output::failure::{Failure, NO_FILE};
use crate::output::printable::{path_name, printable_line};
use crate::policy::input::confusable::{confusable, tell_of_confusable};
use crate::policy::input::documents::Input;
use crate::policy::input::kinds::ANSWER;
use crate::policy::input::walk::{ending, entries, files};
use ram_policy::Policy;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;

/// What there is in the account.
#[derive(Default)]
pub(crate) struct Account {
    pub(crate) users: BTreeMap<String, Identity>,
    pub(crate) roles: BTreeMap<String, Identity>,
    groups: BTreeMap<String, Identity>,
    /// The users of each group.
    members: BTreeMap<String, BTreeSet<String>>,
    /// Whether there is a folder of groups.
    has_groups: bool,
    policies: BTreeMap<Name, Policy>,
}

/// A user, a role or a group.
#[derive(Default)]
pub(crate) struct Identity {
    /// `None` where the list of attached policies is not there.
    attached: Option<BTreeSet<Name>>,
    /// The groups that the user's own list names, if it is there.
    groups: Option<BTreeSet<String>>,
}

/// The name of a policy; a custom one and one of Alibaba Cloud's can have the same.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Name {
    pub(crate) is_system: bool,
    pub(crate) name: String,
}

/// What decides on somebody's requests.
pub(crate) struct Decides<'a> {
    pub(crate) policies: Vec<(&'a Name, &'a Policy)>,
    /// Lists and documents that are not there.
    pub(crate) missing: Vec<String>,
    /// The policies that are attached to nobody else, and not by a group.
    pub(crate) own: Vec<&'a Name>,
}

impl Account {
    /// Reads `users/<name>/`, `roles/<name>/`, `groups/<name>/` and `policies/`.
    pub(crate) fn read(folder: &Path) -> Result<Self, Failure> {
        entries(folder)?;
        let mut account = Self::default();
        let kinds = ["users", "roles", "groups"].map(|kind| folder.join(kind));
        if !kinds.iter().any(|kind| kind.is_dir()) {
            let message = format!(
                "{} holds no `users`, `roles` or `groups`",
                path_name(folder)
            );
            return Err(
                Failure::new(message).help("docs/audit.md has the calls that make such a folder")
            );
        }
        let [users, roles, groups] = kinds;
        account.users = identities(&users, None)?;
        account.roles = identities(&roles, None)?;
        account.has_groups = groups.is_dir();
        account.groups = identities(&groups, Some(&mut account.members))?;
        let policies = folder.join("policies");
        if policies.is_dir() {
            account.read_policies(&policies)?;
        }
        // Whoever a group names is there, though nothing else is known of them.
        for user in account.members.values().flatten() {
            account.users.entry(user.clone()).or_default();
        }
        if account.users.is_empty() && account.roles.is_empty() {
            let message = format!("{} holds neither a user nor a role", path_name(folder));
            return Err(
                Failure::new(message).help("docs/audit.md has the calls that make such a folder")
            );
        }
        Ok(account)
    }

    fn read_policies(&mut self, folder: &Path) -> Result<(), Failure> {
        let all = files(folder, |ending| ending == "json")?;
        // A document that a link does not lead to is one that is not there.
        for path in all.into_iter().filter(|path| path.exists()) {
            let (name, policy) = policy(&path)?;
            if self.policies.insert(name.clone(), policy).is_some() {
                let message = format!(
                    "{}: the policy {} is here twice",
                    path_name(&path),
                    name.shown()
                );
                return Err(Failure::new(message).help("keep its current version alone"));
            }
        }
        Ok(())
    }

    pub(crate) fn user(&self, name: &str) -> Option<Decides<'_>> {
        let user = self.users.get(name)?;
        let mut groups: BTreeSet<&String> = user.groups.iter().flatten().collect();
        let members = self
            .members
            .iter()
            .filter(|(_, users)| users.contains(name));
        groups.extend(members.map(|(group, _)| group));
        let mut missing = self.unknown_groups(user);
        let mut lists = vec![(format!("users/{name}"), Some(user))];
        lists.extend(
            groups
                .into_iter()
                .map(|group| (format!("groups/{group}"), self.groups.get(group))),
        );
        let mut attached = BTreeSet::new();
        for (whose, list) in lists {
            match list.and_then(|identity| identity.attached.as_ref()) {
                Some(names) => attached.extend(names),
                None => missing.push(format!("the list of policies of {whose}")),
            }
        }
        Some(self.decides(attached, missing, user))
    }

    /// Lists without which nobody knows in which groups a user is.
    fn unknown_groups(&self, user: &Identity) -> Vec<String> {
        if user.groups.is_some() {
            return Vec::new();
        }
        if !self.has_groups {
            return vec!["the groups".to_owned()];
        }
        let groups = self.groups.keys();
        let open = groups.filter(|group| !self.members.contains_key(*group));
        open.map(|group| format!("the members of groups/{group}"))
            .collect()
    }

    pub(crate) fn role(&self, name: &str) -> Option<Decides<'_>> {
        let role = self.roles.get(name)?;
        let mut missing = Vec::new();
        if role.attached.is_none() {
            missing.push(format!("the list of policies of roles/{name}"));
        }
        let attached = role.attached.iter().flatten().collect();
        Some(self.decides(attached, missing, role))
    }

    fn decides<'a>(
        &'a self,
        attached: BTreeSet<&'a Name>,
        mut missing: Vec<String>,
        whose: &'a Identity,
    ) -> Decides<'a> {
        let mut policies = Vec::new();
        for name in attached {
            match self.policies.get(name) {
                Some(policy) => policies.push((name, policy)),
                None => missing.push(format!("the document of {}", name.shown())),
            }
        }
        let own = whose.attached.iter().flatten();
        let own = own.filter(|name| !name.is_system && self.holders(name) == 1);
        Decides {
            policies,
            missing,
            own: own.collect(),
        }
    }

    /// To how many users, roles and groups a policy is attached.
    fn holders(&self, name: &Name) -> usize {
        let all = self
            .users
            .values()
            .chain(self.roles.values())
            .chain(self.groups.values());
        let with = all.filter(|identity| {
            identity
                .attached
                .as_ref()
                .is_some_and(|names| names.contains(name))
        });
        with.count()
    }
}

impl Name {
    /// `Custom/name`
    pub(crate) fn shown(&self) -> String {
        let kind = if self.is_system { "System" } else { "Custom" };
        format!("{kind}/{}", printable_line(&self.name))
    }
}

/// The folders of a kind, each with its lists.
fn identities(
    folder: &Path,
    mut members: Option<&mut BTreeMap<String, BTreeSet<String>>>,
) -> Result<BTreeMap<String, Identity>, Failure> {
    let mut all = BTreeMap::new();
    if !is_folder(folder)? {
        return Ok(all);
    }
    for path in entries(folder)? {
        if !is_folder(&path)? {
            continue;
        }
        let name = file_name(&path)?;
        let mut identity = Identity::default();
        let mut cut = BTreeMap::new();
        for file in entries(&path)?.into_iter().filter(|file| is_json(file)) {
            let answer = answer(&file)?;
            if !["Policies", "Groups", "Users"]
                .iter()
                .any(|list| answer.get(list).is_some())
            {
                let message = format!(
                    "{}: this holds no list of policies, groups or users",
                    path_name(&file)
                );
                return Err(Failure::new(message)
                    .help("put the answer there as the API gave it, or move the file elsewhere"));
            }
            for (list, key) in [
                ("Policies", "Policy"),
                ("Groups", "Group"),
                ("Users", "User"),
            ] {
                let Some(items) = answer.get(list).and_then(|inner| inner.get(key)) else {
                    continue;
                };
                let Some(items) = items.as_array() else {
                    return Err(no_list(&file, list, key));
                };
                // The last page of a list in pages says that it is not cut off.
                let is_cut = match answer.get("IsTruncated") {
                    None | Some(Value::Bool(false)) => false,
                    Some(Value::String(text)) => text != "false",
                    Some(_) => true,
                };
                let still = cut.entry(list).or_insert(true);
                *still = *still && is_cut;
                for item in items {
                    let text = |key: &str| item.get(key).and_then(Value::as_str).map(str::to_owned);
                    match list {
                        "Policies" => {
                            let (Some(name), Some(kind)) = (text("PolicyName"), text("PolicyType"))
                            else {
                                return Err(no_list(&file, list, key));
                            };
                            let name = Name {
                                is_system: kind == "System",
                                name,
                            };
                            identity.attached.get_or_insert_default().insert(name);
                        }
                        "Groups" => {
                            identity.groups.get_or_insert_default().insert(
                                text("GroupName").ok_or_else(|| no_list(&file, list, key))?,
                            );
                        }
                        _ => {
                            let user = text("UserName").ok_or_else(|| no_list(&file, list, key))?;
                            if let Some(members) = &mut members {
                                members.entry(name.clone()).or_default().insert(user);
                            }
                        }
                    }
                }
                match (list, &mut members) {
                    ("Policies", _) => {
                        identity.attached.get_or_insert_default();
                    }
                    ("Groups", _) => {
                        identity.groups.get_or_insert_default();
                    }
                    (_, Some(members)) => {
                        members.entry(name.clone()).or_default();
                    }
                    _ => {}
                }
            }
        }
        // A list that is cut off is as good as none.
        if cut.get("Policies") == Some(&true) {
            identity.attached = None;
        }
        if cut.get("Groups") == Some(&true) {
            identity.groups = None;
        }
        if let (Some(true), Some(members)) = (cut.get("Users"), &mut members) {
            members.remove(&name);
        }
        all.insert(name, identity);
    }
    Ok(all)
}

fn no_list(file: &Path, list: &str, key: &str) -> Failure {
    let message = format!(
        "{}: `{list}.{key}` is no list as the RAM API gives it",
        path_name(file)
    );
    Failure::new(message).help("put the answer there as the API gave it")
}

/// A policy with its name: that in the answer, or else that of the file.
fn policy(path: &Path) -> Result<(Name, Policy), Failure> {
    let input = Input::File(path.to_owned());
    let bytes = input.bytes()?;
    let answer: Option<Value> = serde_json::from_slice(&bytes).ok();
    let of_answer = |key: &str| {
        let text = answer.as_ref()?.get("Policy")?.get(key)?.as_str()?;
        Some(text.to_owned())
    };
    let folder = path.parent().and_then(Path::file_name);
    let name = Name {
        is_system: match of_answer("PolicyType") {
            Some(kind) => kind == "System",
            None => folder.is_some_and(|folder| folder.eq_ignore_ascii_case("system")),
        },
        name: match of_answer("PolicyName") {
            Some(name) => name,
            None => path
                .file_stem()
                .and_then(|stem| stem.to_str())
                .unwrap_or_default()
                .to_owned(),
        },
    };
    let mut documents = input.documents(&bytes)?;
    let (Some(document), 0) = (documents.pop(), documents.len()) else {
        return Err(
            Failure::new(format!("{} holds several documents", path_name(path)))
                .help("put each into a file of its own"),
        );
    };
    if document.is_of_other_version() {
        let message = format!(
            "{}: this version of the policy is not in force",
            path_name(path)
        );
        return Err(Failure::new(message)
            .help("put the version there that is, as `aliyun ram GetPolicy` gives it"));
    }
    let policy = document.text().parse::<Policy>().map_err(|error| {
        let message = format!("{}: the policy cannot be read: {error}", path_name(path));
        Failure::new(message).help("RAM would not keep such a policy; was the file changed?")
    })?;
    tell_of_confusable(&document, &confusable(&policy));
    Ok((name, policy))
}

fn answer(file: &Path) -> Result<Value, Failure> {
    // A pipe would be waited for.
    if fs::metadata(file).is_ok_and(|found| !found.is_file()) {
        let message = format!("cannot read {}: {NO_FILE}", path_name(file));
        return Err(Failure::new(message).help("put the answer there as the API gave it"));
    }
    let bytes = read::read(file, &path_name(file), ANSWER)?;
    serde_json::from_slice(&bytes).map_err(|error| {
        Failure::new(format!("{}: this is no JSON: {error}", path_name(file)))
            .help("put the answer there as the API gave it")
    })
}

/// What is none of a file is said where it is read.
fn is_json(path: &Path) -> bool {
    ending(path).as_deref() == Some("json")
}

/// Whether there is such a folder. A link that leads to nothing may have led to one.
fn is_folder(path: &Path) -> Result<bool, Failure> {
    match fs::metadata(path) {
        Ok(found) => Ok(found.is_dir()),
        Err(error) if error.kind() == io::ErrorKind::NotFound && !path.is_symlink() => Ok(false),
        Err(error) => Err(read::refuse(path, &path_name(path), &error)),
    }
}

fn file_name(path: &Path) -> Result<String, Failure> {
    let name = path.file_name().and_then(|name| name.to_str());
    name.map(str::to_owned).ok_or_else(|| {
        let message = format!("{}: the name is no UTF-8", path_name(path));
        Failure::new(message).help("give the folder the name that the RAM API has, or remove it")
    })
}
