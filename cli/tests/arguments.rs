//! Arguments that cannot be an action or a resource.

mod common;

use common::{ack_catalog, folder};

const ALL: &str =
    r#"{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}"#;

/// A policy that names such a thing allows nothing, and an answer about it would be of nothing.
#[test]
fn what_can_be_no_action_and_no_resource_is_refused() {
    let folder = folder(&[("all.json", ALL)]);
    // The first letter of the last one is the Cyrillic es.
    let actions = ["", "foo", "cs:", ":Get", "cs:a b", "\u{441}s:GetClusters"];
    let resources = ["", "foo", "acs:cs:*:*", "acs:cs:*:*:cluster/<id>"];
    let commands = [
        &["policy"][..],
        &["check", "all.json"],
        &["grant", "all.json"],
    ];
    for command in commands {
        let of_action = actions.map(|action| (["--action", action, "--resource", "*"], "action"));
        let of_resource =
            resources.map(|resource| (["--action", "cs:Get", "--resource", resource], "resource"));
        for (arguments, what) in of_action.into_iter().chain(of_resource) {
            let output = ack_catalog()
                .args(command)
                .args(arguments)
                .current_dir(folder.path())
                .output()
                .expect("the program runs");
            let error = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(2), "{command:?} {arguments:?}");
            assert!(output.stdout.is_empty(), "{command:?} {arguments:?}");
            assert!(error.contains(&format!("is no {what}")), "{error}");
            assert!(error.contains("help: write `"), "{error}");
        }
    }
}
