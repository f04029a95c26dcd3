//! Where in a Terraform file an expression is, and whether a policy belongs there.

use crate::role::{Role, is_of_aws, is_of_stack, kind_of};
use hcl_edit::structure::{Block, BlockLabel};
use ram_policy::Kind;

/// Attributes that are texts for people.
const PROSE: [&str; 3] = ["description", "error_message", "comment"];

/// The names of the surrounding blocks, attributes and objects.
#[derive(Debug, Default)]
pub(crate) struct Place {
    path: Vec<String>,
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
    }

    pub(crate) fn leave(&mut self) {
        self.path.pop();
    }

    pub(crate) fn address(&self) -> String {
        self.path.join(".")
    }

    /// Returns true for an attribute of a block `locals`.
    pub(crate) fn is_local(&self) -> bool {
        matches!(&self.path[..], [block, _] if block == "locals")
    }

    /// Returns true if an attribute at this place is never a policy of RAM: a description, the type of a variable, the
    /// policy of a stack.
    pub(crate) fn is_prose(&self, attribute: &str) -> bool {
        let is_of_variable = matches!(&self.path[..], [block, _] if block == "variable");
        PROSE.contains(&attribute)
            || is_of_stack(attribute)
            || (is_of_variable && attribute != "default")
    }

    /// Returns true for the statements of a policy as old versions of the provider have them, in a list.
    pub(crate) fn is_statements(&self) -> bool {
        matches!(&self.path[..], [_, kind, _, attribute] if kind.contains("policy") && attribute == "statement")
    }

    /// Returns true for a block with a policy of AWS, whose names are others.
    pub(crate) fn is_block_of_aws(&self) -> bool {
        matches!(&self.path[..], [_, kind, _] if kind == "aws_iam_policy_document")
    }

    /// Returns true in a resource of AWS.
    pub(crate) fn is_of_aws(&self) -> bool {
        matches!(&self.path[..], [block, kind, ..] if matches!(&**block, "resource" | "data") && is_of_aws(kind))
    }

    /// Returns true if the innermost name is one that policies have.
    pub(crate) fn is_named(&self) -> bool {
        let name = self.path.last();
        name.is_some_and(|name| Role::of_name(name) != Role::Other)
    }

    pub(crate) fn role(&self) -> Role {
        if self.kind().is_some() {
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

    /// Returns the kind of a policy at this place, if the place shows it.
    pub(crate) fn kind(&self) -> Option<Kind> {
        if self.is_of_session() {
            return Some(Kind::Session);
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
        let kind = self.kind();
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
