//! Policies and logs that are written to take long.

use crate::table::Table;
use crate::{folder, program};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

const ROUNDS: usize = 3;

/// RAM's own limit of an identity policy.
const LIMIT: usize = 6_144;

/// Commands on `policy.json`.
const COMMANDS: [(&str, &[&str]); 8] = [
    ("check", &["check", "policy.json"]),
    (
        "check --by-pattern",
        &["check", "policy.json", "--by-pattern"],
    ),
    ("lint", &["lint", "policy.json"]),
    (
        "lint --diff, redundancy",
        &["lint", "--diff", "--select", "redundancy", "policy.json"],
    ),
    (
        "grant",
        &[
            "grant",
            "policy.json",
            "--action",
            "cs:DeleteTemplate",
            "--diff",
        ],
    ),
    (
        "revoke --deny",
        &[
            "revoke",
            "policy.json",
            "--action",
            "cs:StartAlert",
            "--deny",
            "--diff",
        ],
    ),
    ("compare", &["compare", "policy.json", "other.json"]),
    (
        "explain",
        &[
            "explain",
            "RAM policy Forbidden for action cs:StartAlert",
            "--policy",
            "policy.json",
        ],
    ),
];

pub fn run() -> Vec<Table> {
    let place = folder().join("target/hostile");
    fs::create_dir_all(&place).expect("a folder");
    vec![
        policies(&place, "6,144 characters", LIMIT, 0.2),
        policies(&place, "64 KB", 64 << 10, 2.0),
        refusals(&place),
    ]
}

/// Returns the policy of as many of these statements as fit.
fn policy(limit: usize, statement: impl Fn(usize) -> String) -> String {
    let mut text = r#"{"Version":"1","Statement":["#.to_owned();
    for number in 0.. {
        let next = statement(number);
        if text.len() + next.len() + 3 > limit {
            break;
        }
        if number > 0 {
            text.push(',');
        }
        text.push_str(&next);
    }
    text + "]}"
}

/// The kinds of policies that made exact reasoning slow.
fn documents(limit: usize) -> [(&'static str, String); 4] {
    let effect = |number: usize| if number % 2 == 0 { "Allow" } else { "Deny" };
    let letter = |number: usize| char::from(b'a' + (number % 26) as u8);
    let stars = policy(limit, |number| {
        let word: String = (0..8)
            .map(|at| format!("*{}", letter(number * 7 + at * 3)))
            .collect();
        format!(
            r#"{{"Effect":"{}","Action":"cs:{word}*","Resource":"acs:cs:*:*:cluster/{word}*"}}"#,
            effect(number)
        )
    });
    let fields = policy(limit, |number| {
        let (a, b) = (letter(number), letter(number / 26 + 5));
        format!(
            r#"{{"Effect":"{}","Action":"cs:*{a}*{b}*","Resource":"acs:cs:*{a}*:*{b}*:cluster/*{b}*{a}*"}}"#,
            effect(number)
        )
    });
    let marks = policy(limit, |number| {
        let marks = "?".repeat(number % 40 + 1);
        format!(
            r#"{{"Effect":"{}","Action":"cs:*{marks}*","Resource":"acs:cs:*:*:*{marks}"}}"#,
            effect(number)
        )
    });
    let negated = policy(limit, |number| {
        let (a, b) = (letter(number), letter(number + 9));
        format!(
            r#"{{"Effect":"{}","NotAction":["cs:*{a}*","*{b}"],"Resource":"acs:cs:*:*:cluster/*{a}*"}}"#,
            effect(number)
        )
    });
    [
        ("stars", stars),
        ("fields", fields),
        ("question marks", marks),
        ("NotAction", negated),
    ]
}

/// The time of each command, on the policy for which it takes longest.
fn policies(place: &Path, title: &str, limit: usize, at_most: f64) -> Table {
    let documents = documents(limit);
    fs::write(place.join("other.json"), &documents[1].1).expect("a file");
    let mut table = Table::new(
        "hostile",
        format!("{title}, the slowest of {}", documents.len()),
        "s",
    );
    let mut times = vec![Vec::new(); COMMANDS.len()];
    for _ in 0..ROUNDS {
        let mut slowest = [0.0_f64; COMMANDS.len()];
        for (_, text) in &documents {
            fs::write(place.join("policy.json"), text).expect("a file");
            for ((_, arguments), slowest) in COMMANDS.iter().zip(&mut slowest) {
                *slowest = slowest.max(seconds(place, arguments));
            }
        }
        for (times, slowest) in times.iter_mut().zip(slowest) {
            times.push(slowest);
        }
    }
    for ((name, _), times) in COMMANDS.iter().zip(&times) {
        table.row(name, times);
    }
    for (name, _) in COMMANDS {
        table.aim(&format!("{name}, seconds"), table.median(name), at_most);
    }
    table
}

/// 2,000 refusals of different actions on different clusters.
fn refusals(place: &Path) -> Table {
    let log: String = (0..2_000)
        .map(|number| {
            format!(
                "You are not authorized to do this action. Resource: acs:cs:cn-hangzhou:1:cluster/c{number} \
                 Action: cs:{}\n",
                ["StartAlert", "DeleteCluster", "ModifyCluster"][number % 3]
            )
        })
        .collect();
    fs::write(place.join("many.log"), log).expect("a file");
    let mut table = Table::new("hostile", "2,000 refusals, explained with a policy", "s");
    let [(name, text), ..] = documents(LIMIT);
    let plain =
        r#"{"Version":"1","Statement":[{"Effect":"Allow","Action":"cs:Get*","Resource":"*"}]}"#;
    for (name, text) in [("plain", plain), (name, &*text)] {
        fs::write(place.join("policy.json"), text).expect("a file");
        let arguments = ["explain", "many.log", "--policy", "policy.json"];
        let times: Vec<f64> = (0..ROUNDS).map(|_| seconds(place, &arguments)).collect();
        table.row(name, &times);
        table.aim(&format!("{name}, seconds"), table.median(name), 1.0);
    }
    table
}

fn seconds(place: &Path, arguments: &[&str]) -> f64 {
    let mut command = Command::new(program());
    command.current_dir(place).args(arguments);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let start = Instant::now();
    let status = command.status().expect("the program");
    assert!(status.code().is_some(), "{arguments:?}");
    start.elapsed().as_secs_f64()
}
