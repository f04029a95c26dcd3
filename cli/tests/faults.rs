//! Faults around the program: full disks, other writers, signals, odd terminals and names.
#![cfg(unix)]

use crate::common::project::{PAGE, Project, SECTION};
use crate::common::{ack_catalog, error, folder, names, output_of, run_line};
use std::ffi::OsStr;
use std::fs::{self, Permissions};
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

const POLICY: &str = "{\n  \"Version\": \"1\",\n  \"Statement\": [\n    {\"Effect\": \"Allow\", \"Action\": [\"cs:GetClusters\"], \"Resource\": \"*\"}\n  ]\n}\n";
/// A policy that `lint --fix` fixes: its version is a number.
const FAULTY: &str = "{\n  \"Version\": 1,\n  \"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"cs:GetClusters\", \"Resource\": \"*\"}]\n}\n";

/// Runs a script in a shell, in which `$ack` is the program.
fn shell(folder: &Path, script: &str) -> Output {
    let mut command = crate::common::plain("sh");
    command
        .args(["-c", script])
        .env("ack", env!("CARGO_BIN_EXE_ack-catalog"))
        .current_dir(folder);
    command.output().expect("a shell")
}

#[test]
fn on_a_full_disk_the_old_file_stays() {
    let folder = folder(&[("policy.json", POLICY)]);
    // With a limit of 0 bytes per file, writing fails as on a full disk.
    let script =
        "trap '' XFSZ; ulimit -f 0; \"$ack\" grant policy.json --action cs:StartAlert --write";
    let output = shell(folder.path(), script);
    insta::assert_snapshot!(error(&output), @r"
    error: cannot write policy.json: file too large
     |
     = help: the file is unchanged; free some space, and run the command again
    ");
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(names(folder.path()), ["policy.json"]);
    let kept = fs::read_to_string(folder.path().join("policy.json")).expect("the file");
    assert_eq!(kept, POLICY);
}

#[test]
fn on_a_full_disk_the_generated_file_and_the_ledger_stay() {
    let project = Project::new();
    let section = format!("{SECTION}ledger = \"ledger.tsv\"\n");
    project.write_manifest(&section);
    project.generate(&[]);
    let files = || ["src/generated.rs", "ledger.tsv"].map(|name| fs::read(project.path(name)).ok());
    let before = files();
    project.change_page(&format!(
        "{PAGE}|ListAlerts|cs:ListAlerts|Lists alert rules|\n"
    ));
    project.write_manifest(&section.replace("2024-01-31", "2024-02-29"));
    // One block is enough for the ledger only.
    let reports = [0, 1].map(|blocks| {
        let script = format!("trap '' XFSZ; ulimit -f {blocks}; \"$ack\" generate");
        let output = shell(project.folder.path(), &script);
        assert_eq!(output.status.code(), Some(2));
        assert!(files() == before);
        error(&output)
    });
    insta::assert_snapshot!(reports.join("\n"), @r"
    error: cannot write ledger.tsv: file too large
     |
     = help: the file is unchanged; free some space, and run the command again

    error: cannot write src/generated.rs: file too large
     |
     = help: the file is unchanged; free some space, and run the command again
    ");
    let [top, src] = ["", "src"].map(|name| names(&project.path(name)));
    assert_eq!(top, ["Cargo.toml", "ledger.tsv", "source-doc", "src"]);
    assert_eq!(src, ["generated.rs", "lib.rs"]);
    // With room, the same command writes both.
    project.generate(&[]);
    assert!(files().iter().zip(&before).all(|(new, old)| new != old));
}

#[test]
fn output_to_a_full_disk_is_an_error() {
    if !Path::new("/dev/full").exists() {
        return;
    }
    // Without a final newline.
    let folder = folder(&[("policy.json", POLICY), ("one-line.json", POLICY.trim())]);
    for command in [
        "list",
        "grant policy.json --action cs:StartAlert",
        "lint policy.json --format json",
        "schema",
        "grant one-line.json --action cs:GetClusters",
        "--help",
        "check --help",
        "--version",
    ] {
        let output = shell(folder.path(), &format!("\"$ack\" {command} > /dev/full"));
        assert_eq!(output.status.code(), Some(2), "{command}");
        let error = error(&output);
        assert!(
            error.contains("cannot write the output: No space left") && error.contains("help: "),
            "{command}: {error}"
        );
    }
}

#[test]
fn an_unwritable_folder_is_an_error() {
    let folder = folder(&[("policy.json", POLICY)]);
    // As another user than root, who may write everywhere.
    let program = crate::common::copy_of_program(folder.path());
    fs::set_permissions(folder.path(), Permissions::from_mode(0o555)).expect("permissions");
    let is_root = fs::write(folder.path().join("probe"), "").is_ok();
    let _ = fs::remove_file(folder.path().join("probe"));
    let mut command = crate::common::plain(&program.display().to_string());
    if is_root {
        command.uid(65_534);
    }
    let output = command
        .args("grant policy.json --action cs:StartAlert --write".split(' '))
        .current_dir(folder.path())
        .output()
        .expect("the program runs");
    fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).expect("permissions");
    insta::assert_snapshot!(error(&output), @r"
    error: cannot write policy.json: permission denied
     |
     = help: the file is unchanged; check its permissions and attributes, and those of its folder
    ");
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(names(folder.path()), ["ack-catalog", "policy.json"]);
}

#[test]
fn a_symlink_stays_and_its_target_is_written() {
    let folder = folder(&[("real.json", POLICY)]);
    let real = folder.path().join("real.json");
    fs::set_permissions(&real, Permissions::from_mode(0o640)).expect("permissions");
    symlink("real.json", folder.path().join("link.json")).expect("a link");
    let report = run_line(
        folder.path(),
        "grant link.json --action cs:StartAlert --write",
    );
    assert!(report.contains("exit code 0"), "{report}");
    assert!(folder.path().join("link.json").is_symlink());
    let mode = fs::metadata(&real).expect("the file").permissions().mode();
    assert_eq!(mode & 0o777, 0o640);
    let written = fs::read_to_string(&real).expect("the file");
    assert!(written.contains("cs:StartAlert"), "{written}");

    // A dangling symlink and a cycle of symlinks are not policies.
    symlink("nowhere.json", folder.path().join("dangling.json")).expect("a link");
    symlink("circle.json", folder.path().join("circle.json")).expect("a link");
    for name in ["dangling.json", "circle.json"] {
        let report = run_line(
            folder.path(),
            &format!("grant {name} --action cs:StartAlert --write"),
        );
        assert!(report.contains("exit code 2"), "{report}");
        assert!(folder.path().join(name).is_symlink());
    }
}

/// A shell passes one for `<(…)`.
#[test]
fn a_named_pipe_is_read_as_a_file_is() {
    let folder = folder(&[("policy.json", POLICY)]);
    let refusal = "RAM policy Forbidden for action cs:StartAlert";
    let script = format!(
        "mkfifo pipe; cat policy.json > pipe & \"$ack\" check pipe --action cs:GetClusters > /dev/null || exit
         echo '{refusal}' > pipe & \"$ack\" explain pipe"
    );
    let output = shell(folder.path(), &script);
    let answer = String::from_utf8_lossy(&output.stdout);
    assert!(
        answer.contains("cs:StartAlert"),
        "{answer}{}",
        error(&output)
    );
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn unreadable_files_are_errors_with_help() {
    let folder = folder(&[("policy.json", POLICY), ("binary.json", "\0")]);
    symlink("circle.json", folder.path().join("circle.json")).expect("a link");
    let runs = [
        "lint policy.json/part",
        "lint missing.json",
        "check policy.json --requests missing.jsonl",
        "lint binary.json",
        "explain .",
        "audit missing --action cs:StartAlert",
        "inspect circle.json",
        "explain - < .",
    ];
    let reports = runs.map(|command| {
        let output = shell(folder.path(), &format!("\"$ack\" {command}"));
        assert_eq!(output.status.code(), Some(2), "{command}");
        format!("$ {command}\n{}", error(&output))
    });
    insta::assert_snapshot!(reports.join("\n"));
}

#[test]
fn concurrent_runs_do_not_overwrite_each_other() {
    for _ in 0..20 {
        let folder = folder(&[("policy.json", POLICY)]);
        let children = ["cs:StartAlert", "cs:StopAlert"].map(|action| {
            let child = ack_catalog()
                .args(["grant", "policy.json", "--action", action, "--write"])
                .current_dir(folder.path())
                .stdout(Stdio::null())
                .stderr(Stdio::piped())
                .spawn();
            (action, child.expect("the program starts"))
        });
        let written: Vec<(&str, Output)> = children
            .into_iter()
            .map(|(action, child)| (action, child.wait_with_output().expect("it ends")))
            .collect();
        let text = fs::read_to_string(folder.path().join("policy.json")).expect("the file");
        for (action, output) in written {
            let is_in = text.contains(action);
            match output.status.code() {
                Some(0) => assert!(is_in, "{action} was lost: {text}"),
                Some(2) => {
                    let error = error(&output);
                    assert!(!is_in && error.contains("run the command again"), "{error}");
                }
                code => panic!("{action}: {code:?}"),
            }
        }
        assert_eq!(names(folder.path()), ["policy.json"]);
    }
}

/// Removes the file at nine moments of a long run. A run that wrote before the removal may succeed.
#[test]
fn a_file_that_vanishes_before_writing_is_not_created() {
    let statements: Vec<String> = (0..120)
        .map(|number| {
            format!(
                r#"{{"Effect": "Allow", "Action": ["cs:*{number}*a*", "cs:*{number}*a*"], "Resource": "acs:cs:*:*:*{number}*"}}"#
            )
        })
        .collect();
    let text = format!(
        r#"{{"Version": "1", "Statement": [{}]}}"#,
        statements.join(", ")
    );
    let start = |folder: &Path| {
        let child = ack_catalog()
            .args("lint --fix --select redundancy,duplicate-value policy.json".split(' '))
            .current_dir(folder)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn();
        (Instant::now(), child.expect("the program starts"))
    };
    let whole = folder(&[("policy.json", &*text)]);
    let (began, child) = start(whole.path());
    let output = child.wait_with_output().expect("it ends");
    let length = began.elapsed();
    assert_eq!(output.status.code(), Some(0), "{}", error(&output));
    let fixed = fs::read_to_string(whole.path().join("policy.json")).expect("the file");
    assert_ne!(fixed, text);

    let mut refused = 0;
    for tenth in 1..10 {
        let folder = folder(&[("policy.json", &*text)]);
        let [path, kept] = ["policy.json", "kept.txt"].map(|name| folder.path().join(name));
        let (_, child) = start(folder.path());
        std::thread::sleep(length * tenth / 10);
        fs::rename(&path, &kept).expect("the file");
        let output = child.wait_with_output().expect("it ends");
        let kept = fs::read_to_string(kept).expect("the file");
        let error = error(&output);
        match output.status.code() {
            Some(0) => assert!(kept == fixed || names(folder.path()).len() == 2, "{error}"),
            Some(2) => {
                refused += 1;
                assert_eq!(kept, text);
                assert_eq!(names(folder.path()), ["kept.txt"], "{error}");
                assert!(
                    error.contains("policy.json") && error.contains("help: "),
                    "{error}"
                );
            }
            code => panic!("{code:?}: {error}"),
        }
    }
    assert!(refused > 0, "no run was still to write");
}

#[test]
fn a_killed_run_leaves_whole_files_and_the_next_finishes() {
    const FILES: usize = 300;
    let fixed = {
        let folder = folder(&[("policy.json", FAULTY)]);
        run_line(folder.path(), "lint --fix .");
        fs::read_to_string(folder.path().join("policy.json")).expect("the file")
    };
    assert_ne!(fixed, FAULTY);
    for (signal, wait) in [("-INT", 5), ("-TERM", 20), ("-KILL", 10), ("-KILL", 40)] {
        let folder = tempfile::tempdir().expect("a folder");
        for number in 0..FILES {
            fs::write(folder.path().join(format!("{number}.json")), FAULTY).expect("a file");
        }
        let mut child = ack_catalog()
            .args(["lint", "--fix", "."])
            .current_dir(folder.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        std::thread::sleep(Duration::from_millis(wait));
        let id = child.id().to_string();
        let _ = Command::new("kill").args([signal, &id]).status();
        child.wait().expect("it ends");
        for number in 0..FILES {
            let file = folder.path().join(format!("{number}.json"));
            let text = fs::read_to_string(file).expect("the file");
            assert!(text == FAULTY || text == fixed, "half written: {text}");
        }
        let report = run_line(folder.path(), "lint --fix .");
        assert!(!report.contains("exit code 2"), "{report}");
        for number in 0..FILES {
            let file = folder.path().join(format!("{number}.json"));
            assert_eq!(fs::read_to_string(file).expect("the file"), fixed);
        }
        // The temporary files of the killed run are gone.
        assert_eq!(names(folder.path()).len(), FILES);
    }
}

#[test]
fn narrow_terminals_and_closed_streams_are_fine() {
    let folder = folder(&[("policy.json", POLICY)]);
    // `script` provides a terminal.
    let has_script = shell(folder.path(), "command -v script").status.success();
    for command in [
        "list",
        "show StartAlert",
        "--help",
        "lint policy.json",
        "check policy.json --action cs:GetClusters",
    ] {
        if has_script {
            let script = format!(
                "script -qec 'stty cols 20 rows 10; \"$ack\" {command} 2>&3' /dev/null < /dev/null 3> /dev/null"
            );
            let output = shell(folder.path(), &script);
            let text = String::from_utf8_lossy(&output.stdout).into_owned();
            let is_done = output.status.code().is_some_and(|code| code < 2);
            assert!(is_done && !text.is_empty(), "{command}: {text}");
            let fits = |line: &str| line.trim_end().chars().count() <= 20;
            assert!(command != "list" || text.lines().all(fits), "{text}");
        }
        for closed in ["<&- 2>&-", "<&- >&- 2>&-"] {
            let output = shell(folder.path(), &format!("\"$ack\" {command} {closed}"));
            let is_done = output.status.code().is_some_and(|code| code < 2);
            assert!(is_done, "{command}: {output:?}");
        }
    }
}

#[test]
fn the_locale_changes_nothing() {
    let folder = folder(&[("regel-ü.json", POLICY)]);
    let outputs = ["C", "C.UTF-8", "de_DE.ISO-8859-1"].map(|locale| {
        let mut command = ack_catalog();
        command
            .args(["lint", "regel-ü.json", "nicht-da-ü.json"])
            .env("LC_ALL", locale)
            .current_dir(folder.path());
        let output = command.output().expect("the program runs");
        (output.stdout, output.stderr)
    });
    assert_eq!(outputs[0], outputs[1]);
    assert_eq!(outputs[0], outputs[2]);
    let error = String::from_utf8_lossy(&outputs[0].1).into_owned();
    assert!(error.contains("nicht-da-ü.json"), "{error}");
}

#[test]
fn names_need_not_be_utf_8() {
    let folder = folder(&[]);
    let name = OsStr::from_bytes(b"policy-\xff.json");
    if fs::write(folder.path().join(name), FAULTY).is_err() {
        // The file system rejects such names.
        return;
    }
    let run = |arguments: &str| {
        let arguments = arguments.split(' ').map(OsStr::new);
        let named = arguments.map(|argument| if argument == "NAME" { name } else { argument });
        output_of(folder.path(), named)
    };
    let is_done = |output: &Output| output.status.code().is_some_and(|code| code < 2);
    let fixed = run("lint --fix NAME");
    assert!(is_done(&fixed), "{}", error(&fixed));
    let granted = run("grant NAME --action cs:StartAlert --write");
    assert_eq!(granted.status.code(), Some(0), "{}", error(&granted));
    let text = fs::read_to_string(folder.path().join(name)).expect("the file");
    assert!(
        text.contains("\"Version\": \"1\"") && text.contains("cs:StartAlert"),
        "{text}"
    );
    assert!(String::from_utf8(run("lint .").stdout).is_ok());
    for arguments in ["show NAME", "explain NAME"] {
        let output = run(arguments);
        let has_ended = output.status.code().is_some_and(|code| code <= 2);
        assert!(has_ended, "{arguments}: {}", error(&output));
    }
}
