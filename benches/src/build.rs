//! Cold debug builds of a user's crate, with our catalog and with the alternatives.

use crate::scale::{OWN, Scale};
use crate::table::Table;
use crate::users::{self, Usage, User, ours};

const ROUNDS: usize = 5;
const OURS: &str = "ack-catalog";
const WITH_SERVICE: &str = "ack-catalog with `cs`";
const STRUM: &str = "strum derives";

pub fn run() -> Vec<Table> {
    let scale = Scale::of(OWN).expect("the page");
    let with_service = User::new(
        "build-ours-cs",
        &ours(&["cs"]),
        &[(
            "main.rs",
            "fn main() {\n    println!(\"{}\", ack_catalog::CsAction::CreateCluster);\n}\n",
        )],
    );
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
    let strum = peer("build-strum", users::STRUM, scale.strum_and_debug());
    let phf = peer("build-phf", users::PHF, scale.phf());
    let serde = peer("build-serde", users::SERDE, scale.serde());
    let users = [
        (OURS, ours),
        (WITH_SERVICE, with_service),
        (STRUM, strum),
        ("phf and an enum by hand", phf),
        ("serde derives", serde),
    ];
    let mut tables = cold("build", &format!("{OWN} actions"), &users);
    for table in &mut tables {
        table.aim_ratio(OURS, STRUM, 0.1);
    }
    tables
}

/// Measures wall-clock and processor time of cold builds, in turn.
pub fn cold(group: &str, what: &str, users: &[(&str, User)]) -> Vec<Table> {
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
