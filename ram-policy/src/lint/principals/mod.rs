//! The checks of principals.

mod form;
mod of_kind;
mod other_cloud;
mod trust;

use crate::lint::checker::Checker;
use crate::policy::aws;
use crate::policy::kind::Kind;
use crate::policy::located::Located;
use crate::policy::pattern::Pattern;

impl Checker<'_> {
    pub(crate) fn principals(&mut self) {
        for statement in &self.policy.statements {
            self.principal_of_kind(statement);
            for (kind, value) in statement.principal.iter().flat_map(|all| &all.values) {
                self.principal(kind.as_deref(), value);
            }
            if self.kind == Kind::Trust {
                self.trust_action(statement);
                self.token(statement);
                self.audience(statement);
            }
        }
    }

    fn principal(&mut self, kind: Option<&str>, principal: &Located<Pattern>) {
        let text = principal.value.as_str();
        let service = || aws::is_service(text).then_some((text, "a service"));
        if let Some((name, what)) = aws::name(text).or_else(service) {
            self.aws(name, what, principal.range);
            return;
        }
        let fields: Vec<&str> = text.splitn(5, ':').collect();
        if self.placeholders(&fields, principal.range)
            || self.placeholder_words("", text, principal.range)
        {
            return;
        }
        if let ["acs", _, _, account, _] = fields[..] {
            self.account(account, principal);
        }
        self.principal_form(kind, principal);
        if kind == Some("Service") && !text.starts_with("acs:") {
            self.service_principal(principal);
        }
    }
}
