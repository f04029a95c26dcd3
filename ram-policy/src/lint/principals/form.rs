//! The checks of how principals are written.

use crate::lint::checker::Checker;
use crate::lint::registry::MALFORMED_PRINCIPAL;
use crate::policy::located::Located;
use crate::policy::pattern::{Pattern, is_wildcard};
use ram_diagnostics::escaped;

/// How many digits account IDs have at least and at most. Those of today have 16, and early ones have fewer.
const DIGITS: (usize, usize) = (5, 20);

const HELP: &str = "write `acs:ram::<account-id>:root`, with `user/<name>` or `role/<name>` in place of `root` for one of the account";

const PROVIDER_HELP: &str = "write `acs:ram::<account-id>:oidc-provider/<name>` or `acs:ram::<account-id>:saml-provider/<name>`";

const WHOLE_ID: &str = "write the whole ID of the account";

impl Checker<'_> {
    /// Reports a principal of RAM that no principal has, or whose account ID is not one.
    pub(super) fn principal_form(&mut self, kind: Option<&str>, principal: &Located<Pattern>) {
        let text = principal.value.as_str();
        let is_of_ram = matches!(kind, Some("RAM" | "Federated")) || text.starts_with("acs:ram:");
        if kind == Some("Service") && text.starts_with("acs:") {
            let name = escaped(text);
            let message = format!("`{name}` is not a service, and includes no other principal");
            let help = "write a service such as `ecs.aliyuncs.com`, or put the value under its type: `RAM` or `Federated`";
            self.report(MALFORMED_PRINCIPAL, principal.range, message, help);
            return;
        }
        // Another rule reports what is open to everyone, and an ID that is masked with stars.
        let is_id = text.chars().all(|c| is_wildcard(c) || c.is_ascii_digit());
        let is_of_some = text.contains(is_wildcard) && text.contains(|c: char| c.is_ascii_digit());
        if is_id && is_of_some && matches!(kind, None | Some("RAM")) && !text.contains("***") {
            self.wildcard_in_account(principal, text);
            return;
        }
        if !is_of_ram || is_id || ["${", "***"].iter().any(|part| text.contains(part)) {
            return;
        }
        let is_provider = kind == Some("Federated");
        let help = if is_provider { PROVIDER_HELP } else { HELP };
        let fields: Vec<&str> = text.split(':').collect();
        let (account, name) = match fields[..] {
            ["acs", "ram", region, account, name]
                if region.chars().all(is_wildcard) && is_name(name, is_provider) =>
            {
                (account, name)
            }
            // One that matches the missing fields is open.
            _ if text.starts_with("acs:") && text.ends_with('*') => return,
            _ => {
                let message = format!("`{}` is not a valid principal of RAM", escaped(text));
                self.report(MALFORMED_PRINCIPAL, principal.range, message, help);
                return;
            }
        };
        let is_open = !account.is_empty() && account.chars().all(is_wildcard);
        let is_digits = account.chars().all(|c| c.is_ascii_digit());
        if is_open || name.is_empty() {
            return;
        }
        if account.contains(is_wildcard) {
            self.wildcard_in_account(principal, account);
        } else if is_digits && !(DIGITS.0..=DIGITS.1).contains(&account.len()) {
            let message =
                format!("`{account}` is not an account ID; those of today have 16 digits");
            self.report(MALFORMED_PRINCIPAL, principal.range, message, WHOLE_ID);
        }
    }

    /// Reports an ID of an account that is only known in part.
    fn wildcard_in_account(&mut self, principal: &Located<Pattern>, account: &str) {
        let message = format!(
            "the account ID `{account}` has a wildcard, and is that of other accounts as well"
        );
        self.report(MALFORMED_PRINCIPAL, principal.range, message, WHOLE_ID);
    }
}

/// Reports whether a principal, or a provider, may have this name in its account.
fn is_name(name: &str, is_provider: bool) -> bool {
    let is_of = |kinds: &[&str]| {
        let (kind, rest) = name.split_once('/').unwrap_or_default();
        kinds.contains(&kind) && !rest.is_empty()
    };
    let starts_open = name.starts_with(is_wildcard);
    if is_provider {
        starts_open || is_of(&["oidc-provider", "saml-provider"])
    } else {
        starts_open || name == "root" || is_of(&["user", "role"])
    }
}
