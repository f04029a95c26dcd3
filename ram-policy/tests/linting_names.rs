//! The rules that check actions and resources against a catalog.

use ram_policy::Policy;
use ram_policy::lint::{
    Claim, Finding, KnownAction, KnownActions, Linter, NothingKnown, Operation, OtherServices,
    Retired, Service, ServiceFacts, Severity, Superseded, lint,
};

/// A catalog of two invented services: `shop` is fully known, `depot` only by its actions.
struct Shop;

const fn action(name: &'static str, can_be_limited: bool) -> KnownAction<'static> {
    KnownAction {
        can_be_limited: Some(can_be_limited),
        in_effect_on: if can_be_limited { &[] } else { &["*"] },
        condition_keys: Some(&[]),
        operation: Operation::Current,
        operation_as_of: "2026-01",
        ..KnownAction::named(name)
    }
}

const TODAY: Claim<'static> = Claim {
    actions: &["shop:WrapOrder"],
    source: "Handbook",
    as_of: "2026-01",
};

/// `PackOrder` was required before `WrapOrder`, and sources disagree on `BoxOrder`.
const ACTIONS: [KnownAction<'static>; 11] = [
    KnownAction {
        in_effect_on: &["acs:shop:*:*:order/*", "*"],
        ..action("shop:CountOrders", false)
    },
    KnownAction {
        condition_keys: Some(&["shop:Reason"]),
        ..action("shop:CancelOrder", true)
    },
    action("shop:GetOrder", true),
    action("shop:ListOrders", false),
    action("shop:WrapOrder", true),
    KnownAction {
        superseded: Some(Superseded {
            newest: TODAY,
            disputed_by: None,
        }),
        ..action("shop:PackOrder", true)
    },
    KnownAction {
        superseded: Some(Superseded {
            newest: TODAY,
            disputed_by: Some(Claim {
                actions: &["shop:BoxOrder"],
                source: "Wiki",
                as_of: "2021-09",
            }),
        }),
        ..action("shop:BoxOrder", true)
    },
    // It has other resources than the action that is required now.
    KnownAction {
        superseded: Some(Superseded {
            newest: Claim {
                actions: &["shop:ListOrders"],
                ..TODAY
            },
            disputed_by: None,
        }),
        ..action("shop:ListParcels", true)
    },
    KnownAction {
        condition_keys: None,
        operation: Operation::Deprecated,
        ..action("shop:WeighOrder", true)
    },
    KnownAction {
        operation: Operation::Absent,
        ..action("shop:FaxOrder", true)
    },
    action("depot:OpenBox", true),
];

/// The list had these before.
const RETIRED: [KnownAction<'static>; 2] = [
    KnownAction {
        retired: Some(Retired {
            on: "2025-03-01",
            replaced_by: Some("shop:ListOrders"),
        }),
        ..action("shop:ListAllOrders", true)
    },
    KnownAction {
        retired: Some(Retired {
            on: "2025-03-01",
            replaced_by: None,
        }),
        ..action("shop:GetOrders", false)
    },
];

const FACTS: ServiceFacts = ServiceFacts {
    not_actions: &[
        ("shop:OrderSize", "a condition key"),
        ("shop:clerk", "a role in a shop"),
    ],
    named_only: &[("shop:LockDoor", "a policy of the shop")],
    operations: &[
        ("shop:OpenDoor", &[]),
        ("shop:CloseDoor", &["shop:LockDoor"]),
    ],
    condition_keys: &["shop:OrderSize", "shop:Reason"],
    relative_ids: &["order/*"],
    limits: Some(("order/", "order")),
    ..ServiceFacts::NONE
};

impl KnownActions for Shop {
    fn services(&self) -> Vec<Service<'_>> {
        let service = |code, facts| Service {
            code,
            source: "the list",
            facts,
        };
        vec![
            service("shop", &FACTS),
            service("depot", &ServiceFacts::NONE),
        ]
    }

    fn find(&self, action: &str) -> Option<KnownAction<'_>> {
        let mut known = ACTIONS.into_iter().chain(RETIRED);
        known.find(|known| known.name.eq_ignore_ascii_case(action))
    }

    fn each<'k>(&'k self, visit: &mut dyn FnMut(KnownAction<'k>)) {
        ACTIONS.into_iter().for_each(visit);
    }
}

