//! Cold debug builds of a user's crate: with our catalog, and with what people would write instead.

use crate::scale::Scale;
use crate::table::Table;
use crate::users::{Usage, User, ours};

const ROUNDS: usize = 5;
const OURS: &str = "ack-catalog";
const STRUM: &str = "strum derives";
const DOOR: &str = "#[ack_catalog::catalog]";
const PARTS: &str = "syn, quote, proc-macro2, pulldown-cmark";

pub fn build() -> Vec<Table> {
    let scale = Scale::of(42).expect("the page");
    let ours = User::new(
        "build-ours",
        &ours(&[]),
        &[(
            "main.rs",
            "fn main() {\n    println!(\"{}\", ack_catalog::AckAction::GetKubernetesTrigger);\n}\n",
        )],
    );
    let peer = |name: &str, dependency: &str, text: String| {
        let text = format!("#![allow(dead_code)]\n{text}\nfn main() {{}}\n");
        User::new(name, dependency, &[("main.rs", &text)])
    };
    let strum = peer(
        "build-strum",
        "strum = { version = \"0.27\", features = [\"derive\"] }",
        scale.strum("Debug,"),
    );
    let phf = peer(
        "build-phf",
        "phf = { version = \"0.13\", features = [\"macros\"] }",
        scale.phf(),
    );
    let serde = peer(
        "build-serde",
        "serde = { version = \"1\", features = [\"derive\"] }",
        scale.serde(),
    );
    let users = [
        (OURS, ours),
        (STRUM, strum),
        ("phf and an enum by hand", phf),
        ("serde derives", serde),
    ];
    let mut tables = cold("build", "42 actions", &users);
    for table in &mut tables {
        table.aim_ratio(OURS, STRUM, 0.1);
    }
    tables
}

/// The door of the macro, beside the crates that it is made of.
pub fn door() -> Vec<Table> {
    let scale = Scale::of(42).expect("the page");
    let door = User::new(
        "macro-door",
        &ours(&["macro"]),
        &[(
            "main.rs",
            "#[ack_catalog::catalog(page = \"page.md\")]\npub enum Action {}\n\nfn main() {\n    println!(\"{}\", Action::COUNT);\n}\n",
        )],
    );
    std::fs::write(door.folder.join("page.md"), &scale.page).expect("a file");
    // In the versions, and with the features, of the macro.
    let manifest: toml::Table = std::fs::read_to_string(crate::workspace().join("Cargo.toml"))
        .expect("the manifest")
        .parse()
        .expect("TOML");
    let versions = &manifest["workspace"]["dependencies"];
    let parts: Vec<String> = PARTS
        .split(", ")
        .map(|name| {
            let version = &versions[name]["version"];
            let features = versions[name].get("features").cloned();
            let features = features.unwrap_or_else(|| toml::Value::Array(Vec::new()));
            format!("{name} = {{ version = {version}, default-features = false, features = {features} }}")
        })
        .collect();
    let parts = User::new(
        "macro-parts",
        &parts.join("\n"),
        &[("main.rs", "fn main() {}\n")],
    );
    let users = [(DOOR, door), (PARTS, parts)];
    let mut tables = cold("macro", "cold build", &users);
    for table in &mut tables {
        table.aim_ratio(DOOR, PARTS, 1.3);
    }
    tables
}

/// Time on the clock and of the processors, for cold builds in turn.
fn cold(group: &str, what: &str, users: &[(&str, User)]) -> Vec<Table> {
    let mut usages: Vec<Vec<Usage>> = vec![Vec::new(); users.len()];
    for (_, user) in users {
        user.fetch();
    }
    for _ in 0..ROUNDS {
        for ((_, user), usages) in users.iter().zip(&mut usages) {
            usages.push(user.cold_build());
        }
    }
    let mut wall = Table::new(group, format!("{what}, time on the clock"), "s");
    let mut cpu = Table::new(group, format!("{what}, time of the processors"), "s");
    for ((name, _), usages) in users.iter().zip(&usages) {
        let values = |of: fn(&Usage) -> f64| usages.iter().map(of).collect::<Vec<f64>>();
        wall.row(name, &values(|usage| usage.wall_s));
        cpu.row(name, &values(|usage| usage.cpu_s));
    }
    vec![wall, cpu]
}
