// A set that is dropped checks nothing.
#![deny(unused_must_use)]
use ack_catalog::policy;

fn main() {
    policy!("deploy/policy.json", on = "acs:cs:*:*:*", with = {acs:SourceIp = "10.0.0.1"});
}
