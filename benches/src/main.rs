//! The project beside what people would use instead: `cargo run --release -- [GROUP]…`, all groups if
//! none is named.
//!
//! All contestants of a group run in turn within one run, round by round, since machines are shared:
//! compare the ratios, not the times.

mod decide;
mod lint;

/// Name, and what measures it.
const GROUPS: [(&str, fn()); 2] = [("decide", decide::run), ("lint", lint::run)];

fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    let names: Vec<&str> = GROUPS.iter().map(|(name, _)| *name).collect();
    if let Some(unknown) = wanted.iter().find(|name| !names.contains(&name.as_str())) {
        eprintln!(
            "error: `{unknown}` is no group; there are {}",
            names.join(", ")
        );
        std::process::exit(2);
    }
    for (name, run) in GROUPS {
        if wanted.is_empty() || wanted.iter().any(|group| group == name) {
            println!("== {name}");
            run();
        }
    }
}

fn median(times: &[f64]) -> f64 {
    quantile(times, 0.5)
}

/// The value below which so large a part of the values lies.
fn quantile(values: &[f64], part: f64) -> f64 {
    let mut values = values.to_vec();
    values.sort_by(f64::total_cmp);
    values[((values.len() - 1) as f64 * part) as usize]
}
