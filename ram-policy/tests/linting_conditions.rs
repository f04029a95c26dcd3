//! The rules on conditions: names, values, and several conditions on one key.

use crate::condition::{found, names, text};
use ram_policy::lint::Severity;

#[test]
fn operator_variant_is_replaced() {
    let split = "use RAM's operators, or two statements";
    for (operator, help) in [
        (
            "StringEqualsIfExists",
            "write `StringEquals`; for requests without the key, write a second statement",
        ),
        ("ArnLikeIfExists", split),
        ("IfExists", split),
        ("Null", split),
        ("ForAnyValue:StringLike", split),
    ] {
        let found = found(&format!(r#"{{"{operator}": {{"acs:SourceVpc": "v"}}}}"#));
        assert_eq!(found.len(), 1, "{operator}");
        assert_eq!(found[0].rule.name, "aws-operator");
        assert_eq!(found[0].help, help);
    }
}

#[test]
fn keys_are_known_by_name_or_prefix() {
    let look_up = "look it up in the service's documentation";
    for (key, help) in [
        ("acs:SourceVpc", None),
        ("acs:ResourceTag/team", None),
        ("acs:ResourceTag/", Some(look_up)),
        ("acs:SourceVpx", Some("did you mean `acs:SourceVpc`?")),
        ("acs:sourcevpx", Some("did you mean `acs:SourceVpc`?")),
        ("acs:sourceip", Some("did you mean `acs:SourceIp`?")),
        ("ACS:SourceIp", Some("did you mean `acs:SourceIp`?")),
        ("acs:SourcIp", Some("did you mean `acs:SourceIp`?")),
        ("acs:SourceeIp", Some("did you mean `acs:SourceIp`?")),
        // Two different letters are not a typo: there may be another key.
        ("acs:SourceVqx", Some(look_up)),
        ("acs:SourceXpcs", Some(look_up)),
    ] {
        let found = found(&format!(r#"{{"StringEquals": {{"{key}": "v"}}}}"#));
        let found: Vec<&str> = found.iter().map(|finding| &*finding.help).collect();
        let wanted: Vec<&str> = help.into_iter().collect();
        assert_eq!(found, wanted, "{key}");
    }
}

#[test]
fn misspelt_name_beside_the_right_one_is_not_renamed() {
    for (condition, name) in [
        (
            r#"{"Bool": {"acs:SecureTransport": "true"}, "Boool": {"acs:MFAPresent": "true"}}"#,
            "Bool",
        ),
        (
            r#"{"StringEquals": {"acs:SourceVpc": "v", "acs:SourceVpx": "v"}}"#,
            "acs:SourceVpc",
        ),
        (
            r#"{"StringEquals": {"acs:UserAgent": "v", "UserAgent": "v"}}"#,
            "acs:UserAgent",
        ),
    ] {
        let found = found(condition);
        assert_eq!(found.len(), 1, "{condition}");
        let help = format!("remove it, or merge it into `{name}`");
        assert_eq!((&found[0].help, &found[0].fix), (&help, &None));
    }
}

#[test]
fn invalid_value_reports_the_expected_form() {
    let date = "write a time in ISO 8601 with its offset, such as \"2026-01-31T08:00:00Z\"";
    let net = "write an address or a CIDR block, such as \"10.0.0.0/8\"";
    for (operators, help) in [
        (&["Bool"][..], "write \"true\" or \"false\""),
        (
            &["IpAddress", "NotIpAddress", "IpAddressIncludeBorder"],
            net,
        ),
        (
            &[
                "NumericEquals",
                "NumericNotEquals",
                "NumericLessThan",
                "NumericLessThanEquals",
                "NumericGreaterThan",
                "NumericGreaterThanEquals",
            ],
            "write a decimal number",
        ),
        (
            &[
                "DateEquals",
                "DateNotEquals",
                "DateLessThan",
                "DateLessThanEquals",
                "DateGreaterThan",
                "DateGreaterThanEquals",
            ],
            date,
        ),
    ] {
        for operator in operators {
            let found = found(&format!(r#"{{"{operator}": {{"shop:Key": "often"}}}}"#));
            assert_eq!(found.len(), 1, "{operator}");
            assert_eq!(found[0].rule.name, "invalid-value");
            assert_eq!(
                found[0].message,
                format!("`often` is not a valid value for `{operator}`")
            );
            assert_eq!(found[0].help, help);
        }
    }
    assert_eq!(
        names(r#"{"NumericEquals": {"shop:Key": "${var.most}"}}"#),
        [""; 0]
    );
}

/// The fix renames the operator, so it must not affect another key, create a duplicate operator or
/// make the comparison case-sensitive.
#[test]
fn literal_wildcard_fix_renames_an_operator_with_one_key() {
    for (condition, renamed) in [
        (
            r#"{"StringEquals": {"acs:UserAgent": "a*"}}"#,
            Some(r#"{"StringLike": {"acs:UserAgent": "a*"}}"#),
        ),
        (
            r#"{"StringNotEquals": {"acs:UserAgent": ["a", "b*"]}}"#,
            Some(r#"{"StringNotLike": {"acs:UserAgent": ["a", "b*"]}}"#),
        ),
        (
            r#"{"StringEquals": {"acs:UserAgent": "a*"}, "IpAddress": {"acs:SourceIp": "10.0.0.0/8"}}"#,
            Some(
                r#"{"StringLike": {"acs:UserAgent": "a*"}, "IpAddress": {"acs:SourceIp": "10.0.0.0/8"}}"#,
            ),
        ),
        (
            r#"{"StringEquals": {"acs:UserAgent": "a*", "acs:SourceVpc": "v"}}"#,
            None,
        ),
        (
            r#"{"StringEquals": {"acs:UserAgent": "a*"}, "StringLike": {"acs:SourceVpc": "v*"}}"#,
            None,
        ),
        (
            r#"{"StringEqualsIgnoreCase": {"acs:UserAgent": "a*"}}"#,
            None,
        ),
    ] {
        let found = found(condition);
        assert_eq!(found.len(), 1, "{condition}");
        assert_eq!(found[0].rule.name, "literal-wildcard");
        let replacements = found[0].fix.as_ref().map(|fix| {
            assert!(!fix.is_safe());
            fix.replacements(&text(condition))
        });
        let fixed = replacements.map(|replacements| {
            let [(range, with)] = &replacements[..] else {
                panic!("{replacements:?}");
            };
            let mut fixed = text(condition);
            fixed.replace_range(range.as_range(), with);
            fixed
        });
        assert_eq!(fixed, renamed.map(text), "{condition}");
    }
}

#[test]
fn question_mark_is_less_suspicious_than_a_star() {
    for (value, level) in [
        ("a*", Severity::Warning),
        ("a?", Severity::Note),
        ("a?*", Severity::Warning),
    ] {
        let found = found(&format!(
            r#"{{"StringEquals": {{"acs:UserAgent": "{value}"}}}}"#
        ));
        assert_eq!(found[0].severity, level, "{value}");
    }
}
