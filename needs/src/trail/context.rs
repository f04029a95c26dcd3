//! The condition keys of a request that an event tells.

use super::event::Event;
use ram_policy::{Condition, Context, Policies, Ternary};
use std::net::IpAddr;

/// The keys that an event can tell.
const SOURCE_IP: &str = "acs:SourceIp";
const SOURCE_VPC: &str = "acs:SourceVpc";
const SECURE_TRANSPORT: &str = "acs:SecureTransport";
const MFA_PRESENT: &str = "acs:MFAPresent";
const CURRENT_TIME: &str = "acs:CurrentTime";

/// The condition keys that policies mention. Requests that differ in others have the same decision.
#[derive(Clone, Debug, Default)]
pub struct Mentioned {
    source_ip: bool,
    source_vpc: bool,
    secure_transport: bool,
    mfa_present: bool,
    /// The conditions on the time. Their results count, since hardly two events have the same time.
    times: Vec<Condition>,
}

impl Mentioned {
    /// Finds the keys that policies mention.
    pub fn by(policies: &Policies<'_>) -> Self {
        let mut mentioned = Self::default();
        mentioned.add(policies);
        mentioned
    }

    /// Adds the keys that other policies mention.
    pub fn add(&mut self, policies: &Policies<'_>) {
        let statements = policies
            .attached()
            .iter()
            .flat_map(|(_, policy)| policy.statements());
        for condition in statements.flat_map(|statement| &statement.conditions) {
            match &*condition.key.value {
                SOURCE_IP => self.source_ip = true,
                SOURCE_VPC => self.source_vpc = true,
                SECURE_TRANSPORT => self.secure_transport = true,
                MFA_PRESENT => self.mfa_present = true,
                CURRENT_TIME => self.times.push(condition.clone()),
                _ => {}
            }
        }
    }

    /// Returns the mentioned keys with their values. The context is open: an event does not tell all keys.
    pub(super) fn context(&self, event: &Event<'_>) -> Context {
        let mut context = Context::open();
        self.each(event, |key, value| {
            context = std::mem::take(&mut context).with(key, value);
        });
        if !self.times.is_empty() {
            context = context.with(CURRENT_TIME, &event.time);
        }
        context
    }

    /// Adds the bytes that tell apart what conditions can tell apart.
    pub(super) fn push_to(&self, event: &Event<'_>, bytes: &mut Vec<u8>) {
        self.each(event, |key, value| {
            bytes.extend_from_slice(key.as_bytes());
            bytes.extend_from_slice(value.as_bytes());
            bytes.push(0xff);
        });
        if !self.times.is_empty() {
            let context = Context::open().with(CURRENT_TIME, &event.time);
            bytes.extend(
                self.times
                    .iter()
                    .map(|condition| match condition.holds(&context) {
                        Ternary::True => 1,
                        Ternary::False => 0,
                        Ternary::Unknown => 2,
                    }),
            );
        }
    }

    fn each(&self, event: &Event<'_>, mut each: impl FnMut(&'static str, &str)) {
        let name = |value: bool| if value { "true" } else { "false" };
        // A service, or `Internal`, has no address.
        let ip = event.source.as_deref().filter(|_| self.source_ip);
        if let Some(ip) = ip.filter(|ip| ip.parse::<IpAddr>().is_ok()) {
            each(SOURCE_IP, ip);
        }
        if let Some(vpc) = event.vpc.as_deref().filter(|_| self.source_vpc) {
            each(SOURCE_VPC, vpc);
        }
        if let Some(value) = event.secure_transport.filter(|_| self.secure_transport) {
            each(SECURE_TRANSPORT, name(value));
        }
        if let Some(value) = event.mfa.filter(|_| self.mfa_present) {
            each(MFA_PRESENT, name(value));
        }
    }
}
