//! The check for roles and resources that are open to everyone.

use crate::eval::decide::ASSUME_ROLE;
use crate::lint::checker::Checker;
use crate::lint::denied::{Denied, Left, tells_callers_apart};
use crate::lint::registry::PUBLIC_ACCESS;
use crate::policy::condition::Operator;
use crate::policy::document::{Condition, Statement};
use crate::policy::kind::Kind;
use crate::policy::located::values;
use crate::policy::pattern::{Pattern, is_wildcard};
use crate::policy::principal_type::PrincipalType;
use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use ram_diagnostics::Severity;
use std::net::Ipv4Addr;

/// The first words of the names of actions that change nothing.
const READS: [&str; 6] = ["Describe", "Get", "Head", "List", "Query", "Select"];

impl Checker<'_> {
    /// Reports principals of an Allow that are not known.
    pub(super) fn public(&mut self, statement: &Statement) {
        // Another rule reports a `Principal` where there is none.
        if !self.kind.has_principals() {
            return;
        }
        let actions = &statement.actions;
        let is_trust = self.kind == Kind::Trust;
        if is_trust && actions.is_negated && !actions.cover(ASSUME_ROLE) {
            return;
        }
        if statement.conditions.iter().any(is_narrowing) {
            return;
        }
        // All actions but a few are nearly all.
        let any = [Pattern::action("*")];
        let allowed: Vec<&Pattern> = if actions.is_negated {
            any.iter().collect()
        } else {
            values(&actions.patterns).collect()
        };
        let work = &mut self.deny_work;
        let mut principals = statement.principal.iter().flat_map(|all| &all.values);
        let open = principals.find_map(|(kind, value)| {
            let mut open = PrincipalType::ALL.into_iter().filter_map(|of| {
                let is_of = kind.as_ref().is_none_or(|kind| kind == of.name());
                let who = is_of.then(|| strangers(of, &value.value)).flatten()?;
                let principal = (Some(of.name().to_owned()), value.clone());
                let denied = Denied::to_strangers(self.policy, statement, &principal, work);
                if is_trust && denied.is_denied(ASSUME_ROLE) {
                    return None;
                }
                let mut left: Vec<&str> = Vec::new();
                for pattern in &allowed {
                    if denied.left(pattern, work) != Left::Few {
                        left.push(pattern.as_str());
                    }
                }
                (!left.is_empty()).then_some((who, value.range, left))
            });
            let (who, range, left) = open.next()?;
            let is_every_type = open.count() == PrincipalType::ALL.len() - 1;
            let is_everyone = is_every_type && value.value.matches(NAME);
            Some((if is_everyone { "anyone" } else { who }, range, left))
        });
        let Some((who, range, left)) = open else {
            return;
        };
        let is_read = |action: &&str| {
            let name = action.split_once(':').map_or("", |(_, name)| name);
            READS.iter().any(|verb| name.starts_with(verb))
        };
        let reads = left.iter().filter(|action| is_read(action)).count();
        let noun = match self.kind {
            Kind::Trust => "role",
            Kind::Bucket => "bucket",
            Kind::Key => "key",
            _ => "resource",
        };
        let is_any = actions.is_negated || left.iter().any(|one| one.contains(is_wildcard));
        let is_reading = !actions.is_negated && reads == left.len();
        let may = match self.kind {
            Kind::Trust => "assume",
            Kind::Bucket if is_reading => "read",
            Kind::Bucket if reads > 0 || is_any => "read and change",
            Kind::Bucket => "change",
            _ => "use",
        };
        let message = format!("{who} can {may} this {noun}");
        let help = "name the accounts, users or roles, or add a condition on the caller";
        let is_note = is_reading && self.kind == Kind::Bucket;
        let finding = self.report(PUBLIC_ACCESS, range, message, help);
        if is_note {
            // As a public website needs.
            finding.severity = Severity::Note;
        }
    }
}

/// A character that only wildcards match, since no pattern has it.
const ANY: &str = "\u{10fffd}";

