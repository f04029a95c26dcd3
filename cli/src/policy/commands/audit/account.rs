//! The users, roles, groups and policies of an account, read from a folder.

use super::decisions::StatementName;
use super::identity::Identity;
use super::policy_file::read_policy;
use super::policy_name::PolicyName;
use crate::output::failure::Failure;
use crate::output::printable::path_name;
use crate::policy::input::walk::{entries, files};
use crate::policy::verdict::places::Places;
use ram_policy::Policy;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

#[derive(Default)]
pub(super) struct Account {
    users: BTreeMap<String, Identity>,
    roles: BTreeMap<String, Identity>,
    groups: BTreeMap<String, Identity>,
    /// True if there is a folder of groups.
    has_groups: bool,
    policies: BTreeMap<PolicyName, Policy>,
}

/// The policies that apply to a user or a role.
pub(super) struct Attached<'a> {
    pub(super) policies: Vec<(&'a PolicyName, &'a Policy)>,
    /// Missing lists and documents.
    pub(super) missing: Vec<String>,
    /// The custom policies that are attached to this identity only.
    pub(super) own: Vec<&'a PolicyName>,
}

impl Account {
    /// Reads `users/<name>/`, `roles/<name>/`, `groups/<name>/` and `policies/`.
    pub(super) fn read(folder: &Path) -> Result<Self, Failure> {
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
        let [users, roles, groups] = &kinds;
        account.users = Identity::read_all(users)?;
        account.roles = Identity::read_all(roles)?;
        account.has_groups = groups.is_dir();
        account.groups = Identity::read_all(groups)?;
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
            let message = format!("{} contains no users and no roles", path_name(folder));
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

    pub(super) fn users(&self) -> impl Iterator<Item = (&String, Attached<'_>)> {
        self.users.iter().map(|(name, user)| {
            let mut groups: BTreeSet<&String> = user.groups.iter().flatten().collect();
            for (group, identity) in &self.groups {
                if identity
                    .members
                    .as_ref()
                    .is_some_and(|all| all.contains(name))
                {
                    groups.insert(group);
                }
            }
            let mut lists = vec![(format!("users/{name}"), Some(user))];
            lists.extend(
                groups
                    .into_iter()
                    .map(|group| (format!("groups/{group}"), self.groups.get(group))),
            );
            (name, self.attached(user, &lists, self.unknown_groups(user)))
        })
    }

    pub(super) fn roles(&self) -> impl Iterator<Item = (&String, Attached<'_>)> {
        self.roles.iter().map(|(name, role)| {
            let list = (format!("roles/{name}"), Some(role));
            (name, self.attached(role, &[list], Vec::new()))
        })
    }

    /// Returns the lists without which the groups of a user are unknown.
    fn unknown_groups(&self, user: &Identity) -> Vec<String> {
        if user.groups.is_some() {
            return Vec::new();
        }
        if !self.has_groups {
            return vec!["groups".to_owned()];
        }
        self.groups
            .iter()
            .filter(|(_, group)| group.members.is_none())
            .map(|(name, _)| format!("members of groups/{name}"))
            .collect()
    }

    fn attached<'a>(
        &'a self,
        identity: &'a Identity,
        lists: &[(String, Option<&'a Identity>)],
        mut missing: Vec<String>,
    ) -> Attached<'a> {
        let mut names = BTreeSet::new();
        for (whose, list) in lists {
            match list.and_then(|list| list.attached.as_ref()) {
                Some(attached) => names.extend(attached),
                None => missing.push(format!("list of policies of {whose}")),
            }
        }
        let mut policies = Vec::new();
        for name in names {
            match self.policies.get(name) {
                Some(policy) => policies.push((name, policy)),
                None => missing.push(format!("document of {}", name.shown())),
            }
        }
        let mut own: Vec<&PolicyName> = identity.attached.iter().flatten().collect();
        own.retain(|name| !name.is_system && self.holders(name) == 1);
        Attached {
            policies,
            missing,
            own,
        }
    }

    /// Returns the text of a statement.
    pub(super) fn statement(&self, name: &StatementName) -> &str {
        let policy = self.policies.get(&name.policy);
        let found = policy.and_then(|policy| {
            let statement = policy.statements().get(name.statement)?;
            Some(statement.range.of(policy.text()))
        });
        found.unwrap_or_default()
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

impl Places for Attached<'_> {
    fn policy(&self, number: usize) -> &Policy {
        self.policies[number].1
    }

    fn place(&self, policy: usize, statement: usize) -> String {
        format!(
            "{}, statement {}",
            self.policies[policy].0.shown(),
            statement + 1
        )
    }
}
