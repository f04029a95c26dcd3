//! Decisions by the documented order of evaluation.

use ram_policy::{Assumption, Attachment, Context, Decision, Outcome, Policies, Policy, Request};

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
fn assuming_a_role_requires_both_policies() {
    let caller = policy(r#"{"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"}"#);
    let trust = policy(
        r#"{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs.aliyuncs.com"}}"#,
    );
    let request = Request::new("sts:AssumeRole", "acs:ram::1:role/r").by("ecs.aliyuncs.com");
    assert_eq!(
        Policies::new().attach(&caller).decide(&request).outcome,
        Outcome::ImplicitlyDenied
    );
    assert_eq!(
        Policies::new().attach(&trust).decide(&request).outcome,
        Outcome::ImplicitlyDenied
    );
    let both = Policies::new().attach(&caller).attach(&trust);
    assert_eq!(both.decide(&request).outcome, Outcome::Allowed);
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
