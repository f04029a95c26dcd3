//! The sentences of a refusal, its codes, and what its parts may hold.

use crate::refusal_shown::{assert_calls, calls, place};
use ack_catalog::refusal::{Action, Caller, Deny, Form, Kind, PolicyType, find};

/// The names in the output of programs are those of the variants, in small letters.
#[test]
fn kinds_and_forms_have_the_names_of_their_variants() {
    let small = |name: String| {
        let words = name.chars().enumerate().flat_map(|(at, c)| {
            let sign = (at > 0 && c.is_uppercase()).then_some('_');
            sign.into_iter().chain(c.to_lowercase())
        });
        words.collect::<String>()
    };
    for kind in [Kind::Ram, Kind::Rbac, Kind::Service, Kind::Other] {
        assert_eq!(kind.name(), small(format!("{kind:?}")));
    }
    for form in [
        Form::Bare,
        Form::Json,
        Form::NestedJson,
        Form::Xml,
        Form::Go,
        Form::PythonDict,
        Form::Tea,
        Form::ServerError,
        Form::Aliyungo,
        Form::Python,
        Form::Java,
        Form::DotNet,
        Form::Terraform,
    ] {
        assert_eq!(form.name(), small(format!("{form:?}")));
    }
}

/// The words of the documented body.
#[test]
fn callers_denials_and_policy_types_have_the_words_of_the_wire() {
    let callers = [
        "SubUser",
        "AssumedRoleUser",
        "Federated",
        "RootUser",
        "Robot",
    ];
    let denials = ["ImplicitDeny", "ExplicitDeny", "MaybeDeny"];
    let types = [
        "AccountLevelIdentityBasedPolicy",
        "ResourceGroupLevelIdentityBasedPolicy",
        "IdentityBasedPolicy",
        "SessionPolicy",
        "ControlPolicy",
        "AssumeRolePolicy",
        "ResourceBasedPolicy",
        "MoonPolicy",
    ];
    let field = |name: &str, word: &str| {
        let text = format!("Code: Forbidden.RAM {name}: {word}");
        let mut found = find(&text);
        assert_eq!(found.len(), 1, "{text}");
        found.remove(0)
    };
    for word in callers {
        let caller = field("AuthPrincipalType", word).caller.expect("a caller");
        assert_eq!(caller.as_str(), word);
        assert_eq!(matches!(caller, Caller::Other(_)), word == "Robot");
    }
    for word in denials {
        let deny = field("NoPermissionType", word).deny.expect("a denial");
        assert_eq!(deny.as_str(), word);
        assert_eq!(matches!(deny, Deny::Other(_)), word == "MaybeDeny");
    }
    for word in types {
        let policy = field("PolicyType", word).policy_type.expect("a type");
        assert_eq!(policy.as_str(), word);
        assert_eq!(matches!(policy, PolicyType::Other(_)), word == "MoonPolicy");
    }
}

#[test]
fn only_a_name_of_small_letters_digits_and_dashes_is_a_service() {
    for (action, is_one) in [
        ("resource-manager:Get", true),
        ("a1-2:Get", true),
        ("a_b:Get", false),
        ("aB:Get", false),
        ("a.b:Get", false),
        ("-a:Get", false),
        ("1a:Get", false),
        (":Get", false),
    ] {
        let found = find(&format!("denied by sts or ram, action: {action}"));
        let found = found[0].action.as_ref().expect("an action");
        assert_eq!(matches!(found, Action::Unlisted(_)), is_one, "{action}");
        assert_eq!(found.as_str(), action);
    }
}

