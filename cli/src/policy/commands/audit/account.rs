//! The users, roles, groups and policies of an account, read from a folder.

use super::identity::Identity;
use super::policy_file::read_policy;
use super::policy_name::PolicyName;
use crate::output::failure::Failure;
use crate::output::printable::path_name;
use crate::policy::input::walk::{entries, files};
use ram_policy::Policy;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

#[derive(Default)]
pub(crate) struct Account {
    pub(crate) users: BTreeMap<String, Identity>,
    pub(crate) roles: BTreeMap<String, Identity>,
    groups: BTreeMap<String, Identity>,
    /// Whether there is a folder of groups.
    has_groups: bool,
    policies: BTreeMap<PolicyName, Policy>,
}

/// The policies that decide on the requests of a user or a role.
pub(crate) struct Decides<'a> {
    pub(crate) policies: Vec<(&'a PolicyName, &'a Policy)>,
    /// Missing lists and documents.
    pub(crate) missing: Vec<String>,
    /// The policies that are attached to no one else, and directly.
    pub(crate) own: Vec<&'a PolicyName>,
}

impl Account {
    /// Reads `users/<name>/`, `roles/<name>/`, `groups/<name>/` and `policies/`.
    pub(crate) fn read(folder: &Path) -> Result<Self, Failure> {
        entries(folder)?;
        let mut account = Self::default();
        let kinds = ["users", "roles", "groups"].map(|kind| folder.join(kind));
        if !kinds.iter().any(|kind| kind.is_dir()) {
            let message = format!(
                "{} contains no `users`, `roles` or `groups`",
                path_name(folder)
            );
            return Err(Failure::new(message).help("docs/audit.md shows how to make such a folder"));
        }
        let [users, roles, groups] = kinds;
        account.users = Identity::read_all(&users)?;
        account.roles = Identity::read_all(&roles)?;
        account.has_groups = groups.is_dir();
        account.groups = Identity::read_all(&groups)?;
        let policies = folder.join("policies");
        if policies.is_dir() {
            account.read_policies(&policies)?;
        }
        // The members of a group are users, even if nothing else is known of them.
        let members = account
            .groups
            .values()
            .filter_map(|group| group.members.as_ref());
        for user in members.flatten() {
            account.users.entry(user.clone()).or_default();
        }
        if account.users.is_empty() && account.roles.is_empty() {
            let message = format!("{} contains neither a user nor a role", path_name(folder));
            return Err(Failure::new(message).help("docs/audit.md shows how to make such a folder"));
        }
        Ok(account)
    }

    fn read_policies(&mut self, folder: &Path) -> Result<(), Failure> {
        let all = files(folder, |ending| ending == "json")?;
        // The document of a dangling symlink is missing.
        for path in all.into_iter().filter(|path| path.exists()) {
            let (name, policy) = read_policy(&path)?;
            if self.policies.insert(name.clone(), policy).is_some() {
                let message = format!(
                    "{}: the policy {} occurs twice",
                    path_name(&path),
                    name.shown()
                );
                return Err(Failure::new(message).help("keep only its current version"));
            }
        }
        Ok(())
    }

    pub(crate) fn user(&self, name: &str) -> Option<Decides<'_>> {
        let user = self.users.get(name)?;
        let mut groups: BTreeSet<&String> = user.groups.iter().flatten().collect();
        groups.extend(
            self.groups
                .iter()
                .filter(|(_, group)| group.members.as_ref().is_some_and(|all| all.contains(name)))
                .map(|(group, _)| group),
        );
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

    /// Returns the lists without which the groups of a user are unknown.
    fn unknown_groups(&self, user: &Identity) -> Vec<String> {
        if user.groups.is_some() {
            return Vec::new();
        }
        if !self.has_groups {
            return vec!["the groups".to_owned()];
        }
        self.groups
            .iter()
            .filter(|(_, group)| group.members.is_none())
            .map(|(name, _)| format!("the members of groups/{name}"))
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
        attached: BTreeSet<&'a PolicyName>,
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
        Decides {
            policies,
            missing,
            own: whose
                .attached
                .iter()
                .flatten()
                .filter(|name| !name.is_system && self.holders(name) == 1)
                .collect(),
        }
    }

    /// Counts the users, roles and groups that a policy is attached to.
    fn holders(&self, name: &PolicyName) -> usize {
        [&self.users, &self.roles, &self.groups]
            .into_iter()
            .flat_map(BTreeMap::values)
            .filter_map(|identity| identity.attached.as_ref())
            .filter(|names| names.contains(name))
            .count()
    }
}
