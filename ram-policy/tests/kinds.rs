//! Kinds of policies, and the rules that depend on them.

use ram_policy::lint::{Applicability, Linter, NothingKnown};
use ram_policy::{Kind, Policy};

fn document(statements: &str) -> String {
    format!(r#"{{"Version": "1", "Statement": [{statements}]}}"#)
}

/// Lints statements, and returns the level and the rule of each finding.
fn found(kind: Option<Kind>, statements: &str) -> Vec<String> {
    let findings = Linter::new(&NothingKnown).text_of(kind, &document(statements));
    let named = findings
        .iter()
        .map(|one| format!("{}[{}]", one.severity, one.rule.name));
    named.collect()
}

/// Returns an Allow with these elements.
fn allow(elements: &str) -> String {
    format!(r#"{{"Effect": "Allow", {elements}}}"#)
}

fn trust(action: &str, principal: &str, condition: &str) -> String {
    allow(&format!(
        r#""Action": "{action}", "Principal": {principal}, "Condition": {{{condition}}}"#
    ))
}

const PROVIDER: &str = r#"{"Federated": ["acs:ram::1234567890123456:oidc-provider/runner"]}"#;
const ECS: &str = r#"{"Service": ["ecs.aliyuncs.com"]}"#;
const CLAIMS: &str = r#""StringEquals": {"oidc:aud": "sts.aliyuncs.com", "oidc:sub": "project:7"}"#;

#[test]
fn kind_follows_from_principals_and_actions() {
    let statement = |action: &str, principal: &str| {
        allow(&format!(
            r#""Action": {action}, "Resource": "*", "Principal": {principal}"#
        ))
    };
    let by = |action, principal| {
        let policy: Policy = document(&statement(action, principal))
            .parse()
            .expect("a policy");
        policy.kind()
    };
    let user = r#"{"RAM": "acs:ram::1234567890123456:user/ann"}"#;
    assert_eq!(by(r#""sts:AssumeRole""#, user), Kind::Trust);
    assert_eq!(by(r#""ram:AssumeRole""#, user), Kind::Trust);
    assert_eq!(by(r#""AssumeRoleWithSAML""#, user), Kind::Trust);
    assert_eq!(by(r#""oss:*""#, PROVIDER), Kind::Trust);
    assert_eq!(
        by(r#"["oss:GetObject", "OSS:Put*"]"#, r#"["7"]"#),
        Kind::Bucket
    );
    assert_eq!(by(r#""kms:Decrypt""#, user), Kind::Key);
    assert_eq!(
        by(r#"["oss:GetObject", "kms:Decrypt"]"#, user),
        Kind::Resource
    );
    let without_resource = document(&allow(&format!(r#""Action": "cdn:*", "Principal": {ECS}"#)));
    let policy: Policy = without_resource.parse().expect("a policy");
    assert_eq!(policy.kind(), Kind::Trust);
    let policy: Policy = document(&allow(r#""Action": "oss:*", "Resource": "*""#))
        .parse()
        .expect("a policy");
    assert_eq!(policy.kind(), Kind::Identity);
}

#[test]
fn principals_are_those_of_the_kind() {
    let with = r#""Action": "oss:GetObject", "Resource": "acs:oss:*:*:logs/*", "Principal": ["7"]"#;
    let without = r#""Action": "oss:GetObject", "Resource": "acs:oss:*:*:logs/*""#;
    for kind in Kind::ALL.into_iter().filter(|kind| *kind != Kind::Trust) {
        let (good, bad, rule) = if kind.has_principals() {
            (with, without, "error[missing-principal]")
        } else {
            (without, with, "error[unexpected-principal]")
        };
        assert_eq!(found(Some(kind), &allow(good)), [""; 0], "{kind:?}");
        // The documentation of some services has statements without a `Principal`.
        let expected = Some(rule).filter(|_| kind != Kind::Resource);
        assert_eq!(
            found(Some(kind), &allow(bad)),
            Vec::from_iter(expected),
            "{kind:?}"
        );
    }
    let neither = allow(r#""Action": "sts:AssumeRole""#);
    assert_eq!(
        found(Some(Kind::Trust), &neither),
        ["error[missing-principal]"]
    );
    assert_eq!(found(None, &neither), ["error[missing-element]"]);
    let mixed = format!(
        "{}, {}",
        allow(with),
        allow(&without.replace("logs", "data"))
    );
    assert_eq!(found(None, &mixed), ["error[missing-principal]"]);
    // Of two services, so that the statements do not show which resource it is.
    let mixed = mixed.replacen("oss:GetObject", "log:Get*", 1);
    assert_eq!(found(None, &mixed), ["error[missing-principal]"]);
    assert_eq!(found(Some(Kind::Resource), &mixed), [""; 0]);
}

#[test]
fn only_statements_of_a_key_policy_have_a_sid() {
    let statement = |sid: &str, action: &str, principal: &str| {
        allow(&format!(
            r#""Sid": {sid}, "Action": "{action}", "Resource": "*"{principal}"#
        ))
    };
    let owner = r#", "Principal": {"RAM": ["acs:ram::1234567890123456:*"]}"#;
    let long = format!("\"{}\"", "s".repeat(129));
    for (statement, expected) in [
        (statement("\"owner\"", "kms:*", owner), vec![]),
        (statement(&long, "kms:*", owner), vec!["error[wrong-type]"]),
        (statement("7", "kms:*", owner), vec!["error[wrong-type]"]),
        (
            statement("\"owner\"", "kms:Encrypt", ""),
            vec!["error[sid]"],
        ),
        (
            statement("\"owner\"", "oss:PutObject", owner),
            vec!["error[sid]"],
        ),
    ] {
        assert_eq!(found(None, &statement), expected, "{statement}");
    }
    // A kind that is given decides, whatever the statement shows.
    let of_key = statement("\"owner\"", "kms:Encrypt", "");
    assert_eq!(
        found(Some(Kind::Key), &of_key),
        ["error[missing-principal]"]
    );
    let text = document(&of_key);
    let pass =
        Linter::new(&NothingKnown)
            .fix_once(Some(Kind::Key), &text, Applicability::Unsafe, |_| true);
    assert_eq!(pass, None);
    let of_other = statement("\"owner\"", "kms:*", owner);
    assert_eq!(found(Some(Kind::Bucket), &of_other), ["error[sid]"]);
    let policy = document(&statement("\"owner\"", "kms:*", owner));
    assert!(policy.parse::<Policy>().is_ok());
    let fixed = Linter::new(&NothingKnown).fix(&policy, Applicability::Unsafe, |_| true);
    assert_eq!(fixed.text, policy);
}

#[test]
fn limit_on_the_length_is_that_of_the_kind() {
    let of_length = |length: usize, principal: &str| {
        let statement = |name: &str| {
            allow(&format!(
                r#""Action": "kms:Get*", "Resource": "acs:kms:*:*:{name}"{principal}"#
            ))
        };
        let rest = length - document(&statement("")).len();
        document(&statement(&"k".repeat(rest)))
    };
    let is_too_long = |kind, length, principal| {
        let found = Linter::new(&NothingKnown).text_of(Some(kind), &of_length(length, principal));
        found.iter().any(|finding| finding.rule.name == "too-long")
    };
    let principal = r#", "Principal": {"RAM": ["acs:ram::1234567890123456:*"]}"#;
    for (kind, limit) in [
        (Kind::Identity, 6144),
        (Kind::Control, 4096),
        (Kind::Session, 2048),
        (Kind::Key, 32768),
    ] {
        let principal = if kind.has_principals() { principal } else { "" };
        assert!(!is_too_long(kind, limit, principal), "{kind:?}");
        assert!(is_too_long(kind, limit + 1, principal), "{kind:?}");
    }
    for kind in [Kind::Trust, Kind::Bucket, Kind::Resource, Kind::Endpoint] {
        assert!(!is_too_long(kind, 60_000, principal), "{kind:?}");
    }
}

#[test]
fn action_of_a_trust_policy_is_assume_role() {
    for action in [
        "sts:AssumeRole",
        "STS:assumerole",
        "sts:Assume*",
        "sts:SetSourceIdentity",
    ] {
        assert_eq!(found(None, &trust(action, ECS, "")), [""; 0], "{action}");
    }
    for (action, meant) in [
        ("sts:AssumeRoleWithOIDC", "sts:AssumeRole"),
        ("sts:AssumeRoleWithSAML", "sts:AssumeRole"),
        ("ram:AssumeRole", "sts:AssumeRole"),
        ("sts:Get*", "sts:Get*"),
        ("sts:GetCallerIdentity", "sts:GetCallerIdentity"),
    ] {
        let statement = trust(action, ECS, "");
        assert_eq!(
            found(None, &statement),
            ["warning[trust-action]"],
            "{action}"
        );
        let text = document(&statement);
        let fixed = Linter::new(&NothingKnown).fix(&text, Applicability::Unsafe, |_| true);
        assert_eq!(fixed.text, text.replace(action, meant));
    }
}

#[test]
fn tokens_of_a_trusted_provider_are_checked() {
    let like = |sub: &str| {
        format!(
            r#""StringEquals": {{"oidc:aud": "sts.aliyuncs.com"}}, "StringLike": {{"oidc:sub": {sub}}}"#
        )
    };
    let cases = [
        (CLAIMS.to_owned(), vec![]),
        (like(r#""project:*""#), vec![]),
        (like(r#""repo:example/*""#), vec![]),
        (like(r#""system:serviceaccount:shop:*""#), vec![]),
        (like(r#""system:serviceaccount:*:cart""#), vec![]),
        (like(r#""repo:*""#), vec!["warning[unchecked-token]"]),
        (like(r#""repo:*/*:*""#), vec!["warning[unchecked-token]"]),
        (
            like(r#""repo:*:ref:refs/heads/main""#),
            vec!["warning[unchecked-token]"],
        ),
        (
            like(r#""project_path:?*/cart:*""#),
            vec!["warning[unchecked-token]"],
        ),
        (
            like(r#""system:serviceaccount:*:*""#),
            vec!["warning[unchecked-token]"],
        ),
        (
            like(r#"["repo:example/*", "*:*"]"#),
            vec!["warning[unchecked-token]"],
        ),
        (like(r#""*""#), vec!["warning[unchecked-token]"]),
        (
            like(r#"["project:7", "*"]"#),
            vec!["warning[unchecked-token]"],
        ),
        (String::new(), vec!["warning[unchecked-token]"]),
        (
            r#""StringEquals": {"oidc:sub": "project:7"}"#.to_owned(),
            vec!["warning[unchecked-token]"],
        ),
        (
            r#""StringNotEquals": {"oidc:sub": "project:8", "oidc:aud": "x"}"#.to_owned(),
            vec!["warning[unchecked-token]"],
        ),
    ];
    for (condition, expected) in cases {
        let statement = trust("sts:AssumeRole", PROVIDER, &condition);
        assert_eq!(found(None, &statement), expected, "{condition}");
    }
    let saml = PROVIDER.replace("oidc-provider", "saml-provider");
    assert_eq!(found(None, &trust("sts:AssumeRole", &saml, "")), [""; 0]);
    let deny = r#"{"Effect": "Deny", "Action": "sts:AssumeRole", "Principal": "*",
        "Condition": {"StringNotLike": {"oidc:sub": "project:*"}}}"#;
    let aud = r#""StringEquals": {"oidc:aud": "sts.aliyuncs.com"}"#;
    let statements = format!("{}, {deny}", trust("sts:AssumeRole", PROVIDER, aud));
    assert_eq!(found(None, &statements), [""; 0]);
}

#[test]
fn services_and_audiences_are_those_of_alibaba_cloud() {
    let by = |service: &str| {
        found(
            None,
            &trust(
                "sts:AssumeRole",
                &format!(r#"{{"Service": "{service}"}}"#),
                "",
            ),
        )
    };
    for service in [
        "fc.aliyuncs.com",
        "7@log.aliyuncs.com",
        "spark.emr-serverless.aliyuncs.com",
    ] {
        assert_eq!(by(service), [""; 0], "{service}");
    }
    for service in ["cvm.qcloud.com", "compute.googleapis.com", "ecs.aliyun.com"] {
        assert_eq!(by(service), ["warning[other-cloud]"], "{service}");
    }
    for service in ["lambda.amazonaws.com", "ec2.amazonaws.com.cn"] {
        assert_eq!(by(service), ["error[aws-policy]"], "{service}");
    }
    for audience in [
        "sts.amazonaws.com",
        "api://AzureADTokenExchange",
        "https://iam.googleapis.com/projects/7",
        "sts.googleapis.com",
        "https://sts.windows.net/",
        "sts.tencentcloudapi.com",
    ] {
        let condition = CLAIMS.replace("sts.aliyuncs.com", audience);
        let statement = trust("sts:AssumeRole", PROVIDER, &condition);
        assert_eq!(
            found(None, &statement),
            ["warning[other-cloud]"],
            "{audience}"
        );
    }
}

#[test]
fn placeholders_are_found_in_principals_and_conditions() {
    let provider = PROVIDER
        .replace("1234567890123456", "<account>")
        .replace("runner", "<name>");
    let condition = CLAIMS.replace("project:7", "project:<id>");
    let expected = ["warning[placeholder]"; 3];
    assert_eq!(
        found(None, &trust("sts:AssumeRole", &provider, &condition)),
        expected
    );
    let word = r#"{"RAM": ["acs:ram::ACCOUNT:root"]}"#;
    assert_eq!(
        found(None, &trust("sts:AssumeRole", word, "")),
        ["warning[account-id]"]
    );
    for claim in ["{{ claim }}", "\u{ff1c}\u{547d}\u{540d}\u{ff1e}"] {
        let condition = CLAIMS.replace("project:7", claim);
        let statement = trust("sts:AssumeRole", PROVIDER, &condition);
        assert_eq!(found(None, &statement), ["warning[placeholder]"], "{claim}");
    }
    for (claim, is_found) in [
        ("repo:YOUR_ORG/cart:*", true),
        ("repo:your-org/cart", true),
        ("repo:ORG/REPO:ref:refs/heads/main", true),
        ("{sub}", true),
        ("repo:{org}/cart", true),
        ("system:serviceaccount:[namespace]:cart", true),
        ("xxxx", true),
        ("repo:example-xxxx/cart", true),
        ("$sub", true),
        ("%SUB%", true),
        ("__SUB__", true),
        ("CHANGEME", true),
        ("repo:example/cart:ref:refs/heads/main", false),
        ("repo:yourself/xxl:environment:prod", false),
        ("repo:${acs:SourceIdentity}/cart", false),
    ] {
        let condition = CLAIMS.replace("project:7", claim);
        let statement = trust("sts:AssumeRole", PROVIDER, &condition);
        let names = found(None, &statement);
        let is_reported = names.contains(&"warning[placeholder]".to_owned());
        assert_eq!(is_reported, is_found, "{claim}: {names:?}");
    }
    for account in ["YOUR_ACCOUNT", "{account}", "$account", "[account]", "xxxx"] {
        let principal = format!(r#"{{"RAM": ["acs:ram::{account}:root"]}}"#);
        let names = found(None, &trust("sts:AssumeRole", &principal, ""));
        assert_eq!(names, ["warning[placeholder]"], "{account}");
    }
    for (id, is_found) in [
        ("YOUR_EXTERNAL_ID", true),
        ("EXTERNAL_ID", true),
        ("external-id", true),
        ("my-external-id", true),
        ("ExternalId", true),
        ("[external-id]", true),
        ("${ExternalId}", true),
        ("${account}", true),
        ("xxxx", true),
        ("${acs:PrincipalTag/team}", false),
        ("TEAM_A", false),
        ("prod-7F3A", false),
        ("VALID", false),
        ("acme-external", false),
    ] {
        let condition = format!(r#""StringEquals": {{"sts:ExternalId": "{id}"}}"#);
        let principal = r#"{"RAM": ["acs:ram::1234567890123456:root"]}"#;
        let names = found(None, &trust("sts:AssumeRole", principal, &condition));
        let is_reported = names.contains(&"warning[placeholder]".to_owned());
        assert_eq!(is_reported, is_found, "{id}: {names:?}");
    }
    for (name, is_found) in [
        ("user/USER_NAME", true),
        ("user/user-name", true),
        ("role/my-role-name", true),
        ("role/${role}", true),
        ("user/ADMIN", false),
        ("role/role", false),
        ("role/MyRole", false),
        ("role/get-user-name", false),
        ("role/CI_DEPLOY", false),
    ] {
        let principal = format!(r#"{{"RAM": ["acs:ram::1234567890123456:{name}"]}}"#);
        let names = found(None, &trust("sts:AssumeRole", &principal, ""));
        let is_reported = names.contains(&"warning[placeholder]".to_owned());
        assert_eq!(is_reported, is_found, "{name}: {names:?}");
    }
    let identity = allow(
        r#""Action": "oss:GetObject", "Resource": "*", "Condition": {"IpAddress": {"acs:SourceIp": "<office>"}}"#,
    );
    assert!(found(None, &identity).contains(&"warning[placeholder]".to_owned()));
}

#[test]
fn whoever_may_be_a_stranger_is_public() {
    let warning = vec!["warning[public-access]"];
    let trusted = [
        (r#""*""#, warning.clone()),
        (r#"{"RAM": "*"}"#, warning.clone()),
        (r#"{"RAM": ["acs:ram::*:root"]}"#, warning.clone()),
        (
            r#"{"RAM": ["acs:ram::1234567890123456:root", "acs:ram::*:*"]}"#,
            warning.clone(),
        ),
        (r#"{"RAM": "acs:ram::*:user/ann"}"#, warning.clone()),
        (r#"{"Service": "*.aliyuncs.com"}"#, warning.clone()),
        (r#"{"Service": "ecs.*"}"#, vec![]),
        (r#"{"Federated": "*"}"#, warning.clone()),
        (r#"{"RAM": ["acs:ram::1234567890123456:root"]}"#, vec![]),
        (r#"{"RAM": ["acs:ram::1234567890123456:user/*"]}"#, vec![]),
    ];
    for (principal, expected) in trusted {
        let statement = trust("sts:AssumeRole", principal, "");
        assert_eq!(found(None, &statement), expected, "{principal}");
    }
    let bucket = |actions: &str, rest: &str| {
        allow(&format!(
            r#""Action": {actions}, "Principal": ["*"], "Resource": ["acs:oss:*:7:site/*"]{rest}"#
        ))
    };
    let note = vec!["note[public-access]"];
    let condition = |text: &str| format!(r#", "Condition": {{{text}}}"#);
    for (statement, expected) in [
        (
            bucket(r#"["oss:GetObject", "oss:ListObjects"]"#, ""),
            note.clone(),
        ),
        (bucket(r#""oss:PutObject""#, ""), warning.clone()),
        (
            bucket(r#"["oss:GetObject", "oss:DeleteObject"]"#, ""),
            warning.clone(),
        ),
        (bucket(r#""oss:*""#, ""), warning.clone()),
        (
            bucket(
                r#""oss:Put*""#,
                &condition(r#""StringEquals": {"acs:SourceVpc": "vpc-7"}"#),
            ),
            vec![],
        ),
        (
            bucket(
                r#""oss:*""#,
                &condition(r#""StringEquals": {"oss:DataAccessPointAccount": "7"}"#),
            ),
            vec![],
        ),
        (
            bucket(
                r#""oss:Put*""#,
                &condition(r#""StringLike": {"oss:Prefix": "in/*"}"#),
            ),
            warning.clone(),
        ),
        (
            bucket(
                r#""oss:Put*""#,
                &condition(r#""Bool": {"acs:SecureTransport": "true"}"#),
            ),
            warning.clone(),
        ),
        (
            bucket(
                r#""oss:Put*""#,
                &condition(r#""IpAddress": {"acs:SourceIp": "0.0.0.0/0"}"#),
            ),
            warning.clone(),
        ),
    ] {
        assert_eq!(found(None, &statement), expected, "{statement}");
    }
    let deny = |rest: &str| {
        format!(
            r#"{{"Effect": "Deny", "Action": "oss:*", "Principal": ["*"], "Resource": ["*"]{rest}}}"#
        )
    };
    let put = bucket(r#""oss:PutObject""#, "");
    let not_from = |key: &str, value: &str| {
        condition(&format!(r#""StringNotEquals": {{"{key}": "{value}"}}"#))
    };
    for (deny, expected) in [
        (deny(&not_from("acs:SourceVpc", "vpc-7")), vec![]),
        (
            deny(&not_from("acs:SecureTransport", "true")),
            warning.clone(),
        ),
        (deny("").replace("oss:*", "oss:DeleteObject"), warning),
    ] {
        assert_eq!(found(None, &format!("{put}, {deny}")), expected, "{deny}");
    }
}

#[test]
fn kinds_that_only_limit_may_allow_everything() {
    let all = r#""Action": "*", "Resource": "*""#;
    let everything = ["warning[everything-on-everything]"];
    assert_eq!(found(Some(Kind::Identity), &allow(all)), everything);
    assert_eq!(found(Some(Kind::Control), &allow(all)), [""; 0]);
    assert_eq!(found(Some(Kind::Session), &allow(all)), [""; 0]);
    let of_all = allow(&format!(r#"{all}, "Principal": ["*"]"#));
    assert_eq!(found(Some(Kind::Endpoint), &of_all), [""; 0]);
    assert_eq!(found(None, &of_all), ["warning[public-access]"]);
}

#[test]
fn deny_takes_risks_away() {
    let all = allow(r#""Action": "*", "Resource": "*""#);
    let ram = allow(r#""Action": "ram:*", "Resource": "*""#);
    let not_action = allow(r#""NotAction": "ram:*", "Resource": "*""#);
    let deny = |elements: &str| format!(r#"{{"Effect": "Deny", {elements}}}"#);
    let everywhere = |actions: &str| deny(&format!(r#"{actions}, "Resource": "*""#));
    let everything = "warning[everything-on-everything]";
    let whole = ["note[permission-granting]", "note[whole-service]"];
    for (allow, deny, expected) in [
        (
            &all,
            everywhere(r#""NotAction": ["oss:Get*", "oss:List*"]"#),
            vec![],
        ),
        (
            &all,
            everywhere(r#""Action": ["ram:*", "resourcemanager:*"]"#),
            vec![],
        ),
        (&all, everywhere(r#""Action": "ram:*""#), vec![everything]),
        (
            &all,
            everywhere(r#""Action": "oss:Delete*""#),
            vec![everything],
        ),
        (
            &all,
            deny(r#""Action": ["ram:*", "resourcemanager:*"], "Resource": "acs:ram:*:*:user/ann""#),
            vec![everything],
        ),
        (
            &all,
            deny(
                r#""Action": ["ram:*", "resourcemanager:*"], "Resource": "*", "Condition": {"Bool": {"acs:MFAPresent": "false"}}"#,
            ),
            vec![everything],
        ),
        (
            &ram,
            everywhere(r#""NotAction": ["ram:Get*", "ram:List*"]"#),
            vec![],
        ),
        (
            &ram,
            everywhere(r#""Action": "ram:Delete*""#),
            whole.to_vec(),
        ),
        (&not_action, everywhere(r#""NotAction": "oss:*""#), vec![]),
        (
            &not_action,
            everywhere(r#""Action": "oss:*""#),
            vec!["warning[allow-not-action]"],
        ),
    ] {
        let mut names = found(None, &format!("{allow}, {deny}"));
        names.sort();
        assert_eq!(names, expected, "{allow}, {deny}");
    }
}

/// What a pattern matches counts, however it is written.
#[test]
fn patterns_of_any_account_are_public() {
    const USERS: &str = "every user and role of every account";
    const USER: &str = "a principal of this name in any account";
    const SERVICES: &str = "every service of Alibaba Cloud";
    const PROVIDERS: &str = "every identity provider of every account";
    const PROVIDER: &str = "an identity provider of this name in any account";
    let sixteen = "?".repeat(16);
    let any_id = format!("acs:ram::{sixteen}:root");
    for (kind, pattern, who) in [
        ("RAM", "*", Some(USERS)),
        ("RAM", "?*", Some(USERS)),
        ("RAM", "acs:ram::?*:root", Some(USERS)),
        ("RAM", "acs:ram::*?:root", Some(USERS)),
        ("RAM", any_id.as_str(), Some(USERS)),
        ("RAM", sixteen.as_str(), Some(USERS)),
        ("RAM", "acs:ram::????????????:r*t", Some(USERS)),
        ("RAM", "acs:ram::*", Some(USERS)),
        ("RAM", "acs:ram:*:root", Some(USERS)),
        ("RAM", "acs:*", Some(USERS)),
        ("RAM", "acs:*:*:*:*", Some(USERS)),
        ("RAM", "?cs:ram::*:user/*", Some(USERS)),
        ("RAM", "*:role/*", Some(USERS)),
        ("RAM", "acs:sts::*:assumed-role/*", Some(USERS)),
        ("RAM", "acs:ram::*:user/ann", Some(USER)),
        ("RAM", "acs:ram::?*:role/ci-*", Some(USER)),
        ("RAM", "*/ann", Some(USER)),
        ("RAM", "acs:ram::1234567890123456:*", None),
        ("RAM", "acs:ram::1234567890123456*", None),
        ("RAM", "acs:*:1234567890123456:root", None),
        ("RAM", "acs:ram::1*:root", None),
        ("RAM", "acs:ram::*6:root", None),
        ("RAM", "acs:ram::*:oidc-provider/ci", None),
        ("RAM", "*.aliyuncs.com", Some(USER)),
        ("Service", "*", Some(SERVICES)),
        ("Service", "*aliyuncs.com", Some(SERVICES)),
        ("Service", "?*.aliyuncs.???", Some(SERVICES)),
        ("Service", "ec?.aliyuncs.com", None),
        ("Service", "acs:ram::*:root", None),
        ("Federated", "*", Some(PROVIDERS)),
        ("Federated", "acs:ram::?*:saml-provider/*", Some(PROVIDERS)),
        ("Federated", "acs:ram::?*:oidc-provider/ci", Some(PROVIDER)),
        (
            "Federated",
            "acs:ram::1234567890123456:oidc-provider/*",
            None,
        ),
        ("Federated", "acs:ram::*:root", None),
        ("", "*", Some("anyone")),
        ("", "**", Some("anyone")),
        ("", "acs:*", Some(USERS)),
        ("", "*.aliyuncs.com", Some(SERVICES)),
        ("", "1234567890123456", None),
    ] {
        let principal = if kind.is_empty() {
            format!(r#"["{pattern}"]"#)
        } else {
            format!(r#"{{"{kind}": ["{pattern}"]}}"#)
        };
        for (of, can, elements) in [
            (
                Kind::Trust,
                "assume this role",
                r#""Action": "sts:AssumeRole""#,
            ),
            (
                Kind::Bucket,
                "change this bucket",
                r#""Action": "oss:PutObject", "Resource": "*""#,
            ),
            (
                Kind::Key,
                "use this key",
                r#""Action": "kms:Decrypt", "Resource": "*""#,
            ),
        ] {
            let statement = allow(&format!(r#"{elements}, "Principal": {principal}"#));
            let findings = Linter::new(&NothingKnown).text_of(Some(of), &document(&statement));
            let public = findings.iter().find(|one| one.rule.name == "public-access");
            let message = public.map(|one| one.message.as_str());
            let expected = who.map(|who| format!("{who} can {can}"));
            assert_eq!(message, expected.as_deref(), "{statement}");
        }
    }
}

#[test]
fn deny_of_the_same_principals_takes_risks_away() {
    const RUNNER: &str = r#"{"Federated": "acs:ram::1234567890123456:oidc-provider/runner"}"#;
    const BOTH: &str = r#"{"Federated": ["acs:ram::1234567890123456:oidc-provider/runner",
        "acs:ram::1234567890123456:oidc-provider/other"]}"#;
    const PROVIDERS: &str = r#"{"Federated": "acs:ram::1234567890123456:oidc-provider/*"}"#;
    const ROOTS: &str = r#"{"RAM": ["acs:ram::*:root"]}"#;
    const USERS: &str = r#"{"RAM": ["acs:ram::*:user/ann", "acs:ram::*:user/bea"]}"#;
    const ANN: &str = r#"{"RAM": "acs:ram::*:user/ann"}"#;
    const SERVICES: &str = r#"{"Service": "*"}"#;
    let assume = r#""Action": "sts:AssumeRole""#;
    let any = r#""Action": "*""#;
    for (allowed, principal, denied, of, is_left) in [
        (assume, ROOTS, assume, ROOTS, false),
        (assume, ROOTS, any, r#""*""#, false),
        (assume, ROOTS, assume, r#"{"RAM": "acs:ram::*:*"}"#, false),
        (any, ROOTS, assume, ROOTS, false),
        (assume, ROOTS, r#""Action": "sts:Set*""#, ROOTS, true),
        (assume, ROOTS, r#""NotAction": "sts:Set*""#, ROOTS, false),
        (assume, ROOTS, assume, ANN, true),
        (assume, r#""*""#, assume, SERVICES, true),
        (assume, r#""*""#, assume, r#"{"RAM": "*"}"#, true),
        (
            assume,
            r#""*""#,
            assume,
            r#"{"RAM": "*", "Service": "*", "Federated": "*"}"#,
            false,
        ),
        (assume, SERVICES, assume, SERVICES, false),
        (assume, SERVICES, assume, r#"{"RAM": "*"}"#, true),
        (assume, ROOTS, assume, SERVICES, true),
        (
            assume,
            r#"["acs:ram::*:root"]"#,
            assume,
            r#"{"RAM": "*"}"#,
            false,
        ),
        (assume, USERS, assume, USERS, false),
        (assume, USERS, assume, ANN, true),
        (assume, RUNNER, assume, RUNNER, false),
        (assume, RUNNER, assume, PROVIDERS, false),
        (assume, RUNNER, any, r#""*""#, false),
        (assume, BOTH, assume, BOTH, false),
        (assume, BOTH, assume, RUNNER, true),
        (assume, RUNNER, assume, ROOTS, true),
        (r#""NotAction": "*""#, ROOTS, assume, ANN, false),
    ] {
        let with = |effect: &str, actions: &str, principal: &str| {
            format!(r#"{{"Effect": "{effect}", {actions}, "Principal": {principal}}}"#)
        };
        let statements = [with("Allow", allowed, principal), with("Deny", denied, of)];
        let statements = statements.join(", ");
        let names = found(Some(Kind::Trust), &statements);
        let risks = ["warning[public-access]", "warning[unchecked-token]"];
        let has_risk = names.iter().any(|name| risks.contains(&name.as_str()));
        assert_eq!(has_risk, is_left, "{statements}: {names:?}");
    }
}

#[test]
fn several_denies_together_take_risks_away() {
    let deny = |actions: &str, resource: &str| {
        format!(r#"{{"Effect": "Deny", "Action": {actions}, "Resource": "{resource}"}}"#)
    };
    let by_action = [deny(r#""ram:C*""#, "*"), deny(r#""ram:P*""#, "*")].join(", ");
    let grants = allow(r#""Action": ["ram:Create*", "ram:Pass*"], "Resource": "*""#);
    assert_eq!(
        found(None, &format!("{grants}, {by_action}")),
        ["warning[shadowed-allow]"]
    );
    let by_resource = [
        deny(r#""ram:*""#, "acs:ram:*:7:role/*"),
        deny(r#""ram:*""#, "acs:ram:*:7:user/*"),
    ];
    let by_resource = by_resource.join(", ");
    let on_both = allow(
        r#""Action": "ram:PassRole", "Resource": ["acs:ram:*:7:role/a", "acs:ram:*:7:user/b"]"#,
    );
    assert_eq!(
        found(None, &format!("{on_both}, {by_resource}")),
        ["warning[shadowed-allow]"]
    );
}

#[test]
fn not_action_that_leaves_much_to_strangers_is_public() {
    let statements = r#"{"Effect": "Allow", "NotAction": "oss:Delete*", "Principal": ["*"], "Resource": ["*"]},
        {"Effect": "Deny", "Action": "oss:Delete*", "Principal": ["*"], "Resource": ["*"]}"#;
    let names = found(Some(Kind::Bucket), statements);
    assert!(
        names.contains(&"warning[public-access]".to_owned()),
        "{names:?}"
    );
}

#[test]
fn only_a_deny_on_the_role_requires_a_claim() {
    let trusted = trust("sts:AssumeRole", PROVIDER, "");
    for (elements, is_required) in [
        (r#""Action": "sts:*", "Principal": "*""#.to_owned(), true),
        (
            format!(r#""Action": "sts:*", "Principal": {PROVIDER}"#),
            true,
        ),
        (format!(r#""Action": "sts:*", "Principal": {ECS}"#), false),
        (
            r#""Action": "sts:Set*", "Principal": "*""#.to_owned(),
            false,
        ),
    ] {
        let deny = |claim: &str| {
            format!(
                r#"{{"Effect": "Deny", {elements},
                "Condition": {{"StringNotEquals": {{"{claim}": "project:7"}}}}}}"#
            )
        };
        let statements = [trusted.clone(), deny("oidc:sub"), deny("oidc:aud")].join(", ");
        let names = found(Some(Kind::Trust), &statements);
        let is_found = names.contains(&"warning[unchecked-token]".to_owned());
        assert_eq!(is_found, !is_required, "{elements}: {names:?}");
    }
}

#[test]
fn whole_service_that_grants_is_permission_granting() {
    for action in ["ram:*", "ra?:*", "ram:**", "resourcemanager:*"] {
        let names = found(
            None,
            &allow(&format!(r#""Action": "{action}", "Resource": "*""#)),
        );
        assert!(
            names.contains(&"note[permission-granting]".to_owned()),
            "{action}: {names:?}"
        );
    }
}

#[test]
fn names_of_aws_are_found_everywhere() {
    let aws = "error[aws-policy]";
    let identity = |action: &str, resource: &str, condition: &str| {
        allow(&format!(
            r#""Action": "{action}", "Resource": "{resource}", "Condition": {{{condition}}}"#
        ))
    };
    for statement in [
        identity("s3:GetObject", "*", ""),
        identity("IAM:Pass*", "*", ""),
        identity("dynamodb:*", "*", ""),
        identity("sts:AssumeRoleWithWebIdentity", "*", ""),
        identity("oss:GetObject", "arn:aws:s3:::logs/*", ""),
        identity("oss:GetObject", "ARN:aws-cn:s3:::logs/*", ""),
        identity("oss:GetObject", "acs:oss:*:*:home/${aws:username}/*", ""),
        identity(
            "oss:GetObject",
            "*",
            r#""IpAddress": {"aws:SourceIp": "10.0.0.0/8"}"#,
        ),
        identity(
            "oss:GetObject",
            "*",
            r#""StringEquals": {"acs:SourceVpc": "${aws:SourceVpc}"}"#,
        ),
        identity(
            "oss:GetObject",
            "*",
            r#""StringLike": {"ram:Owner": "arn:aws:iam::7:role/r"}"#,
        ),
        trust(
            "sts:AssumeRole",
            r#"{"Federated": "arn:aws:iam::7:saml-provider/idp"}"#,
            "",
        ),
        trust(
            "sts:AssumeRole",
            r#"{"AWS": "acs:ram::1234567890123456:root"}"#,
            "",
        ),
    ] {
        assert_eq!(found(None, &statement), [aws], "{statement}");
        let text = document(&statement);
        let fixed = Linter::new(&NothingKnown).fix(&text, Applicability::Unsafe, |_| true);
        assert!(!fixed.remaining.is_empty(), "{statement}");
    }
    let names: Vec<&str> = ["2012-10-17", "2008-10-17"]
        .into_iter()
        .flat_map(|version| {
            let text = document(&identity("oss:GetObject", "*", "")).replacen(
                "\"1\"",
                &format!("\"{version}\""),
                1,
            );
            let fixed = Linter::new(&NothingKnown).fix(&text, Applicability::Unsafe, |_| true);
            assert_eq!(fixed.text, text);
            fixed.remaining.into_iter().map(|finding| finding.rule.name)
        })
        .collect();
    assert_eq!(names, ["aws-policy"; 2]);
}

#[test]
fn errors_of_ram_are_errors() {
    let with = |action: &str, resource: &str, condition: &str| {
        found(
            None,
            &allow(&format!(
                r#""Action": "{action}", "Resource": "{resource}", "Condition": {{{condition}}}"#
            )),
        )
    };
    for key in ["SourceIp", ":SourceIp", "acs:", "MFAPresent"] {
        let condition = format!(r#""StringLike": {{"{key}": "x"}}"#);
        assert_eq!(
            with("oss:GetObject", "*", &condition),
            ["error[malformed-condition-key]"],
            "{key}"
        );
    }
    let tag = r#""StringLike": {"acs:ResourceTag/team:owner": "x"}"#;
    assert_eq!(with("oss:GetObject", "*", tag), [""; 0]);
    for action in [
        "oss:Get:Object",
        "oss:bucket:*",
        "oss::GetObject",
        "oss:",
        "oss:Get Object",
    ] {
        assert_eq!(
            with(action, "*", ""),
            ["error[malformed-action]"],
            "{action}"
        );
    }
    assert_eq!(with("GetObject", "*", ""), ["error[missing-prefix]"]);
    assert_eq!(
        with("oss:GetObject", "arn:oss:*:*:logs", ""),
        ["error[resource-prefix]"]
    );
    assert_eq!(
        with(
            "oss:GetObject",
            "*",
            r#""StringIs": {"acs:SourceVpc": "x"}"#
        ),
        ["error[unknown-operator]"]
    );
    assert_eq!(
        with("oss:GetObject", "*", r#""Null": {"acs:SourceVpc": "true"}"#),
        ["error[aws-operator]"]
    );
    let both = r#""Bool": {"acs:MFAPresent": ["true", "false"]}"#;
    assert_eq!(
        with("oss:GetObject", "*", both),
        ["error[several-booleans]"]
    );
}

#[test]
fn resources_of_maxcompute_have_their_own_form() {
    for resource in [
        "acs:odps:*:projects/shop",
        "acs:odps:*:projects/shop/tables/orders",
        "acs:odps:*:projects/shop/instances/*",
        "acs:odps:*:*:projects/shop",
    ] {
        let statement = allow(&format!(
            r#""Action": "odps:Describe", "Resource": "{resource}""#
        ));
        assert_eq!(found(None, &statement), [""; 0], "{resource}");
    }
    let placeholder = r#""Action": "odps:Describe", "Resource": "acs:odps:*:projects/<project>""#;
    assert_eq!(found(None, &allow(placeholder)), ["warning[placeholder]"]);
}

#[test]
fn principals_are_written_as_ram_writes_them() {
    for (principal, is_found) in [
        ("acs:ram::1234567890123456:root", false),
        ("acs:ram::1234567890123456:user/ann", false),
        ("acs:ram::1234567890123456:role/deploy", false),
        ("acs:ram::1234567890123456:*", false),
        ("acs:ram::${acs:Account}:root", false),
        ("acs:ram:1234567890123456:root", true),
        ("acs:ram::12:root", true),
        ("acs:ram::123456789012345?:root", true),
        ("acs:ram::1234*:root", true),
        ("1234567890123456", false),
        ("1???????????????", true),
        ("123456789012345*", true),
        ("acs:ram::1234567890123456", true),
        ("acs:ram::1234567890123456:role/", true),
        ("acs:ram::1234567890123456:users/ann", true),
        ("acs:ram:cn-hangzhou:1234567890123456:root", true),
        ("acs::ram::1234567890123456:root", true),
        ("root", true),
    ] {
        let value = format!(r#"{{"RAM": ["{principal}"]}}"#);
        let names = found(None, &trust("sts:AssumeRole", &value, ""));
        let expected = if is_found {
            &["warning[malformed-principal]"][..]
        } else {
            &[]
        };
        assert_eq!(names, expected, "{principal}");
    }
    // A value under another type than that of its principals includes none.
    for (kind, principal) in [
        ("Federated", "acs:ram::1234567890123456:oidc/runner"),
        ("Federated", "acs:ram::1234567890123456:user/ann"),
        ("RAM", "acs:ram::1234567890123456:oidc-provider/ci"),
        ("RAM", "ecs.aliyuncs.com"),
        ("Service", "acs:ram::1234567890123456:user/ann"),
    ] {
        let value = format!(r#"{{"{kind}": ["{principal}"]}}"#);
        let names = found(None, &trust("sts:AssumeRole", &value, CLAIMS));
        assert_eq!(names, ["warning[malformed-principal]"], "{value}");
    }
}

/// A condition on all addresses limits no one.
#[test]
fn network_with_every_address_is_public() {
    for (blocks, is_public) in [
        (r#""10.0.0.0/8""#, false),
        (r#"["0.0.0.0/1", "128.0.0.0/2"]"#, false),
        (r#""2001:db8::/32""#, false),
        (r#""0.0.0.0/0""#, true),
        (r#""1.2.3.4/0""#, true),
        (r#"["0.0.0.0/1", "128.0.0.0/1"]"#, true),
        (r#"["0.0.0.0/2", "64.0.0.0/2", "128.0.0.0/1"]"#, true),
        (r#""::/0""#, true),
        (r#"["::/1", "8000::/1"]"#, true),
        (r#""::ffff:0:0/96""#, true),
        (r#"["::ffff:0:0/97", "::ffff:128.0.0.0/97"]"#, true),
    ] {
        let elements = format!(
            r#""Action": "oss:PutObject", "Resource": "*", "Principal": ["*"],
            "Condition": {{"IpAddress": {{"acs:SourceIp": {blocks}}}}}"#
        );
        let names = found(Some(Kind::Bucket), &allow(&elements));
        let is_found = names.contains(&"warning[public-access]".to_owned());
        assert_eq!(is_found, is_public, "{blocks}: {names:?}");
    }
}

#[test]
fn unexpected_principal_is_one_finding() {
    let elements = r#""Action": "oss:PutObject", "Resource": "*", "Principal": ["*"]"#;
    for kind in [Kind::Identity, Kind::Session, Kind::Control] {
        let names = found(Some(kind), &allow(elements));
        assert_eq!(names, ["error[unexpected-principal]"]);
    }
}

/// The system policy for administrators has no Deny, and is not attached to resources.
#[test]
fn advice_on_administrators_is_for_plain_identity_policies() {
    let all = allow(r#""Action": "*", "Resource": "*""#);
    let deny = r#"{"Effect": "Deny", "Action": ["ram:*", "sts:*"], "Resource": "*"}"#;
    for (kind, statements, is_advised) in [
        (Kind::Identity, all.clone(), true),
        (Kind::Identity, format!("{all}, {deny}"), false),
        (Kind::Bucket, all.clone(), false),
        (Kind::Trust, all.clone(), false),
    ] {
        let findings = Linter::new(&NothingKnown).text_of(Some(kind), &document(&statements));
        let advised = findings
            .iter()
            .any(|one| one.help.contains("AdministratorAccess"));
        assert_eq!(advised, is_advised, "{kind:?} {statements}");
    }
}