#[test]
fn a_sentence_is_read_to_the_end_of_its_parts() {
    let asks = "You are not authorized to do this action";
    for (text, calls) in [
        (format!("{asks}. Action: ram:A"), "ram action=ram:A"),
        (format!("{asks}, Action: ram:A"), "ram action=ram:A"),
        (format!("{asks} Action: ram:A"), "ram action=ram:A"),
        (
            format!("{asks}. Resource: acs:ram:*:1:*"),
            "ram resource=acs:ram:*:1:*",
        ),
        (
            format!("{asks}. Resource: acs:oss:*:1:a b c Action: oss:A"),
            "ram action=oss:A resource=acs:oss:*:1:a b c",
        ),
        (
            format!("{asks}. Resource:  Action: ram:A"),
            "ram action=ram:A",
        ),
        (
            format!("{asks}. Resource: Action: ram:A"),
            "ram action=ram:A",
        ),
        (format!("{asks}. Resource:"), "ram"),
        (format!("{asks}. Resource: "), "ram"),
        (format!("{asks}. You should be authorized by RAM"), "ram"),
    ] {
        assert_eq!(self::calls(&text), [calls], "{text}");
        assert_eq!(place(&text), text.trim_end());
    }
    // Another word than those of the sentence.
    assert_calls(&[
        ("RAM_policy Forbidden for action cs:A", &[]),
        ("RAM-policy-Forbidden-for-action cs:A", &[]),
        ("RA\nM policy Forbidden for action cs:A", &[]),
        ("{\"message\": \"RAM policy Forbidden for action \"}", &[]),
        ("{\"message\": \"RAM policy Forbidden for action\"}", &[]),
        (
            "{\"code\": \"StatusForbidden\", \"message\": \"RAM policy Forbidden for action \"}",
            &["ram caller=SubUser code=StatusForbidden"],
        ),
    ]);
}

/// Of a text without an end, some is read, and no letter is cut in two.
#[test]
fn a_letter_across_the_longest_action_is_kept_whole() {
    for letter in ["é", "中", "𝒜"] {
        for length in 240..260 {
            let word = format!("cs:{}{}", "x".repeat(length - 3), letter.repeat(9));
            let found = find(&format!("RAM policy Forbidden for action {word}"));
            let action = found[0].action.as_ref().expect("an action");
            assert!(!action.is_well_formed());
            let text = action.as_str();
            assert!(word.starts_with(text), "{text}");
            assert!(
                (256..256 + letter.len()).contains(&text.len()) || text == word,
                "{text}"
            );
        }
    }
}

#[test]
fn what_stands_in_quotes_without_an_end_is_no_action() {
    for (length, is_one) in [(5, true), (256, true), (257, false), (70_000, false)] {
        let action = format!("a:{}", "B".repeat(length - 2));
        let text = format!("the caller is not authorized to perform '{action}'");
        assert_eq!(find(&text).len(), usize::from(is_one), "{length}");
    }
}

/// Sentences that name no action are told apart by what they say.
#[test]
fn sentences_without_an_action_are_told_apart() {
    let sentences = [
        "User not authorized to operate on the specified resource, or this API doesn't support RAM.",
        "Access denied by authorizer's policy.",
        "You are not authorized to do this action. You should be authorized by RAM.",
        "Access denied by bucket policy.",
        "Forbidden query namespaces",
        "Forbidden get trigger",
        "The current RAM user does not have management permissions",
    ];
    let text = sentences.join("\n\n");
    let found = find(&format!("{text}\n\n{text}"));
    let kinds: Vec<(Kind, usize)> = found
        .iter()
        .map(|found| (found.kind, found.count))
        .collect();
    let [ram, other, rbac, service] = [Kind::Ram, Kind::Other, Kind::Rbac, Kind::Service];
    let wanted = [ram, ram, ram, other, rbac, service, service].map(|kind| (kind, 2));
    assert_eq!(kinds, wanted);
}

/// An answer may be logged once with its message and once without.
#[test]
fn a_code_and_the_sentence_that_comes_with_it_are_one_refusal() {
    for (code, sentence) in [
        (
            "Forbidden.RAM",
            "User not authorized to operate on the specified resource, or this API doesn't support RAM",
        ),
        (
            "NoPermission",
            "You are not authorized to do this action. You should be authorized by RAM",
        ),
        (
            "ForbiddenQueryClusterNamespace",
            "Forbidden query namespaces",
        ),
    ] {
        let code = format!("Code: {code}, RequestId: R-1");
        for text in [
            format!("{code}\n\n{sentence}"),
            format!("{sentence}\n\n{code}"),
            format!("{sentence}\n\n{code}, Message: {sentence}"),
        ] {
            let counts: Vec<usize> = find(&text).iter().map(|found| found.count).collect();
            assert_eq!(counts, [2], "{text}");
        }
    }
}