fn policy(statements: &str) -> String {
    format!(r#"{{"Version": "1", "Statement": [{statements}]}}"#)
}

/// Lints a policy of these statements.
fn found(statements: &str) -> Vec<Finding> {
    Linter::new(&Shop).text(&policy(statements))
}

fn names(findings: &[Finding]) -> Vec<&'static str> {
    findings.iter().map(|finding| finding.rule.name).collect()
}

fn allow(action: &str, resource: &str) -> String {
    format!(r#"{{"Effect": "Allow", "Action": "{action}", "Resource": "{resource}"}}"#)
}

fn of_action(action: &str) -> Vec<Finding> {
    found(&allow(action, "*"))
}

fn of_resource(resource: &str) -> Vec<Finding> {
    found(&allow("shop:GetOrder", resource))
}

/// Resources and common condition keys start with it, so people write it before actions.
#[test]
fn prefix_of_resources_is_no_code_of_actions() {
    for (action, help) in [
        ("acs:GetOrder", "write `shop:GetOrder`"),
        ("ACS:Get*", "write `shop:Get*`"),
        (
            "acs:SourceIp",
            "start with the code of the service, such as `cs`",
        ),
        (
            "acs:Frob*",
            "start with the code of the service, such as `cs`",
        ),
    ] {
        let found = of_action(action);
        assert_eq!(names(&found), ["wrong-prefix"], "{action}");
        assert_eq!(found[0].help, help);
        assert_eq!(
            found[0].fix.is_some(),
            help.starts_with("write"),
            "{action}"
        );
    }
}

#[test]
fn parsed_policy_has_the_findings_of_its_text() {
    let text = policy(&allow("*", "*"));
    let read: Policy = text.parse().expect("a policy");
    let found = lint(&read, &NothingKnown);
    assert_eq!(names(&found), ["everything-on-everything"]);
    assert_eq!(found, Linter::new(&NothingKnown).text(&text));
}

#[test]
fn retired_action_is_reported_with_its_replacement() {
    let renamed = of_action("shop:ListAllOrders");
    assert_eq!(names(&renamed), ["renamed-action"]);
    assert_eq!(renamed[0].help, "write \"shop:ListOrders\"");
    assert!(renamed[0].fix.is_some());
    let retired = of_action("shop:GetOrders");
    assert_eq!(names(&retired), ["unlisted-action"]);
    assert_eq!(
        retired[0].help,
        "an earlier version listed it, until 2025-03-01; look up which action its operation requires now"
    );
}

#[test]
fn retired_action_keeps_its_scope() {
    let found = found(&allow("shop:getOrders", "acs:shop:*:*:order/1"));
    assert_eq!(
        names(&found),
        ["unlisted-action", "action-beyond-cluster"],
        "{found:?}"
    );
}

#[test]
fn wildcard_without_known_actions_is_idle() {
    for (action, wanted) in [
        ("shop:Cancel*", &[][..]),
        ("shop:List*", &[]),
        ("depot:*Box", &[]),
        ("shop:Box*", &[]),
        ("shop:Pack*", &["idle-wildcard"]),
        ("shop:Return*", &["idle-wildcard"]),
    ] {
        assert_eq!(names(&of_action(action)), wanted, "{action}");
    }
}

#[test]
fn earlier_name_is_replaced_by_what_is_required_now() {
    let found = of_action("shop:packOrder");
    assert_eq!(names(&found), ["action-case", "renamed-action"]);
    assert_eq!(found[1].severity, Severity::Warning);
    assert_eq!(found[1].help, "write \"shop:WrapOrder\"");
    assert!(found[1].fix.is_some());
}

#[test]
fn disagreement_is_a_note_unless_the_policy_has_both() {
    let found = of_action("shop:BoxOrder");
    assert_eq!(names(&found), ["renamed-action"]);
    assert_eq!(found[0].severity, Severity::Note);
    assert_eq!(
        found[0].message,
        "sources disagree on `shop:BoxOrder`: its operation requires `shop:WrapOrder` according to Handbook \
         (2026-01), or `shop:BoxOrder` according to Wiki (2021-09)"
    );
    assert_eq!(
        found[0].help,
        "if the call is refused, add `shop:WrapOrder`"
    );
    assert!(found[0].fix.is_none());
    let both = r#"["shop:BoxOrder", "shop:Wrap*"]"#;
    let both = allow("shop:BoxOrder", "*").replace("\"shop:BoxOrder\"", both);
    assert_eq!(names(&self::found(&both)), [""; 0]);
}

/// Only a word that no name has makes a name misspelt, since many names differ by a letter.
#[test]
fn misspelt_name_has_a_word_that_no_name_has() {
    for (action, rule, help) in [
        (
            "shop:ListOdrers",
            "misspelt-action",
            "did you mean `shop:ListOrders`?",
        ),
        (
            "shop:CnacelOrder",
            "misspelt-action",
            "did you mean `shop:CancelOrder`?",
        ),
        (
            "shop:ListOrder",
            "unlisted-action",
            "look it up in the service's documentation; `shop:ListOrders` is similar",
        ),
        (
            "shop:ListBoxes",
            "unlisted-action",
            "look it up in the service's documentation",
        ),
        (
            "shop:Return",
            "unlisted-action",
            "look it up in the service's documentation",
        ),
    ] {
        let found = of_action(action);
        assert_eq!(names(&found), [rule], "{action}");
        assert_eq!(found[0].help, help);
    }
}

/// A list of actions of a third service.
struct Bank;

impl OtherServices for Bank {
    fn find(&self, action: &str) -> Option<&str> {
        self.actions("bank")
            .into_iter()
            .find(|name| name.eq_ignore_ascii_case(action))
    }

    fn actions(&self, service: &str) -> Vec<&str> {
        let actions = match service {
            "bank" => &[
                "bank:PayOdrers",
                "bank:PayBills",
                "bank:Deposit",
                "bank:Withdraw",
                "bank:WithdrawAll",
            ][..],
            _ => &[],
        };
        actions.to_vec()
    }

    fn each_name(&self, visit: &mut dyn FnMut(&str)) {
        ["PayOdrers", "PayBills", "Deposit", "WithdrawAll"]
            .into_iter()
            .for_each(visit);
    }

    fn codes(&self, _: &str) -> &[&str] {
        &[]
    }
}

#[test]
fn words_of_one_service_are_known_in_all_others() {
    for (action, wanted) in [
        ("shop:ListOdrers", &["unlisted-action"][..]),
        ("shop:ListOrdesr", &["misspelt-action"]),
        ("bank:PayOrders", &[]),
        ("bank:PayBlils", &["misspelt-action"]),
        ("bank:Depsoit", &["misspelt-action"]),
        // The start of another name may be part of a pattern.
        ("bank:Withdarw", &[]),
        ("depot:OpenBills", &["unlisted-action"]),
    ] {
        let text = policy(&allow(action, "*"));
        let found = Linter::new(&Shop).other_services(&Bank).text(&text);
        assert_eq!(names(&found), wanted, "{action}");
    }
}

/// A key is supported if at least one action has it. An action that no source lists may have it.
#[test]
fn condition_key_belongs_to_actions() {
    let on = |actions: &str, key: &str| {
        format!(
            r#"{{"Effect": "Allow", {actions}, "Resource": "*", "Condition": {{"StringEquals": {{"{key}": "x"}}}}}}"#
        )
    };
    for (actions, key, is_found) in [
        (r#""Action": "shop:GetOrder""#, "shop:Reason", true),
        (
            r#""Action": ["shop:GetOrder", "shop:Wrap*"]"#,
            "shop:Reason",
            true,
        ),
        (r#""Action": "bank:Pay""#, "shop:Reason", true),
        (r#""NotAction": "shop:Cancel*""#, "shop:Reason", false),
        (
            r#""NotAction": ["shop:Cancel*", "shop:Weigh*"]"#,
            "shop:Reason",
            true,
        ),
        (r#""NotAction": "shop:Get*""#, "shop:Reason", false),
        (
            r#""Action": ["shop:GetOrder", "shop:CancelOrder"]"#,
            "shop:Reason",
            false,
        ),
        (r#""Action": "shop:*""#, "shop:Reason", false),
        (r#""Action": "*""#, "shop:Reason", false),
        (r#""Action": "shop:Return""#, "shop:Reason", false),
        // The keys of this action are not known.
        (r#""Action": "shop:WeighOrder""#, "shop:Reason", false),
        (r#""Action": "shop:W*""#, "shop:Reason", false),
        (
            r#""Action": ["shop:Wrap*", "shop:GetOrder"]"#,
            "shop:Reason",
            true,
        ),
        (r#""Action": "shop:${x}""#, "shop:Reason", false),
        // No action is known to have it.
        (r#""Action": "shop:GetOrder""#, "shop:OrderSize", false),
    ] {
        let found = found(&on(actions, key));
        let found = found
            .iter()
            .find(|finding| finding.rule.name == "unsupported-condition-key");
        assert_eq!(found.is_some(), is_found, "{actions} {key}");
        if let Some(found) = found {
            assert_eq!(found.help, "use it with `shop:CancelOrder`");
        }
    }
}

#[test]
fn misplaced_values_suggest_the_right_element() {
    for (action, help) in [
        (
            "shop:OrderSize",
            "move it to `Condition`, under an operator",
        ),
        ("shop:Clerk", "remove it; it allows nothing here"),
    ] {
        let found = of_action(action);
        assert_eq!(names(&found), ["not-an-action"]);
        assert_eq!(found[0].help, help);
    }
    let deny = allow("shop:clerk", "*").replace("Allow", "Deny");
    assert_eq!(found(&deny)[0].help, "remove it; it denies nothing here");
}

/// Advice is right for the effect of its statement: what allows a call, or what keeps it denied.
#[test]
fn advice_on_disputed_names_is_by_effect() {
    let new = "`shop:WrapOrder`";
    for (effect, element, help) in [
        (
            "Allow",
            "Action",
            format!("if the call is refused, add {new}"),
        ),
        (
            "Deny",
            "Action",
            format!("also deny {new}; otherwise the call may stay possible"),
        ),
        (
            "Allow",
            "NotAction",
            format!("also exclude {new}; otherwise the call may stay possible"),
        ),
        (
            "Deny",
            "NotAction",
            format!("if the call is refused, also exclude {new}"),
        ),
    ] {
        let statement =
            format!(r#"{{"Effect": "{effect}", "{element}": "shop:BoxOrder", "Resource": "*"}}"#);
        let found = found(&statement);
        let renamed = found
            .iter()
            .find(|finding| finding.rule.name == "renamed-action");
        assert_eq!(renamed.map(|one| &*one.help), Some(&*help), "{statement}");
    }
    // The other effect does not settle it.
    let allow_new = allow("shop:WrapOrder", "*");
    let deny_new = allow_new.replace("Allow", "Deny");
    let allow_old = allow("shop:BoxOrder", "*");
    let deny_old = allow_old.replace("Allow", "Deny");
    for (one, other, is_found) in [
        (&allow_old, &allow_new, false),
        (&allow_old, &deny_new, true),
        (&deny_old, &deny_new, false),
        (&deny_old, &allow_new, true),
    ] {
        let found = found(&format!("{one}, {other}"));
        let is_named = names(&found).contains(&"renamed-action");
        assert_eq!(is_named, is_found, "{one} {other}");
    }
}

#[test]
fn a_new_name_is_not_written_where_it_has_no_effect() {
    for effect in ["Allow", "Deny"] {
        let on = |resource: &str| {
            let statement = allow("shop:ListParcels", resource).replace("Allow", effect);
            let mut found = found(&statement);
            found.retain(|finding| finding.rule.name == "renamed-action");
            let [found] = &found[..] else {
                panic!("{found:?}")
            };
            (found.help.clone(), found.fix.is_some())
        };
        assert_eq!(on("*"), ("write \"shop:ListOrders\"".to_owned(), true));
        assert_eq!(
            on("acs:shop:*:*:order/1"),
            (
                "write \"shop:ListOrders\" in a separate statement with \"Resource\": \"*\", because it cannot \
                 be limited to these resources"
                    .to_owned(),
                false
            )
        );
    }
}

#[test]
fn actions_of_outdated_operations_are_noted_once() {
    for (actions, messages) in [
        (r#"["shop:GetOrder"]"#, &[][..]),
        (
            r#"["shop:GetOrder", "shop:WeighOrder"]"#,
            &["the operation of `shop:WeighOrder` is deprecated (2026-01)"],
        ),
        (
            r#"["shop:FaxOrder", "shop:WeighOrder", "shop:FaxOrder"]"#,
            &[
                "the operation of `shop:FaxOrder` is no longer listed (2026-01); also deprecated or no longer listed: \
                 the operations of `shop:WeighOrder`",
            ],
        ),
    ] {
        let mut found = found(&allow("x", "*").replace(r#""x""#, actions));
        found.retain(|finding| finding.rule.name == "outdated-operation");
        let found: Vec<&str> = found.iter().map(|finding| &*finding.message).collect();
        assert_eq!(found, messages, "{actions}");
    }
}

#[test]
fn an_action_that_a_source_names_is_listed() {
    assert_eq!(names(&of_action("shop:LockDoor")), [""; 0]);
    assert_eq!(names(&of_action("shop:lockDoor")), ["action-case"]);
    let found = of_action("shop:OpenDoor");
    assert_eq!(names(&found), ["unlisted-action"]);
    assert_eq!(
        found[0].message,
        "`OpenDoor` is an operation whose action no source documents; `shop:OpenDoor` may not be its action"
    );
    let found = of_action("shop:closeDoor");
    assert_eq!(names(&found), ["unlisted-action"]);
    assert_eq!(
        found[0].message,
        "`closeDoor` is an operation, not an action; it needs `shop:LockDoor`"
    );
}

/// A catalog with one read action per name, none of which `Get*` matches.
struct Reads(Vec<String>);

impl KnownActions for Reads {
    fn services(&self) -> Vec<Service<'_>> {
        vec![Service {
            code: "shop",
            source: "the list",
            facts: &ServiceFacts::NONE,
        }]
    }

    fn find(&self, _: &str) -> Option<KnownAction<'_>> {
        None
    }

    fn each<'k>(&'k self, visit: &mut dyn FnMut(KnownAction<'k>)) {
        for name in &self.0 {
            visit(KnownAction {
                is_read: Some(true),
                ..KnownAction::named(name)
            });
        }
    }
}

#[test]
fn only_the_first_twenty_names_are_listed() {
    let read = |number: usize| format!("shop:List{number:02}");
    let quoted = |numbers: std::ops::RangeInclusive<usize>| {
        let names: Vec<String> = numbers
            .map(|number| format!("`{}`", read(number)))
            .collect();
        names.join(", ")
    };
    for (count, wanted) in [
        (1, quoted(1..=1)),
        (2, "`shop:List01` and `shop:List02`".to_owned()),
        (20, format!("{} and `shop:List20`", quoted(1..=19))),
        (21, format!("{} and 1 more", quoted(1..=20))),
        (23, format!("{} and 3 more", quoted(1..=20))),
    ] {
        let reads = Reads((1..=count).map(read).collect());
        let found = Linter::new(&reads).text(&policy(&allow("shop:Get*", "*")));
        let get = found
            .iter()
            .find(|finding| finding.rule.name == "get-is-not-read")
            .expect("a finding");
        assert_eq!(get.help, format!("if they are needed, add {wanted}"));
    }
}

#[test]
fn other_reads_are_suggested_only_for_an_allow_of_get() {
    let reads = Reads(vec![
        "shop:GetOrder".to_owned(),
        "shop:ListOrders".to_owned(),
    ]);
    let get = allow("shop:Get*", "*");
    for (statement, is_told) in [
        (get.clone(), true),
        (get.replace("Allow", "Deny"), false),
        (get.replace("Action", "NotAction"), false),
        (allow("shop:List*", "*"), false),
    ] {
        let found = Linter::new(&reads).text(&policy(&statement));
        let is_found = names(&found).contains(&"get-is-not-read");
        assert_eq!(is_found, is_told, "{statement}");
    }
}

/// The access level says what a read is, and not the verb.
#[test]
fn reads_are_the_actions_with_that_level() {
    struct Levels;

    impl KnownActions for Levels {
        fn services(&self) -> Vec<Service<'_>> {
            vec![Service {
                code: "shop",
                source: "the list",
                facts: &ServiceFacts::NONE,
            }]
        }

        fn find(&self, _: &str) -> Option<KnownAction<'_>> {
            None
        }

        fn each<'k>(&'k self, visit: &mut dyn FnMut(KnownAction<'k>)) {
            let levels = [
                ("shop:CheckOrder", Some(true)),
                ("shop:QueryOrder", Some(false)),
                ("shop:ListOrders", None),
                ("shop:WrapOrder", None),
            ];
            let action = |(name, is_read)| KnownAction {
                is_read,
                ..KnownAction::named(name)
            };
            levels.into_iter().map(action).for_each(visit);
        }
    }

    let found = Linter::new(&Levels).text(&policy(&allow("shop:Get*", "*")));
    let get = found
        .iter()
        .find(|finding| finding.rule.name == "get-is-not-read")
        .expect("a finding");
    assert_eq!(get.help, "if they are needed, add `shop:CheckOrder`");
}

#[test]
fn confusable_letters_are_named_and_replaced() {
    for (action, message, help) in [
        (
            "shop:Get\u{200b}Order",
            r"`shop:Get\u{200b}Order` contains U+200B, which is invisible",
            "type it again: `shop:GetOrder`",
        ),
        (
            "shop:L\u{131}stOrders",
            "`shop:LıstOrders` contains U+0131, which is easily confused with `i`",
            "type it again: `shop:ListOrders`",
        ),
        (
            "\u{ff53}hop:GetOrder",
            "`ｓhop:GetOrder` contains U+FF53, which is easily confused with `s`",
            "type it again: `shop:GetOrder`",
        ),
        (
            "shop：GetOrder",
            "`shop：GetOrder` contains U+FF1A, which is easily confused with `:`",
            "type it again: `shop:GetOrder`",
        ),
    ] {
        let found = of_action(action);
        assert_eq!(names(&found), ["confusable-letters"], "{action}");
        assert_eq!(found[0].message, message);
        assert_eq!(found[0].help, help);
    }
}

#[test]
fn resource_is_unrestricted_only_if_it_matches_all() {
    for resource in ["acs:*", "acs:*:*:*:*", "**", "*:*"] {
        assert_eq!(
            names(&of_resource(resource)),
            ["all-in-effect"],
            "{resource}"
        );
    }
    // These match a lot, including a resource that does not exist.
    for resource in ["acs:*:*:*:q*", "*:q", "acs:?:?:?:?"] {
        let found = names(&of_resource(resource));
        assert!(!found.contains(&"all-in-effect"), "{resource} {found:?}");
    }
}

/// The text that a wildcard matches may be right, so it is not reported.
#[test]
fn wildcard_prefix_or_service_is_not_checked() {
    for (resource, wanted) in [
        ("*:shop:*:*:order/1", &[][..]),
        ("ac?:shop:*:*:order/1", &[]),
        ("acs:*:*:*:order/1", &[]),
        ("acs:sh?p:*:*:order/1", &[]),
        ("acx:shop:*:*:order/1", &["resource-prefix"]),
        ("acs:depot:*:*:order/1", &["resource-service"]),
    ] {
        assert_eq!(names(&of_resource(resource)), wanted, "{resource}");
    }
}

#[test]
fn resource_is_checked_against_the_forms_of_its_service() {
    let shapes = "write `order/*`, or `*` for the whole account";
    for (resource, help) in [
        ("order/1", None),
        ("ord*", None),
        ("order", Some(shapes)),
        ("parcel/1", Some(shapes)),
        ("odrer/1", Some("did you mean `order/…`?")),
        ("Order/1", Some("did you mean `order/…`?")),
        // A placeholder may be replaced by the right text.
        ("${var.order}", None),
        ("${var.kind}/1", None),
    ] {
        let found = of_resource(&format!("acs:shop:*:*:{resource}"));
        let found: Vec<&str> = found.iter().map(|finding| &*finding.help).collect();
        let wanted: Vec<&str> = help.into_iter().collect();
        assert_eq!(found, wanted, "{resource}");
    }
    let of_depot = found(&allow("depot:OpenBox", "acs:depot:*:*:box/1"));
    assert_eq!(names(&of_depot), [""; 0]);
}

#[test]
fn action_that_cannot_be_restricted_is_found() {
    let limited = r#"{"Effect": "Allow", "Action": ["shop:GetOrder", "shop:ListOrders"], "Resource": "acs:shop:*:*:order/1"}"#;
    let on = |effect: &str, action: &str, resource: &str| {
        format!(
            r#"{limited}, {{"Effect": "{effect}", "Action": "{action}", "Resource": "{resource}"}}"#
        )
    };
    for (statements, is_found) in [
        (limited.to_owned(), true),
        (on("Allow", "shop:ListOrders", "*"), false),
        (on("Allow", "shop:L*", "acs:shop:*:*:*"), false),
        (on("Allow", "shop:CancelOrder", "*"), true),
        (on("Allow", "shop:ListOrders", "acs:shop:*:*:order/2"), true),
        (on("Deny", "shop:ListOrders", "*"), true),
    ] {
        let found = names(&found(&statements));
        let is_named = found.contains(&"action-beyond-cluster");
        assert_eq!(is_named, is_found, "{statements} {found:?}");
    }
}

/// An action on every order at once is allowed by a statement on all of them.
#[test]
fn action_on_every_resource_is_in_effect_on_all_of_them() {
    for (resource, is_found) in [
        ("acs:shop:*:*:order/*", false),
        ("acs:shop:*:1234567890123456:order/*", false),
        ("acs:shop:*:*:order/**", false),
        ("*", false),
        ("acs:shop:eu:*:order/*", true),
        ("acs:shop:*:*:order/1*", true),
        ("acs:shop:*:*:order/", true),
    ] {
        let found = found(&allow("shop:CountOrders", resource));
        let is_named = names(&found).contains(&"action-beyond-cluster");
        assert_eq!(is_named, is_found, "{resource}");
    }
}

/// The actions of an unknown service are unknown, and so is the effect of excluding them.
#[test]
fn not_action_excluding_all_or_nothing_is_idle() {
    let every = "`NotAction` excludes every action, so the statement has no effect";
    let unknown = "`NotAction` excludes no known action";
    let none = "`NotAction` excludes no action: none of these is valid";
    for (actions, wanted) in [
        (r#""*""#, Some((every, Severity::Warning))),
        (
            r#"["*:*", "shop:GetOrder"]"#,
            Some((every, Severity::Warning)),
        ),
        (r#"["?*:*", ":*"]"#, Some((every, Severity::Warning))),
        (r#""q:*""#, None),
        (r#""*:q""#, None),
        (r#""shop:GetOrder""#, None),
        (r#"["shop:GetOrder", "shop:Return"]"#, None),
        (r#""shop:Return""#, Some((unknown, Severity::Note))),
        (
            r#"["shop:Return", "depot:Shut*"]"#,
            Some((unknown, Severity::Note)),
        ),
        (r#"["shop:Return", "bank:Pay"]"#, None),
        (r#""bank:Pay""#, None),
        (r#"["GetOrder", "Return"]"#, Some((none, Severity::Warning))),
    ] {
        let found = found(&format!(
            r#"{{"Effect": "Deny", "NotAction": {actions}, "Resource": "*"}}"#
        ));
        let idle: Vec<(&str, Severity)> = found
            .iter()
            .filter(|finding| finding.rule.name == "idle-not-action")
            .map(|finding| (&*finding.message, finding.severity))
            .collect();
        let wanted: Vec<(&str, Severity)> = wanted.into_iter().collect();
        assert_eq!(idle, wanted, "{actions}");
    }
}

#[test]
fn each_service_of_the_actions_is_named_once() {
    let found = found(
        r#"{"Effect": "Allow", "Action": ["shop:GetOrder", "depot:OpenBox", "shop:CancelOrder"], "Resource": "acs:bank:*:*:*"}"#,
    );
    assert_eq!(names(&found), ["resource-service"]);
    assert_eq!(
        found[0].message,
        "the actions of this statement belong to `shop` and `depot`, but the resource to `bank`"
    );
}
