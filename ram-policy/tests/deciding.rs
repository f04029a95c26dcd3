//! Decisions by the documented order of evaluation.

use ram_policy::{
    Assumption, Attachment, Context, Decision, NotGiven, Outcome, Policies, Policy, Request,
};

fn policy(statements: &str) -> Policy {
    let text = format!(r#"{{"Version": "1", "Statement": [{statements}]}}"#);
    text.parse().unwrap_or_else(|error| panic!("{error}"))
}

fn decide(statements: &str, context: &Context) -> Decision {
    let policy = policy(statements);
    let policies = Policies::new().attach(&policy);
    policies.decide(&Request::new("cs:GetA", "acs:cs:cn:1:cluster/c1").under(context))
}

fn outcome(statements: &str) -> Outcome {
    decide(statements, &Context::open()).outcome
}

/// Returns an Allow of everything under a condition.
fn under(condition: &str) -> String {
    format!(r#"{{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {condition}}}"#)
}

/// Decides an operator with these values for a request with the given value.
fn holds(operator: &str, values: &str, given: &str) -> Outcome {
    let context = Context::complete().with("k", given);
    decide(
        &under(&format!(r#"{{"{operator}": {{"k": {values}}}}}"#)),
        &context,
    )
    .outcome
}

const ALLOW: &str = r#"{"Effect": "Allow", "Action": "cs:Get*", "Resource": "*"}"#;

#[test]
fn deny_overrides_allow_and_default_is_deny() {
    let deny = r#"{"Effect": "Deny", "Action": "cs:GetA", "Resource": "*"}"#;
    assert_eq!(outcome(ALLOW), Outcome::Allowed);
    assert_eq!(
        outcome(&format!("{ALLOW}, {deny}")),
        Outcome::ExplicitlyDenied
    );
    assert_eq!(outcome(deny), Outcome::ExplicitlyDenied);
    assert_eq!(
        outcome(r#"{"Effect": "Allow", "Action": "cs:Put*", "Resource": "*"}"#),
        Outcome::ImplicitlyDenied
    );
    assert_eq!(
        outcome(r#"{"Effect": "Allow", "NotAction": "cs:Put*", "Resource": "*"}"#),
        Outcome::Allowed
    );
}

#[test]
fn possible_deny_prevents_allowed() {
    let deny = r#"{"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"Null": {"k": "true"}}}"#;
    for context in [
        Context::open(),
        Context::complete(),
        Context::complete().with("k", "v"),
    ] {
        let decision = decide(&format!("{ALLOW}, {deny}"), &context);
        assert_eq!(decision.outcome, Outcome::Undecided);
        assert_eq!(decision.depends_on[0].operator, "Null");
        assert_eq!(decision.by[0].statement, 1);
    }
}

#[test]
fn resource_fields_may_be_empty_and_stars_span_them() {
    let on = |resource: &str| {
        outcome(&format!(
            r#"{{"Effect": "Allow", "Action": "*", "Resource": "{resource}"}}"#
        ))
    };
    assert_eq!(on("acs:cs:*:*:cluster/*"), Outcome::Allowed);
    assert_eq!(on("acs:*c1"), Outcome::Allowed);
    assert_eq!(on("acs:cs::1:cluster/c1"), Outcome::ImplicitlyDenied);
    assert_eq!(on("ACS:cs:cn:1:cluster/c1"), Outcome::ImplicitlyDenied);
}

#[test]
fn operators_compare_values_of_their_kind() {
    use Outcome::{Allowed, ImplicitlyDenied, Undecided};
    let cases = [
        ("StringEquals", r#""a""#, "A", ImplicitlyDenied),
        ("StringEqualsIgnoreCase", r#""a""#, "A", Allowed),
        ("StringLike", r#""a*?""#, "ab", Allowed),
        ("StringEquals", r#""a*""#, "ab", ImplicitlyDenied),
        ("StringNotEquals", r#"["a", "b"]"#, "a", ImplicitlyDenied),
        ("StringNotEquals", r#"["a", "b"]"#, "c", Allowed),
        ("NumericEquals", r#""1.50""#, "15e-1", Allowed),
        ("NumericEquals", r#""0""#, "-0.0", Allowed),
        ("NumericLessThan", r#""1e999999999""#, "99", Allowed),
        (
            "NumericGreaterThan",
            r#""-0.1""#,
            "-0.10000000000000000000000000000000001",
            ImplicitlyDenied,
        ),
        ("NumericEquals", r#""1""#, "one", Undecided),
        ("NumericEquals", r#""one""#, "1", Undecided),
        (
            "DateLessThan",
            r#""2019-08-12T17:00:00+08:00""#,
            "2019-08-12T08:59:59Z",
            Allowed,
        ),
        (
            "DateLessThan",
            r#""2019-08-12T17:00:00+08:00""#,
            "2019-08-12T09:00:00Z",
            ImplicitlyDenied,
        ),
        (
            "DateLessThan",
            r#""9999-12-31T23:59:59Z""#,
            "2026-01-01T00:00:00.5Z",
            Allowed,
        ),
        (
            "DateEquals",
            r#""9999-12-31T23:59:59-11:00""#,
            "9999-12-31T23:59:59.000-11:00",
            Allowed,
        ),
        (
            "DateEquals",
            r#""2019-08-12T17:00:00""#,
            "2019-08-12T17:00:00Z",
            Undecided,
        ),
        ("Bool", r#""true""#, "true", Allowed),
        ("Bool", r#""true""#, "True", Undecided),
        ("IpAddress", r#""10.0.0.0/8""#, "10.1.2.3", Allowed),
        ("IpAddress", r#""10.0.0.0/8""#, "::ffff:10.1.2.3", Allowed),
        ("IpAddress", r#""2001:db8::/32""#, "2001:db8::1", Allowed),
        ("IpAddress", r#""10.0.0.1""#, "10.0.0.2", ImplicitlyDenied),
        ("IpAddress", r#""42.120.XX.X/24""#, "42.120.1.1", Undecided),
        (
            "NotIpAddress",
            r#"["10.0.0.0/8", "192.168.0.0/16"]"#,
            "192.168.1.1",
            ImplicitlyDenied,
        ),
        (
            "NotIpAddress",
            r#"["10.0.0.0/8", "192.168.0.0/16"]"#,
            "8.8.8.8",
            Allowed,
        ),
        (
            "IpAddressIncludeBorder",
            r#""10.0.0.0/8""#,
            "10.0.0.0",
            Allowed,
        ),
        ("stringEquals", r#""a""#, "a", Undecided),
    ];
    for (operator, values, given, wanted) in cases {
        assert_eq!(
            holds(operator, values, given),
            wanted,
            "{operator} {values} for {given}"
        );
    }
}

#[test]
fn values_are_alternatives_and_keys_and_operators_all_apply() {
    let both = under(r#"{"StringEquals": {"k": ["a", "b"], "l": "c"}, "Bool": {"m": "true"}}"#);
    let met = Context::complete()
        .with("k", "b")
        .with("l", "c")
        .with("m", "true");
    assert_eq!(decide(&both, &met).outcome, Outcome::Allowed);
    let not_met = Context::complete()
        .with("k", "b")
        .with("l", "d")
        .with("m", "true");
    assert_eq!(decide(&both, &not_met).outcome, Outcome::ImplicitlyDenied);
    // One false key decides, however many others are unknown.
    assert_eq!(
        decide(&both, &Context::open().with("l", "d")).outcome,
        Outcome::ImplicitlyDenied
    );
    let open = decide(&both, &Context::open().with("l", "c"));
    assert_eq!(open.outcome, Outcome::Undecided);
    let keys: Vec<&str> = open.depends_on.iter().map(|open| &*open.key).collect();
    assert_eq!(keys, ["k", "m"]);
}

#[test]
fn absent_key_does_not_match_and_is_reported() {
    let positive = decide(
        &under(r#"{"StringEquals": {"k": "v"}}"#),
        &Context::complete(),
    );
    assert_eq!(positive.outcome, Outcome::ImplicitlyDenied);
    assert_eq!(positive.assumes, [Assumption::AbsentKey]);
    let negated = decide(
        &under(r#"{"StringNotEquals": {"k": "v"}}"#),
        &Context::complete(),
    );
    assert_eq!(negated.outcome, Outcome::Allowed);
    assert_eq!(negated.assumes, [Assumption::AbsentKey]);
}

#[test]
fn letter_case_is_reported_only_where_it_decides() {
    let other_case = decide(
        r#"{"Effect": "Allow", "Action": "CS:get*", "Resource": "*"}"#,
        &Context::open(),
    );
    assert_eq!(
        (other_case.outcome, other_case.assumes),
        (Outcome::Allowed, vec![Assumption::ActionCase])
    );
    let both = format!(r#"{{"Effect": "Allow", "Action": "cs:geta", "Resource": "*"}}, {ALLOW}"#);
    assert_eq!(decide(&both, &Context::open()).assumes, []);
}

#[test]
fn account_allow_precedes_resource_group_deny() {
    let allow = policy(ALLOW);
    let deny = policy(r#"{"Effect": "Deny", "Action": "*", "Resource": "*"}"#);
    let request = Request::new("cs:GetA", "*");
    let trap = Policies::new()
        .attach(&allow)
        .with(Attachment::ResourceGroup, &deny);
    assert_eq!(trap.decide(&request).outcome, Outcome::Allowed);
    let other = Request::new("cs:PutA", "*");
    assert_eq!(trap.decide(&other).outcome, Outcome::ExplicitlyDenied);
}

#[test]
fn session_and_control_policies_must_allow() {
    let all = policy(r#"{"Effect": "Allow", "Action": "*", "Resource": "*"}"#);
    let other = policy(r#"{"Effect": "Allow", "Action": "cs:Put*", "Resource": "*"}"#);
    for attachment in [Attachment::Session, Attachment::Control] {
        let policies = Policies::new().attach(&all).with(attachment, &other);
        assert_eq!(
            policies.decide(&Request::new("cs:GetA", "*")).outcome,
            Outcome::ImplicitlyDenied
        );
        assert_eq!(
            policies.decide(&Request::new("cs:PutA", "*")).outcome,
            Outcome::Allowed
        );
    }
}

#[test]
fn control_policies_that_only_deny_leave_the_rest_undecided() {
    let all = policy(r#"{"Effect": "Allow", "Action": "*", "Resource": "*"}"#);
    let reads = policy(r#"{"Effect": "Allow", "Action": "*:Get*", "Resource": "*"}"#);
    let deny = policy(r#"{"Effect": "Deny", "Action": "cs:Put*", "Resource": "*"}"#);
    let (get, put) = ("cs:GetA", "cs:PutA");
    let undecided = (Outcome::Undecided, Some(NotGiven::ControlPolicies));
    for (control, caller, action, wanted) in [
        (&[&deny][..], &all, get, undecided),
        (&[&deny], &all, put, (Outcome::ExplicitlyDenied, None)),
        (&[&deny, &reads], &all, get, (Outcome::Allowed, None)),
        (
            &[&deny, &reads],
            &all,
            "cs:ListA",
            (Outcome::ImplicitlyDenied, None),
        ),
        // No control policy could allow this.
        (&[&deny], &deny, get, (Outcome::ImplicitlyDenied, None)),
    ] {
        let policies = { control.iter() }.fold(Policies::new().attach(caller), |all, one| {
            all.with(Attachment::Control, one)
        });
        let decision = policies.decide(&Request::new(action, "*"));
        assert_eq!((decision.outcome, decision.not_given), wanted, "{action}");
    }
    // Other policies that only deny allow nothing.
    for attachment in [Attachment::Session, Attachment::Endpoint] {
        let policies = Policies::new().attach(&all).with(attachment, &deny);
        let outcome = policies.outcome(&Request::new(get, "*"));
        assert_eq!(outcome, Outcome::ImplicitlyDenied);
    }
}

/// An endpoint leads to one service.
#[test]
fn endpoint_policy_counts_only_for_the_services_that_it_is_about() {
    let all = policy(r#"{"Effect": "Allow", "Action": "*", "Resource": "*"}"#);
    let of_endpoint = |effect: &str, element: &str, pattern: &str| {
        policy(&format!(
            r#"{{"Effect": "{effect}", "{element}": ["{pattern}"], "Resource": "*"}}"#
        ))
    };
    let (denied, allowed) = (Outcome::ImplicitlyDenied, Outcome::Allowed);
    for (endpoint, wanted) in [
        (of_endpoint("Allow", "Action", "oss:*"), allowed),
        (of_endpoint("Deny", "Action", "oss:*"), allowed),
        (of_endpoint("Allow", "Action", "css:*"), allowed),
        (of_endpoint("Allow", "Action", "cs:PutA"), denied),
        (of_endpoint("Deny", "Action", "CS:PutA"), denied),
        (of_endpoint("Deny", "Action", "c*:PutA"), denied),
        (of_endpoint("Deny", "Action", "*PutA"), denied),
        (of_endpoint("Allow", "NotAction", "cs:*"), denied),
        (of_endpoint("Allow", "NotAction", "oss:*"), allowed),
    ] {
        let policies = Policies::new().attach(&all);
        let policies = policies.with(Attachment::Endpoint, &endpoint);
        let request = Request::new("cs:GetA", "*");
        assert_eq!(policies.outcome(&request), wanted, "{}", endpoint.text());
        let parts = policies.reach(&request, &[]).expect("a decision");
        assert!(parts.iter().all(|one| one.decision.outcome == wanted));
    }
    // Two endpoints, each with its policy.
    let (of_oss, of_cs) = ("oss:*", "cs:GetA");
    let [of_oss, of_cs] = [of_oss, of_cs].map(|one| of_endpoint("Allow", "Action", one));
    let policies = { [&of_oss, &of_cs].into_iter() }
        .fold(Policies::new().attach(&all), |all, one| {
            all.with(Attachment::Endpoint, one)
        });
    for (action, wanted) in [
        ("cs:GetA", allowed),
        ("cs:PutA", denied),
        ("oss:A", allowed),
    ] {
        assert_eq!(policies.outcome(&Request::new(action, "*")), wanted);
    }
}

const ROLE: &str = "acs:ram::1:role/r";
const USER: &str = "acs:ram::1:user/ann";

/// Returns a trust policy with this principal.
fn trusting(principal: &str) -> Policy {
    policy(&format!(
        r#"{{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {principal}}}"#
    ))
}

/// Decides whether the principal may assume the role under these policies.
fn assuming(policies: &[&Policy], principal: &str) -> Decision {
    let policies = policies
        .iter()
        .fold(Policies::new(), |all, one| all.attach(one));
    policies.decide(&Request::new("sts:AssumeRole", ROLE).by(principal))
}

#[test]
fn assuming_a_role_requires_both_policies() {
    let caller = policy(r#"{"Effect": "Allow", "Action": "sts:*", "Resource": "*"}"#);
    let other = policy(r#"{"Effect": "Allow", "Action": "cs:*", "Resource": "*"}"#);
    let [trust, trust_of_other] =
        [USER, "acs:ram::1:user/bea"].map(|user| trusting(&format!(r#"{{"RAM": "{user}"}}"#)));
    for (policies, wanted) in [
        ([&caller, &trust], Outcome::Allowed),
        ([&other, &trust], Outcome::ImplicitlyDenied),
        ([&caller, &trust_of_other], Outcome::ImplicitlyDenied),
    ] {
        assert_eq!(assuming(&policies, USER).outcome, wanted);
    }
}

#[test]
fn a_policy_that_was_not_given_leaves_a_role_undecided() {
    let caller = policy(r#"{"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"}"#);
    let denied = policy(r#"{"Effect": "Deny", "Action": "sts:*", "Resource": "*"}"#);
    let other = policy(r#"{"Effect": "Allow", "Action": "cs:*", "Resource": "*"}"#);
    let bucket =
        policy(r#"{"Effect": "Allow", "Action": "oss:*", "Resource": "*", "Principal": "*"}"#);
    let trust = trusting(r#"{"RAM": "acs:ram::1:user/*"}"#);
    let undecided = Outcome::Undecided;
    for (policies, wanted, not_given) in [
        (&[&caller][..], undecided, Some(NotGiven::TrustPolicy)),
        // That of a bucket is not that of the role.
        (&[&caller, &bucket], undecided, Some(NotGiven::TrustPolicy)),
        (&[&trust], undecided, Some(NotGiven::CallerPolicies)),
        (&[&caller, &trust], Outcome::Allowed, None),
        // Neither could change these.
        (&[&other], Outcome::ImplicitlyDenied, None),
        (&[&caller, &denied], Outcome::ExplicitlyDenied, None),
        (&[], Outcome::ImplicitlyDenied, None),
    ] {
        let decision = assuming(policies, USER);
        assert_eq!((decision.outcome, decision.not_given), (wanted, not_given));
    }
    // Other actions need only one of both.
    let request = Request::new("oss:GetObject", "acs:oss:*:1:b/x").by(USER);
    let decision = Policies::new().attach(&bucket).decide(&request);
    assert_eq!(
        (decision.outcome, decision.not_given),
        (Outcome::Allowed, None)
    );
}

#[test]
fn the_trust_policy_decides_alone_about_who_has_no_policies() {
    let caller = policy(r#"{"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"}"#);
    let denied = policy(r#"{"Effect": "Deny", "Action": "*", "Resource": "*"}"#);
    for (principal, kind) in [
        ("ecs.aliyuncs.com", "Service"),
        ("acs:ram::1:oidc-provider/ci", "Federated"),
        ("acs:ram::1:saml-provider/idp", "Federated"),
    ] {
        let trust = trusting(&format!(r#"{{"{kind}": ["{principal}"]}}"#));
        let other = trusting(r#"{"Service": ["fc.aliyuncs.com"]}"#);
        for (policies, wanted) in [
            (&[&trust][..], Outcome::Allowed),
            (&[&denied, &trust], Outcome::Allowed),
            (&[&other], Outcome::ImplicitlyDenied),
            (&[&caller], Outcome::Undecided),
        ] {
            assert_eq!(assuming(policies, principal).outcome, wanted, "{principal}");
        }
    }
}

/// A value under a type includes only principals of that type, in an Allow and in a Deny.
#[test]
fn type_of_a_principal_decides() {
    let callers = [
        ("RAM", "acs:ram::1:user/ann"),
        ("RAM", "acs:ram::1:role/reader"),
        ("RAM", "acs:ram::1:root"),
        ("RAM", "acs:sts::1:assumed-role/reader/ann"),
        ("RAM", "1234567890123456"),
        // A user with the name of a type.
        ("RAM", "acs:ram::1:user/oidc-provider/ci"),
        ("Service", "ecs.aliyuncs.com"),
        ("Service", "ack.cs.aliyuncs.com"),
        ("Federated", "acs:ram::1:oidc-provider/ci"),
        ("Federated", "acs:ram::1:saml-provider/idp"),
    ];
    let decide = |effect: &str, principal: &str, by: &str| {
        let bucket = policy(&format!(
            r#"{{"Effect": "{effect}", "Action": "oss:*", "Resource": "*", "Principal": {principal}}}"#
        ));
        let caller = policy(r#"{"Effect": "Allow", "Action": "oss:*", "Resource": "*"}"#);
        let policies = Policies::new().attach(&bucket);
        let policies = if effect == "Deny" {
            policies.attach(&caller)
        } else {
            policies
        };
        let request = Request::new("oss:GetObject", "acs:oss:*:1:b/x").by(by);
        policies.outcome(&request)
    };
    for (of, caller) in callers {
        for kind in ["RAM", "Service", "Federated"] {
            for pattern in ["*", caller, &format!("{}*", &caller[..3])] {
                let principal = format!(r#"{{"{kind}": ["x", "{pattern}"]}}"#);
                let (allowed, denied) = if kind == of {
                    (Outcome::Allowed, Outcome::ExplicitlyDenied)
                } else {
                    (Outcome::ImplicitlyDenied, Outcome::Allowed)
                };
                assert_eq!(
                    decide("Allow", &principal, caller),
                    allowed,
                    "{principal} {caller}"
                );
                assert_eq!(
                    decide("Deny", &principal, caller),
                    denied,
                    "{principal} {caller}"
                );
            }
        }
        // Without a type, everyone is included.
        for principal in [r#""*""#, r#"["*"]"#, &format!(r#"["{caller}"]"#)] {
            assert_eq!(decide("Allow", principal, caller), Outcome::Allowed);
            assert_eq!(decide("Deny", principal, caller), Outcome::ExplicitlyDenied);
        }
        // An account delegates to its own users and roles, and to no provider.
        let account = decide("Allow", r#"{"RAM": ["acs:ram::1:root"]}"#, caller);
        let is_user = caller.contains(":1:") && of == "RAM";
        assert_eq!(account != Outcome::ImplicitlyDenied, is_user, "{caller}");
        for kind in ["Service", "Federated"] {
            let other = decide(
                "Allow",
                &format!(r#"{{"{kind}": ["acs:ram::1:root"]}}"#),
                caller,
            );
            assert_eq!(other, Outcome::ImplicitlyDenied, "{caller}");
        }
    }
    // A name that shows no type may be of any.
    for kind in ["RAM", "Service", "Federated"] {
        let principal = format!(r#"{{"{kind}": "*"}}"#);
        assert_eq!(decide("Allow", &principal, "ann"), Outcome::Undecided);
        assert_eq!(decide("Deny", &principal, "ann"), Outcome::Undecided);
    }
}

#[test]
fn resource_policy_depends_on_the_caller() {
    let bucket = |principal: &str| {
        policy(&format!(
            r#"{{"Effect": "Allow", "Action": "oss:*", "Resource": "*", "Principal": {principal}}}"#
        ))
    };
    let by = |principal: &str, who: Option<&str>| {
        let request = Request {
            principal: who,
            ..Request::new("oss:GetObject", "acs:oss:*:1:b")
        };
        Policies::new()
            .attach(&bucket(principal))
            .decide(&request)
            .outcome
    };
    assert_eq!(by(r#""*""#, None), Outcome::Allowed);
    assert_eq!(by(r#"["20214"]"#, None), Outcome::Undecided);
    assert_eq!(by(r#"["20214"]"#, Some("20214")), Outcome::Allowed);
    assert_eq!(by(r#"["20214"]"#, Some("20215")), Outcome::ImplicitlyDenied);
    assert_eq!(
        by(r#"{"RAM": "acs:ram::1:root"}"#, Some("acs:ram::1:user/a")),
        Outcome::Undecided
    );
    assert_eq!(
        by(r#"{"RAM": "acs:ram::1:root"}"#, Some("acs:ram::2:user/a")),
        Outcome::ImplicitlyDenied
    );
    assert_eq!(by(r#"{"Service": "*"}"#, None), Outcome::Undecided);
    assert_eq!(
        by(
            r#"{"RAM": "acs:ram::1***:root"}"#,
            Some("acs:ram::12:user/a")
        ),
        Outcome::Undecided
    );
    assert_eq!(
        by(r#"["123"]"#, Some("acs:ram::123:user/a")),
        Outcome::Undecided
    );
    // A Deny of the bucket policy denies, whatever the caller's own policies say.
    let deny =
        policy(r#"{"Effect": "Deny", "Action": "oss:*", "Resource": "*", "Principal": "*"}"#);
    let all = policy(r#"{"Effect": "Allow", "Action": "*", "Resource": "*"}"#);
    let both = Policies::new().attach(&all).attach(&deny);
    let request = Request::new("oss:GetObject", "b");
    assert_eq!(both.decide(&request).outcome, Outcome::ExplicitlyDenied);
}

#[test]
fn complementary_unknown_conditions_are_undecided() {
    let either = format!(
        "{}, {}",
        under(r#"{"StringEquals": {"k": "v"}}"#),
        under(r#"{"StringNotEquals": {"k": "v"}}"#)
    );
    assert_eq!(
        decide(&either, &Context::open()).outcome,
        Outcome::Undecided
    );
}

#[test]
fn an_address_is_the_same_in_its_ipv6_form() {
    for (block, inside) in [
        ("10.0.0.0/8", true),
        ("::ffff:10.0.0.0/104", true),
        ("::ffff:a00:1", true),
        ("10.0.0.1", true),
        ("::ffff:0:0/96", true),
        ("::/0", true),
        ("::10.0.0.1", false),
        ("::ffff:11.0.0.0/104", false),
        ("2001:db8::/32", false),
    ] {
        for given in ["10.0.0.1", "::ffff:10.0.0.1", "0:0:0:0:0:FFFF:0a00:0001"] {
            let wanted = if inside {
                Outcome::Allowed
            } else {
                Outcome::ImplicitlyDenied
            };
            let found = holds("IpAddress", &format!(r#""{block}""#), given);
            assert_eq!(found, wanted, "{given} in {block}");
        }
    }
}

/// The deprecated form and that of translators (NAT64): nothing says that RAM reads them as the IPv4 address.
#[test]
fn other_ipv6_forms_are_addresses_of_their_own() {
    for given in ["::10.0.0.1", "64:ff9b::10.0.0.1"] {
        for (block, wanted) in [
            ("10.0.0.0/8", Outcome::ImplicitlyDenied),
            ("::ffff:0:0/96", Outcome::ImplicitlyDenied),
            (given, Outcome::Allowed),
            ("::/0", Outcome::Allowed),
        ] {
            let found = holds("IpAddress", &format!(r#""{block}""#), given);
            assert_eq!(found, wanted, "{given} in {block}");
        }
    }
}

#[test]
fn an_empty_list_of_values_is_no_value() {
    let allow = under(r#"{"NotIpAddress": {"acs:SourceIp": "10.0.0.0/8"}}"#);
    let [open, complete] = [Context::open(), Context::complete()]
        .map(|context| decide(&allow, &context.with_all("acs:SourceIp", &[])));
    assert_eq!(open.outcome, Outcome::Undecided);
    assert_eq!(open.depends_on[0].key, "acs:SourceIp");
    assert_eq!(complete.outcome, Outcome::Allowed);
    assert_eq!(complete.assumes, [Assumption::AbsentKey]);
}
