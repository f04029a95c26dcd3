//! A trail of events.

use super::folder;
use serde_json::{Value, json};
use tempfile::TempDir;

/// Events as a trail delivers them: users, a role, the console, a service, the account itself, other services, and a
/// login.
pub(crate) fn events() -> Vec<Value> {
    let event = |id: usize, service: &str, name: &str, by: Value, more: Value| {
        let mut event = json!({
            "eventId": format!("E{id:02}"), "eventVersion": "1", "eventType": "ApiCall",
            "eventTime": format!("2026-11-0{}T08:{id:02}:00Z", 1 + id / 5),
            "serviceName": service, "eventName": name, "acsRegion": "cn-beijing",
            "sourceIpAddress": "203.0.113.7", "userIdentity": by,
        });
        let fields = event.as_object_mut().expect("an object");
        fields.extend(more.as_object().expect("an object").clone());
        event
    };
    let user =
        |name: &str| json!({"type": "ram-user", "accountId": "2468013579246801", "userName": name});
    let role = |name: &str| {
        json!({"type": "assumed-role", "accountId": "2468013579246801", "userName": format!("{name}:run-9"),
            "sessionContext": {"attributes": {"mfaAuthenticated": "false"}}})
    };
    let cluster = json!({"requestParameters": {"ClusterId": "cblue"}, "additionalEventData": {"Scheme": "https"}});
    let green = json!({"referencedResources": {"ACS::CS::Cluster": ["cgreen"]}, "requestParameters": {"ClusterId": "other"}});
    vec![
        event(
            1,
            "CS",
            "DescribeClusterDetail",
            user("mia"),
            cluster.clone(),
        ),
        event(2, "CS", "DescribeClusterDetail", user("mia"), green),
        event(3, "CS", "ScaleOutCluster", user("mia"), cluster.clone()),
        event(
            4,
            "CS",
            "DeleteCluster",
            role("Cleaner"),
            json!({"clusterId": "x", "requestParameters": {"clusterId": "cblue"},
            "errorCode": "StatusForbidden", "errorMessage": "STSToken policy Forbidden for action cs:DeleteCluster"}),
        ),
        event(
            5,
            "CS",
            "ModifyCluster",
            user("noor"),
            json!({"eventType": "ConsoleOperation", "eventVersion": 1,
            "requestParameters": {"ClusterId": "cblue"}, "errorCode": "", "errorMessage": ""}),
        ),
        event(
            6,
            "CS",
            "DescribeClusterDetail",
            role("AliyunServiceRoleForArms"),
            cluster.clone(),
        ),
        event(7, "Ecs", "DescribeInstances", user("mia"), json!({})),
        event(8, "CS", "FrobnicateCluster", user("mia"), cluster.clone()),
        event(
            9,
            "AasCustomer",
            "ConsoleSignin",
            user("noor"),
            json!({"eventType": "ConsoleSignin"}),
        ),
        event(
            10,
            "CS",
            "DescribeClusterDetail",
            json!({"type": "root-account", "accountId": "2468013579246801"}),
            cluster,
        ),
        event(
            11,
            "CS",
            "UpgradeClusterAddons",
            user("noor"),
            json!({"requestParameters": "{\"ClusterId\":\"cblue\"}",
            "errorCode": "ErrorClusterNotFound", "errorMessage": "no such cluster"}),
        ),
    ]
}

pub(crate) fn lines(events: &[Value]) -> String {
    let lines: Vec<String> = events.iter().map(Value::to_string).collect();
    lines.join("\n") + "\n"
}

pub(crate) const NEW: &str = r#"{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["cs:DescribeClusterDetail", "cs:DeleteCluster", "cs:UpgradeClusterAddons", "cs:Modify*"],
      "Resource": ["acs:cs:*:*:cluster/cblue", "acs:cs:*:*:cluster/cred"]
    },
    {
      "Effect": "Deny",
      "Action": "cs:ModifyCluster",
      "Resource": "*",
      "Condition": { "Bool": { "acs:MFAPresent": "false" } }
    }
  ]
}
"#;

pub(crate) fn trail() -> TempDir {
    folder(&[
        ("new.json", NEW),
        ("trail/2026/11/01/a.jsonl", &lines(&events()[..6])),
        ("trail/2026/11/02/b.json", &json!(events()[6..]).to_string()),
        ("trail/digest.csv", "a,b\n"),
    ])
}