/// A name of such characters.
const NAME: &str =
    "\u{10fffd}\u{10fffd}\u{10fffd}\u{10fffd}\u{10fffd}\u{10fffd}\u{10fffd}\u{10fffd}";

/// More characters than the name of a principal has.
const LONGEST: usize = 128;

/// Returns whom of a type a pattern includes, if the pattern does not limit them to an account.
fn strangers(of: PrincipalType, principal: &Pattern) -> Option<&'static str> {
    let text = principal.as_str();
    // A computed part is not known to be any.
    let is_computed = text.contains("${");
    if principal.is_literal() || is_computed || text.chars().filter(|c| *c != '*').count() > LONGEST
    {
        return None;
    }
    // IDs have 16 digits today, and early ones have as many as a pattern of `?` says.
    let account = text.split(':').nth(3).unwrap_or(text);
    let digits = [16, account.chars().count().clamp(5, 20)];
    let in_any_account = |service: &str, relative: &str| {
        digits.into_iter().any(|digits| {
            let account = ANY.repeat(digits);
            principal.matches(&format!("acs:{service}::{account}:{relative}"))
        })
    };
    let named = |kind: &str| format!("{kind}/{NAME}");
    // The part after the last colon is the name, as far as the pattern gives one.
    let own = text.rsplit(':').next().unwrap_or_default();
    let own = own.replace(is_wildcard, ANY);
    let is_provider = |relative: &str| {
        ["oidc-provider/", "saml-provider/"]
            .iter()
            .any(|kind| relative.starts_with(kind))
    };
    match of {
        PrincipalType::Ram => {
            let is_every = digits
                .into_iter()
                .any(|digits| principal.matches(&ANY.repeat(digits)))
                || ["root".to_owned(), named("user"), named("role")]
                    .iter()
                    .any(|relative| in_any_account("ram", relative))
                || in_any_account("sts", &named(&named("assumed-role")));
            let is_one = || {
                !is_provider(&own)
                    && ["ram", "sts"]
                        .iter()
                        .any(|service| in_any_account(service, &own))
            };
            match () {
                () if is_every => Some("every user and role of every account"),
                () if is_one() => Some("a principal of this name in any account"),
                () => None,
            }
        }
        PrincipalType::Service => principal
            .matches(&format!("{NAME}.aliyuncs.com"))
            .then_some("every service of Alibaba Cloud"),
        PrincipalType::Federated => {
            let is_every = ["oidc-provider", "saml-provider"]
                .iter()
                .any(|kind| in_any_account("ram", &named(kind)));
            match () {
                () if is_every => Some("every identity provider of every account"),
                () if is_provider(&own) && in_any_account("ram", &own) => {
                    Some("an identity provider of this name in any account")
                }
                () => None,
            }
        }
    }
}

/// Reports whether a condition limits the callers.
fn is_narrowing(condition: &Condition) -> bool {
    let is_open = |text: &str| text.chars().all(is_wildcard);
    let mut values = condition.values.iter().map(|value| value.value.as_str());
    let is_negated = matches!(
        condition.operator.value,
        Operator::Known {
            is_negated: true,
            ..
        }
    );
    tells_callers_apart(&condition.key.value)
        && !is_negated
        && !values.any(is_open)
        && !is_every_address(condition)
}

/// Reports whether the blocks of a condition together have all IPv4 addresses.
fn is_every_address(condition: &Condition) -> bool {
    let mapped = Ipv4Addr::UNSPECIFIED.to_ipv6_mapped();
    let mapped = Ipv6Net::new_assert(mapped, 96);
    let all = Ipv4Net::new_assert(Ipv4Addr::UNSPECIFIED, 0);
    let nets = condition
        .values
        .iter()
        .filter_map(|value| value.value.net());
    let nets = nets.filter_map(|net| match net {
        IpNet::V4(net) => Some(*net),
        IpNet::V6(net) => net.contains(&mapped).then_some(all),
    });
    let nets: Vec<Ipv4Net> = nets.collect();
    Ipv4Net::aggregate(&nets).contains(&all)
}