/// A code counts where a code stands, and an ordinary word only in company.
#[test]
fn where_a_word_is_a_code() {
    assert_calls(&[
        ("Code: Forbidden.RAM", &["ram code=Forbidden.RAM"]),
        ("Error: Forbidden.RAM", &["ram code=Forbidden.RAM"]),
        ("it was Forbidden.RAM", &[]),
        (
            "Code: Forbidden.Unauthorized",
            &["other code=Forbidden.Unauthorized"],
        ),
        (
            "Error: Forbidden.Unauthorized",
            &["other code=Forbidden.Unauthorized"],
        ),
        ("Code: Forbidden RequestId: R-9", &[]),
        ("Code: Forbidden. RequestId: R-9", &[]),
        ("Error: Forbidden RequestId: R-9", &[]),
        (
            "Code: ForbiddenNewCheck",
            &["service code=ForbiddenNewCheck"],
        ),
        ("Error: ForbiddenNewCheck RequestId: R-9", &[]),
        ("Code: Forbiddenness RequestId: R-9", &[]),
        ("Code: ForbiddenException RequestId: R-9", &[]),
        ("Code: AccessDenied", &[]),
        ("Code: NoPermission", &[]),
        (
            "Code: AccessDenied RequestId: R-1",
            &["other code=AccessDenied id=R-1"],
        ),
        (
            "Code: AccessDenied Message: no",
            &["other code=AccessDenied"],
        ),
        (
            "Code: AccessDenied PolicyType: ControlPolicy",
            &["ram policy=ControlPolicy code=AccessDenied"],
        ),
        (
            "Code: AccessDenied Message: Access Denied RequestId: R-9",
            &[],
        ),
        ("Error: AccessDenied RequestId: R-9", &[]),
        (
            "Error: StatusForbidden RequestId: R-1",
            &["other code=StatusForbidden id=R-1"],
        ),
        (
            "Code: StatusForbidden GET",
            &["ram action=log:Get code=StatusForbidden"],
        ),
        (
            "GET Code: StatusForbidden",
            &["ram action=log:Get code=StatusForbidden"],
        ),
        // What is no refusal by itself.
        ("AuthAction: log:Get", &[]),
        ("NoPermissionType: ImplicitDeny", &[]),
        (
            "AuthAction: log:Get NoPermissionType: ImplicitDeny",
            &["ram action=log:Get deny=ImplicitDeny"],
        ),
    ]);
}

/// What is missing is said where it is known, and where that is no RAM policy.
#[test]
fn what_is_missing_is_said_where_no_policy_gives_it() {
    let missing = |text: &str| {
        let mut found = find(text);
        assert_eq!(found.len(), 1, "{text}");
        found.remove(0).missing
    };
    let ram = "denied by sts or ram, action: log:Get";
    for text in [
        "Code: AccessDenied Message: no",
        "Code: Forbidden.Unauthorized",
        "Code: Forbidden.RAM",
        &format!("Code: UserNotAllowed Message: {ram}"),
        &format!("{{\"code\": \"UserNotAllowed\", \"message\": \"{ram}\"}}"),
    ] {
        assert_eq!(missing(text), None, "{text}");
    }
    for text in [
        "Code: UserNotAllowed Message: no",
        "Code: ForbiddenNewCheck",
        "Access denied by bucket policy",
        "Code: StatusForbidden Message: Forbidden get trigger",
    ] {
        assert!(
            missing(text).is_some_and(|missing| !missing.is_empty()),
            "{text}"
        );
    }
}
