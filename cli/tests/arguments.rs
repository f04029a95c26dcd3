//! Invalid arguments.

use crate::common::{ack_catalog, folder};

const ALL: &str =
    r#"{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}"#;

/// A policy cannot allow them, so that an answer would mislead.
#[test]
fn invalid_actions_and_resources_are_errors() {
    let folder = folder(&[("all.json", ALL)]);
    // The last one starts with the Cyrillic es.
    let actions = ["", "foo", "cs:", ":Get", "cs:a b", "\u{441}s:GetClusters"];
    let resources = ["", "foo", "acs:cs:*:*", "acs:cs:*:*:cluster/<id>"];
    let commands = [
        &["write-policy"][..],
        &["check", "all.json"],
        &["grant", "all.json"],
        &["audit", "."],
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
            assert!(error.contains(&format!("is not a valid {what}")), "{error}");
            let is_odd = !arguments.concat().is_ascii();
            let help = if is_odd {
                "help: type it again"
            } else {
                "help: write `"
            };
            assert!(error.contains(help), "{error}");
        }
    }
}

/// A caller that no policy can name would only match `*`.
#[test]
fn invalid_principals_are_errors() {
    let folder = folder(&[("all.json", ALL)]);
    let invalid = [
        "",
        "nonsense !",
        "ann",
        "user/ann",
        "acs:ram",
        "acs:ram::1",
        "acs:ram::<account-id>:user/ann",
        "acs:ram::1:user/a b",
        "12a",
        ".",
        "ecs.",
        "acs:ram::1:user/\u{202e}ann",
    ];
    let valid = [
        "*",
        "1234567890123456",
        "acs:ram::1:root",
        "acs:ram::1:user/ann@example.com",
        "acs:ram::1:role/部门",
        "acs:sts::1:assumed-role/reader/session",
        "ecs.aliyuncs.com",
    ];
    for (principals, code) in [(&invalid[..], 2), (&valid[..], 0)] {
        for principal in principals {
            let output = ack_catalog()
                .args(["check", "all.json", "--action", "cs:DescribeEvents"])
                .args(["--principal", principal])
                .current_dir(folder.path())
                .output()
                .expect("the program runs");
            let error = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(code), "{principal}: {error}");
            let is_refused = error.contains("is not a valid principal");
            assert_eq!(is_refused, code == 2, "{principal}: {error}");
            assert!(
                is_refused == error.contains("help: write `acs:ram::"),
                "{error}"
            );
        }
    }
}

#[cfg(unix)]
#[test]
fn paths_need_not_be_utf_8_but_other_arguments_do() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    let folder = folder(&[("all.json", ALL)]);
    let name = OsStr::from_bytes(b"refused-\xff.log");
    let refusal = "RAM policy Forbidden for action cs:StartAlert\n";
    if std::fs::write(folder.path().join(name), refusal).is_err() {
        println!("skipped: the file system takes no such names");
        return;
    }
    let run = |arguments: &[&[u8]]| {
        let output = ack_catalog()
            .args(arguments.iter().map(|argument| OsStr::from_bytes(argument)))
            .current_dir(folder.path())
            .output()
            .expect("the program runs");
        crate::common::shown(&output)
    };
    let explained = run(&[b"explain", b"refused-\xff.log"]);
    assert!(explained.contains("cs:StartAlert"), "{explained}");
    assert!(explained.starts_with("1\n"), "{explained}");
    // The text around a message may contain any bytes, as in a log.
    let explained = run(&[
        b"explain",
        b"f\xfcr: RAM policy Forbidden for action cs:StartAlert",
    ]);
    assert!(explained.starts_with("1\n"), "{explained}");
    let refused = [
        run(&[b"explain", b"missing-\xff.log"]),
        run(&[b"check", b"all.json", b"--action", b"cs:\xff"]),
        run(&[b"generate", b"--manifest-path", b"\xff/Cargo.toml"]),
    ];
    insta::assert_snapshot!(refused.join("\n"), @r"
    2
    error: `missing-�.log` is neither a file nor a refusal
     |
     = help: check the name of the file, or quote the whole message

    2
    error: invalid UTF-8 in an argument: cs:�
     |
     = help: write the argument in UTF-8; only paths may contain other bytes

    2
    error: cannot read the project: the path `�/Cargo.toml` is not valid UTF-8
     |
     = help: rename the file, or its folder
    ");
}

/// RAM has no user with such a name.
#[cfg(unix)]
#[test]
fn an_account_folder_that_is_not_utf_8_is_refused() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    let list = r#"{"Policies": {"Policy": []}}"#;
    let folder = folder(&[("users/a/policies.json", list)]);
    let name = OsStr::from_bytes(b"users/b\xff");
    if std::fs::create_dir(folder.path().join(name)).is_err() {
        println!("skipped: the file system takes no such names");
        return;
    }
    let report = crate::common::run_line(folder.path(), "audit . --action cs:StartAlert");
    insta::assert_snapshot!(report, @r"
    $ ack-catalog audit . --action cs:StartAlert
    --- exit code 2
    --- stderr
    error: ./users/b�: the name is not UTF-8
     |
     = help: name the folder as the RAM API does, or remove it
    ");
}
