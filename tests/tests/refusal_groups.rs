//! What belongs to one refused call: repeats, the detail of its own body, and what no policy mends.

mod refusal;

use ack_catalog::AckAction;
use ack_catalog::refusal::{Action, Caller, Kind, find};
use refusal::{EVENTS, assert_is_events, body, one, rpc_body};
use serde_json::json;

#[test]
fn a_repeat_raises_the_count() {
    let nodes = "STSToken policy Forbidden for action cs:DescribeClusterNodes";
    let text = format!(
        "{EVENTS}\n{nodes}\n{EVENTS}\nSTSToken{}\n{EVENTS}\n",
        &EVENTS[3..]
    );
    let found = find(&text);
    let counts: Vec<(&str, Option<Caller>, usize)> = found
        .iter()
        .map(|refusal| {
            let action = refusal.action.as_ref().map_or("", |action| action.as_str());
            (action, refusal.caller.clone(), refusal.count)
        })
        .collect();
    assert_eq!(
        counts,
        [
            ("cs:DescribeEvents", Some(Caller::RamUser), 3),
            ("cs:DescribeClusterNodes", Some(Caller::RoleSession), 1),
            ("cs:DescribeEvents", Some(Caller::RoleSession), 1),
        ]
    );
    assert_eq!(found[0].range, 0..EVENTS.len());

    let list = json!([body(), rpc_body(), body()]);
    for text in [
        list.to_string(),
        serde_json::to_string_pretty(&list).expect("JSON"),
    ] {
        let counts: Vec<usize> = find(&text).iter().map(|refusal| refusal.count).collect();
        assert_eq!(counts, [2, 1]);
    }
}

#[test]
fn a_detail_belongs_to_its_own_call() {
    // Two calls, of which only one has a detail.
    let bare = json!({"message": "RAM policy Forbidden for action cs:StartAlert"});
    for list in [json!([bare, body()]), json!([body(), bare])] {
        let texts = [
            list.to_string(),
            serde_json::to_string_pretty(&list).expect("JSON"),
            format!("{}\n{}", list[0], list[1]),
            format!("{}\n\n{}", list[0], list[1]),
            format!("{} {}", list[0], list[1]),
            json!({"requestId": "of both", "errors": list}).to_string(),
        ];
        for text in texts {
            let found = find(&text);
            assert_eq!(found.len(), 2, "{text}");
            for refusal in found {
                let action = refusal.action.as_ref().and_then(Action::known);
                if action == Some(AckAction::StartAlert) {
                    assert_eq!((&refusal.principal, &refusal.deny), (&None, &None));
                    assert_eq!(refusal.request_id, None, "{text}");
                } else {
                    assert_is_events(&refusal, true);
                }
            }
        }
    }
    // Another failure, which is no refusal.
    for text in [
        format!("{EVENTS}\nErrorCode: Throttling\nMessage: Slowly.\nRequestId: R-9\n"),
        format!(
            "{EVENTS} {{\"Code\": \"Throttling\", \"Message\": \"Slowly.\", \"RequestId\": \"R-9\"}}"
        ),
        format!("{EVENTS}\nINFO done, requestId: R-9\n"),
        format!("{EVENTS}\n\nRequestId: R-9\n"),
        format!("RequestId: R-9\n\n{EVENTS}\n"),
        format!(
            "[{{\"RequestId\": \"R-9\", \"PolicyType\": \"Custom\"}}, {{\"message\": \"{EVENTS}\"}}]"
        ),
    ] {
        let refusal = one(&text);
        assert_eq!(
            (&refusal.request_id, &refusal.policy_type),
            (&None, &None),
            "{text}"
        );
    }
    // A message and the action of its detail disagree: the message is what was answered.
    let text = body()
        .to_string()
        .replace("\"cs:DescribeEvents\"", "\"cs:StartAlert\"");
    let action = one(&text).action.and_then(|action| action.known());
    assert_eq!(action, Some(AckAction::DescribeEvents));
    // What is absent.
    let nothing = json!({"message": EVENTS, "requestId": null, "AuthAction": null});
    for text in [
        nothing.to_string(),
        nothing.to_string().replace("null", "None"),
    ] {
        assert_eq!(one(&text).request_id, None);
    }
    // The request id of the message, not that of the log.
    let text = format!("requestId=R-9 error=\"code: 403, {EVENTS} request id: R-1\"");
    assert_is_events(&one(&text), false);
    // The detail alone.
    let refusal = one(&body()["accessDeniedDetail"].to_string());
    assert_eq!(refusal.principal.as_deref(), Some("200"));
}

#[test]
fn what_no_ram_policy_mends_is_told_apart() {
    let missing = |text: &str, kind: Kind| {
        let refusal = one(text);
        assert_eq!((refusal.kind, &refusal.action), (kind, &None), "{text}");
        refusal.missing.expect("what is missing")
    };
    let pods = "pods is forbidden: User \"200\" cannot list resource \"pods\" in API group \"\" in the namespace \"a\"";
    let status = json!({"kind": "Status", "message": pods, "reason": "Forbidden", "code": 403});
    for text in [pods.to_owned(), status.to_string()] {
        let refusal = one(&text);
        assert_eq!(refusal.resource.as_deref(), Some("pods"));
        assert_eq!(refusal.principal.as_deref(), Some("200"));
        assert_eq!(
            missing(&text, Kind::Rbac),
            "a role in the cluster (Kubernetes RBAC) that may list resource \"pods\" in API group \"\" \
             in the namespace \"a\""
        );
    }
    missing(
        "nodes is forbidden: User \"200\" cannot list nodes at the cluster scope",
        Kind::Rbac,
    );
    missing("APISERVER_403", Kind::Rbac);
    let body = |code: &str, message: &str| {
        json!({"code": code, "message": message, "requestId": "R-4", "status": 403}).to_string()
    };
    missing(&body("APISERVER.403", "no"), Kind::Rbac);
    missing(
        &body(
            "ForbiddenQueryClusterNamespace",
            "Forbidden query namespaces",
        ),
        Kind::Rbac,
    );
    missing(
        &body("StatusForbidden", "Forbidden get trigger"),
        Kind::Service,
    );
    missing(&body("ForbiddenSomethingNew", "no"), Kind::Service);
    missing(&body("EntityNotExist.AliyunSomeRole", "no"), Kind::Service);
    let codes = [
        "ForbiddenCheckControlPlaneLog",
        "ForbiddenHelmUsage",
        "ForbiddenRotateCert",
        "ForbiddenAttachInstance",
        "ForbiddenUpdateKMSState",
        "ForbiddenGrantPermissions",
    ];
    let mut all: Vec<String> = Vec::new();
    for code in codes {
        assert_eq!(
            missing(code, Kind::Service),
            missing(&body(code, "no"), Kind::Service)
        );
        all.push(missing(code, Kind::Service));
        assert_eq!(one(&body(code, "no")).request_id.as_deref(), Some("R-4"));
    }
    all.sort();
    all.dedup();
    assert_eq!(all.len(), codes.len());
    // RAM's own refusal beside them.
    let kinds: Vec<Kind> = find(&format!("ForbiddenHelmUsage {EVENTS} APISERVER_403"))
        .iter()
        .map(|refusal| refusal.kind)
        .collect();
    assert_eq!(kinds, [Kind::Service, Kind::Ram, Kind::Rbac]);
}
