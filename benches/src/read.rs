//! Reading pages into models and Rust files, compared with the bare event loop of pulldown-cmark.

use crate::table::Table;
use crate::{corpus, workspace};
use ack_catalog_core::{Catalog, Settings, Source, rust_file};
use pulldown_cmark::{Options, Parser};
use std::fs;
use std::hint::black_box;
use std::time::Instant;

const ROUNDS: usize = 21;

pub fn run() -> Vec<Table> {
    let page = workspace().join("source-doc/ack-api-user-authentication.md");
    let mut tables = vec![of(
        "the page",
        &fs::read_to_string(page).expect("the page"),
        200,
    )];
    if let Some(corpus) = corpus() {
        let large = fs::read_to_string(corpus.join("large-page.md")).expect("the large page");
        tables.push(of("20,455 rows", &large, 1));
    }
    tables
}

fn of(what: &str, page: &str, repeats: usize) -> Table {
    let mut settings = Settings::new("PageAction".parse().expect("a name"));
    // Two services can have actions of the same name.
    settings.page.service_prefix = true;
    assert!(!Catalog::read(&Source::new("page.md", page), &settings).has_errors());
    let contestants: [(&str, &dyn Fn()); 3] = [
        ("pulldown-cmark, events only", &|| {
            black_box(Parser::new_ext(black_box(page), Options::ENABLE_TABLES).count());
        }),
        ("page to model", &|| {
            black_box(Catalog::read(
                &Source::new("page.md", black_box(page)),
                &settings,
            ));
        }),
        ("page to Rust file", &|| {
            let reading = Catalog::read(&Source::new("page.md", black_box(page)), &settings);
            black_box(rust_file(&reading.catalog, &settings, ""));
        }),
    ];
    let mut times = [Vec::new(), Vec::new(), Vec::new()];
    for _ in 0..ROUNDS {
        for ((_, contestant), times) in contestants.iter().zip(&mut times) {
            let start = Instant::now();
            for _ in 0..repeats {
                contestant();
            }
            times.push(start.elapsed().as_secs_f64() * 1e6 / repeats as f64);
        }
    }
    let mut table = Table::new("read", what, "µs");
    for ((name, _), times) in contestants.iter().zip(&times) {
        table.row(name, times);
    }
    table.aim_ratio("page to model", "pulldown-cmark, events only", 2.0);
    table.aim_ratio("page to Rust file", "pulldown-cmark, events only", 6.0);
    table
}
