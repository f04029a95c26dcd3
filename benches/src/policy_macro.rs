//! `policy!`: its cold build, and its time for a policy of the largest size that RAM accepts.

use crate::build::cold;
use crate::table::Table;
use crate::users::{Usage, User, externs, ours, usage};
use ack_catalog::CsAction;
use std::fmt::Write as _;
use std::fs;
use std::process::Command;

const DOOR: &str = "`macro`";
const LIBRARY: &str = "`policy`";
const BOTH: &str = "`macro` and `policy`";

/// The limit of RAM, in characters.
const SIZE: usize = 6_144;
/// How many calls a measured file has.
const CALLS: usize = 40;
const ROUNDS: usize = 5;

pub fn run() -> Vec<Table> {
    let mut tables = cold_builds();
    tables.push(calls());
    tables
}

fn cold_builds() -> Vec<Table> {
    let user = |name: &str, features: &[&str], code: &str| {
        let user = User::new(name, &ours(features), &[("main.rs", code)]);
        fs::write(user.folder.join("policy.json"), policy()).expect("a file");
        fs::write(user.folder.join("page.md"), PAGE).expect("a file");
        user
    };
    let print = "fn main() {\n    println!(\"{}\", ack_catalog::AckAction::COUNT);\n}\n";
    let door = "#[ack_catalog::catalog(page = \"page.md\")]\npub enum Action {}\n\n";
    let check = call(Form::Names);
    let users = [
        (
            DOOR,
            user("policy-macro-door", &["macro"], &format!("{door}{print}")),
        ),
        (LIBRARY, user("policy-macro-library", &["policy"], print)),
        (
            BOTH,
            user(
                "policy-macro-both",
                &["macro", "policy"],
                &format!("{door}{check}{print}"),
            ),
        ),
    ];
    cold("policy-macro", "cold build", &users)
}

const PAGE: &str = "|Operation|RAM Action|\n|---|---|\n|StartInstance|ecs:StartInstance|\n";

/// Writes a policy of eight statements about all actions, as long as RAM accepts.
fn policy() -> String {
    let names: Vec<&str> = CsAction::iter().map(CsAction::ram_action).collect();
    let mut statements = Vec::new();
    for (number, names) in names.chunks(names.len().div_ceil(8)).enumerate() {
        let effect = if number == 7 { "Deny" } else { "Allow" };
        let resource = ["*", "acs:cs:*:*:cluster/*", "acs:cs:*:*:cluster/c1*"][number % 3];
        statements.push(format!(
            "    {{\"Effect\": \"{effect}\", \"Action\": {names:?}, \"Resource\": \"{resource}\"}}"
        ));
    }
    let mut policy = format!(
        "{{\n  \"Version\": \"1\",\n  \"Statement\": [\n{}\n  ]\n}}\n",
        statements.join(",\n")
    );
    // White space counts.
    let missing = SIZE
        .checked_sub(policy.chars().count())
        .expect("a shorter policy");
    policy.insert_str(1, &" ".repeat(missing));
    policy
}

#[derive(Clone, Copy)]
enum Form {
    Names,
    Set,
    Constant,
}

fn call(form: Form) -> &'static str {
    match form {
        Form::Names => {
            "ack_catalog::policy!(\"policy.json\", allows = [AttachInstances, CancelTask], on = \"acs:cs:*:*:cluster/c1\", catalog = ack_catalog::CsAction);\n"
        }
        Form::Set => {
            "ack_catalog::policy!(\"policy.json\", allows = ack_catalog::CsActionSet::of(&[ack_catalog::CsAction::AttachInstances, ack_catalog::CsAction::CancelTask]), on = \"acs:cs:*:*:cluster/c1\", catalog = ack_catalog::CsAction);\n"
        }
        Form::Constant => {
            "const _: ack_catalog::CsActionSet = ack_catalog::policy!(\"policy.json\", on = \"acs:cs:*:*:cluster/c1\", catalog = ack_catalog::CsAction);\n"
        }
    }
}

/// Measures rustc with and without calls. The macro is built as cargo builds macros for a user: without optimization, and
/// in release builds as well.
fn calls() -> Table {
    let mut table = Table::new(
        "policy-macro",
        format!("a call for a policy of {SIZE} characters"),
        "ms of a processor",
    );
    for (built, profile) in [
        ("", ""),
        (
            ", macro optimized",
            "\n[profile.dev.build-override]\nopt-level = 3\n",
        ),
    ] {
        let name = if profile.is_empty() {
            "policy-calls"
        } else {
            "policy-calls-fast"
        };
        let dependencies = ours(&["macro", "policy"]);
        let user = User::new(name, &dependencies, &[("lib.rs", "")]);
        let manifest = user.folder.join("Cargo.toml");
        let text = fs::read_to_string(&manifest).expect("the manifest");
        fs::write(&manifest, text + profile).expect("a file");
        fs::write(user.folder.join("policy.json"), policy()).expect("a file");
        user.cargo(&["build", "--quiet"]);
        let flags = externs(&user, &["ack_catalog"]);
        let compile = |code: &str| -> Usage {
            let file = user.folder.join("measured.rs");
            fs::write(&file, code).expect("a file");
            usage(
                Command::new("rustc")
                    .args([
                        "--crate-type=lib",
                        "--edition=2024",
                        "--emit=metadata",
                        "--out-dir",
                    ])
                    .arg(&user.folder)
                    .args(&flags)
                    .arg(&file)
                    .env("CARGO_MANIFEST_DIR", &user.folder),
            )
        };
        for (what, form) in [
            ("two names", Form::Names),
            ("a set of two", Form::Set),
            ("the set of all", Form::Constant),
        ] {
            let mut code = String::new();
            for _ in 0..CALLS {
                let _ = write!(code, "{}", call(form));
            }
            let values: Vec<f64> = (0..ROUNDS)
                .map(|_| {
                    let with = compile(&code).cpu_s;
                    let without = compile(call(form)).cpu_s;
                    (with - without) * 1e3 / (CALLS - 1) as f64
                })
                .collect();
            table.row(&format!("{what}{built}"), &values);
        }
    }
    let median = table.median("two names, macro optimized");
    table.aim("two names, macro optimized", median, 5.0);
    table
}
