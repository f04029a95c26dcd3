//! Where in a Terraform file an expression is, and whether a policy belongs there.

use crate::field::{Shown, is_prose, shown_by};
use crate::role::{Role, is_of_clouds, is_of_stack, kind_of, kind_of_block};
use hcl_edit::expr::Expression;
use hcl_edit::structure::{Block, BlockLabel};
use ram_policy::Kind;

/// A name that has its value at a place.
pub(crate) enum Value<'a> {
    /// Only expressions elsewhere use it.
    Local,
    /// A variable without another value.
    Default(&'a str),
    /// A variable, in a file of values.
    Given(&'a str),
}

/// The names of the surrounding blocks, attributes and objects.
#[derive(Debug, Default)]
pub(crate) struct Place {
    path: Vec<String>,
    /// How many of the names are those of an attribute and of the objects in it.
    fields: usize,
}

impl Place {
    pub(crate) fn enter_block(&mut self, block: &Block) {
        self.path.push(block.ident.to_string());
        let labels = block.labels.iter().map(BlockLabel::as_str);
        self.path.extend(labels.map(str::to_owned));
    }

    pub(crate) fn leave_block(&mut self, block: &Block) {
        let inside = self.path.len() - block.labels.len() - 1;
        self.path.truncate(inside);
    }

    pub(crate) fn enter(&mut self, name: &str) {
        self.path.push(name.to_owned());
        self.fields += 1;
    }

    pub(crate) fn leave(&mut self) {
        self.path.pop();
        self.fields -= 1;
    }

    pub(crate) fn address(&self) -> String {
        self.path.join(".")
    }

    /// Returns true for an attribute of a block `locals`, and for the objects in it.
    pub(crate) fn is_local(&self) -> bool {
        matches!(&self.path[..], [block, _, ..] if block == "locals")
    }

    /// Returns true if an attribute at this place is never a policy of RAM: a description, the type of a variable, the
    /// policy of a stack. A local value or one of a variable may be, whatever its name is.
    pub(crate) fn is_never_policy(&self, attribute: &str, value: &Expression) -> bool {
        let is_of_variable = matches!(&self.path[..], [block, _] if block == "variable");
        let is_value = self.fields == 0 && self.is_of_values();
        let around = self.field_names().next();
        let is_object = |value: &Expression| matches!(value, Expression::Object(_));
        let has_objects = match value {
            Expression::Array(items) => items.iter().any(is_object),
            _ => is_object(value),
        };
        is_of_stack(attribute)
            || (is_of_variable && attribute != "default")
            || (!is_value && is_prose(around, attribute) && !has_objects)
    }

    /// Returns true in `locals` and at the top of a file of values, where names are those of values.
    fn is_of_values(&self) -> bool {
        self.path.len() == self.fields || self.path[0] == "locals"
    }

    /// Returns the names of the attribute and of the objects in it, the innermost one first.
    fn field_names(&self) -> impl Iterator<Item = &str> {
        self.path.iter().rev().take(self.fields).map(String::as_str)
    }

    /// Returns true for an argument of a module.
    pub(crate) fn is_of_module(&self) -> bool {
        self.path.first().is_some_and(|block| block == "module")
    }

    /// Returns true in the tags of a resource.
    pub(crate) fn is_of_tags(&self) -> bool {
        let name = self.path.last();
        name.is_some_and(|name| name.ends_with("tags") || name.ends_with("labels"))
    }

    /// Returns the name that has its value here, if it is one.
    pub(crate) fn value(&self) -> Option<Value<'_>> {
        match &self.path[..] {
            [block, ..] if block == "locals" || block == "output" => Some(Value::Local),
            [block, name, ..] if block == "variable" => Some(Value::Default(name)),
            [name, ..] if self.path.len() == self.fields => Some(Value::Given(name)),
            _ => None,
        }
    }

    /// Returns true for the statements of a policy as old versions of the provider have them, in a list.
    pub(crate) fn is_statements(&self) -> bool {
        matches!(&self.path[..], [_, kind, _, attribute] if kind.contains("policy") && attribute == "statement")
    }

    /// Returns true for a block with a policy of AWS, whose names are others.
    pub(crate) fn is_block_of_aws(&self) -> bool {
        matches!(&self.path[..], [_, kind, _] if kind == "aws_iam_policy_document")
    }

    /// Returns true in a resource of another cloud.
    pub(crate) fn is_of_other_cloud(&self) -> bool {
        matches!(&self.path[..], [block, kind, ..] if matches!(&**block, "resource" | "data") && is_of_clouds(kind))
    }

    /// Returns true if the innermost name is one that policies have.
    pub(crate) fn is_named(&self) -> bool {
        let name = self.path.last();
        name.is_some_and(|name| Role::of_name(name) != Role::Other)
    }

    pub(crate) fn role(&self) -> Role {
        if self.documented_kind().is_some() {
            return Role::Policy;
        }
        match &self.path[..] {
            [block, kind, _, .., name] if matches!(&**block, "resource" | "data") => {
                let is_own = self.path.len() == 4;
                Role::of(kind, name, is_own)
            }
            [block, _, path @ ..] if block == "module" => Role::of_argument(path),
            // The policies of a local value count where it is used.
            [block, _, .., name] if block == "locals" => Role::of_part(name),
            [.., name] => Role::of_name(name),
            [] => Role::Other,
        }
    }

    /// Returns what this place shows about a policy.
    pub(crate) fn shown(&self) -> Option<Shown> {
        self.documented_kind()
            .map(Shown::Kind)
            .or_else(|| self.shown_by_name())
    }

    /// Returns the kind of a policy at this place, if the place shows it.
    pub(crate) fn kind(&self) -> Option<Kind> {
        match self.shown()? {
            Shown::Kind(kind) => Some(kind),
            Shown::Boundary => None,
        }
    }

    /// Returns what the name of the field shows, or those of the ones around it: `control_policies = { a = { policy_document = … } }`. The name of a value shows it only where no
    /// reference does.
    fn shown_by_name(&self) -> Option<Shown> {
        match &self.path[..] {
            _ if self.is_of_values() => None,
            [block, ..] if block == "variable" => None,
            [block, label, ..] if block == "output" => shown_by(label),
            _ => self.field_names().take(3).find_map(shown_by),
        }
    }

    /// Returns the kind of the policies that this place has by the documentation.
    pub(crate) fn documented_kind(&self) -> Option<Kind> {
        if self.is_of_session() {
            return Some(Kind::Session);
        }
        if let [block, resource, _] = &self.path[..]
            && block == "resource"
        {
            return kind_of_block(resource);
        }
        let (resource, name) = self.attribute();
        kind_of(resource, name?)
    }

    /// Returns true for the policy of a session: `assume_role { policy = … }` of a provider, `assume_role_with_oidc`
    /// and `assume_role_with_saml`, and `assume_role_policy` of a backend.
    fn is_of_session(&self) -> bool {
        match &self.path[..] {
            [.., block, name] if name == "policy" => matches!(
                &block[..],
                "assume_role" | "assume_role_with_oidc" | "assume_role_with_saml"
            ),
            [block, .., name] if name == "assume_role_policy" => {
                block == "terraform" || block == "data"
            }
            _ => false,
        }
    }

    /// Returns true where a resource cannot do without a policy: an empty text is a broken one there, and none
    /// elsewhere.
    pub(crate) fn requires_policy(&self) -> bool {
        let kind = self.documented_kind();
        kind.is_some_and(|kind| matches!(kind, Kind::Identity | Kind::Trust | Kind::Control))
    }

    /// Returns the type of the resource, if this is an attribute of its own, and the innermost name.
    fn attribute(&self) -> (Option<&str>, Option<&str>) {
        let resource = match &self.path[..] {
            [block, kind, _, _] if block == "resource" => Some(kind.as_str()),
            _ => None,
        };
        (resource, self.path.last().map(String::as_str))
    }
}
