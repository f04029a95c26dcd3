//! The ways to read a page report the same faults.

use crate::inspected::HEAD;
use ack_catalog_core::{
    Catalog, Diagnostic, Inspection, Settings, Source, Tables, expand, page_codes,
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// Returns all faulty pages by name: those of the tests, and the examples of the codes.
fn faulty_pages() -> BTreeMap<String, String> {
    let folder = ack_catalog_tests::workspace().join("tests/pages/faulty");
    let mut pages = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("the pages") {
        let path = entry.expect("a page").path();
        let name = path
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        pages.insert(name, fs::read_to_string(&path).expect("UTF-8"));
    }
    for code in page_codes() {
        if let Some(example) = crate::codes::example(code) {
            pages.insert(format!("the example of {}", code.name), example);
        }
    }
    pages
}

fn errors(diagnostics: &[Diagnostic]) -> BTreeSet<&'static str> {
    let errors = diagnostics.iter().filter(|found| found.is_error());
    errors.map(|found| found.code).collect()
}

/// Returns the codes of the errors that the macro reports.
fn errors_of_macro(page: &str, args: &str) -> BTreeSet<String> {
    let args = format!("page = \"page.md\", {args}")
        .parse()
        .expect("tokens");
    let item = "enum Example {}".parse().expect("tokens");
    let made = expand(args, item, &|_| Ok(page.as_bytes().to_vec())).to_string();
    let errors = made.split("compile_error ! { \"").skip(1);
    errors
        .map(|error| {
            let code = error
                .strip_prefix('[')
                .and_then(|error| error.split_once(']'));
            code.expect("a code").0.to_owned()
        })
        .collect()
}

#[test]
fn generate_inspect_and_the_macro_refuse_the_same_pages() {
    for (name, page) in faulty_pages() {
        for repair in [false, true] {
            let source = Source::new("page.md", &page);
            let mut settings = Settings::new("Example".parse().expect("a name"));
            settings.page.repair = repair;
            let made = Catalog::read(&source, &settings);
            let made = errors(&made.diagnostics);
            let inspection = Inspection::for_catalog(&source, &settings.page);
            let inspected = errors(&inspection.diagnostics);
            let of_macro = errors_of_macro(&page, &format!("repair = {repair}"));
            let of_macro: BTreeSet<&str> = of_macro.iter().map(String::as_str).collect();
            assert_eq!(of_macro, made, "{name}");
            if !made.contains("no-table") {
                assert_eq!(inspected, made, "{name}");
            } else if inspected.contains("no-table") {
                assert!(made.is_subset(&inspected), "{name}: {inspected:?}");
            } else {
                // Another option names its columns.
                let mut tables = inspection.tables.iter();
                assert!(tables.any(|table| table.columns.is_some()), "{name}");
            }
        }
    }
}

/// Markdown shows such a row as text, or without the cells that the table beside it has no columns for.
#[test]
fn row_lost_in_a_table_beside_the_read_one_is_an_error() {
    let read = format!("{HEAD}|A|svc:A|a|\n");
    let mut pages = Vec::new();
    for other in [
        "|x|\n|---|\n|y|\n",
        "|x|\n|---|\n",
        "x|\n---|\ny|\n",
        "|Name|Meaning|\n|---|---|\n|y|z|\n",
        "|API|RAM Action|\n|---|---|\n|Y|svc:Y|\n",
    ] {
        for gap in ["", "\n", "\n\n"] {
            for row in [
                "|B|svc:B|b|\n",
                "|B|`svc:B`|b\n",
                "B | svc:B | b\n",
                "|B|svc:B, svc:C|b|d|\n",
            ] {
                let beside = format!("{other}{gap}{row}");
                pages.push(format!("# T\n\n{read}\n{beside}"));
                pages.push(format!("# T\n\n{beside}\n{read}"));
                pages.push(format!("# T\n\n{read}\n{beside}\n# Next\n\nText.\n"));
            }
        }
    }
    // After the end of a wider table, and joined to its open row.
    let wide = "|1|2|3|4|5|\n|---|---|---|---|---|\n";
    pages.push(format!("{read}\n{wide}|y|z|3|4|5|\n\n|B|svc:B|b|\n"));
    pages.push(format!("{read}\n{wide}|y|z|3|4|5|\n|y|z\n|B|svc:B|b|\n"));
    let quoted = |page: &String| format!("> {}", page.replace('\n', "\n> "));
    let quoted: Vec<String> = pages.iter().map(quoted).collect();
    for page in pages.iter().chain(&quoted) {
        let source = Source::new("page.md", page);
        for (repair, tables) in [(false, "one"), (true, "one"), (true, "all")] {
            let mut settings = Settings::new("Example".parse().expect("a name"));
            settings.page.repair = repair;
            settings.page.tables = tables.parse().expect("an option");
            let made = Catalog::read(&source, &settings);
            assert!(made.has_errors(), "{page}");
            let inspection = Inspection::for_catalog(&source, &settings.page);
            assert!(!errors(&inspection.diagnostics).is_empty(), "{page}");
            let args = format!("repair = {repair}, tables = {tables:?}");
            assert!(!errors_of_macro(page, &args).is_empty(), "{page}");
        }
    }
}

#[test]
fn rows_that_all_lack_cells_are_read_alike() {
    let rows = "|A|svc:A|\n".repeat(10_001);
    let page = format!("{HEAD}{rows}");
    for repair in [false, true] {
        let mut settings = Settings::new("Example".parse().expect("a name"));
        settings.page.repair = repair;
        let (_, made) = actions(&page, &settings);
        let source = Source::new("page.md", &page);
        let inspection = Inspection::for_catalog(&source, &settings.page);
        assert_eq!(inspection.diagnostics, made);
        assert_eq!(inspection.tables[0].entries.len(), 10_001);
    }
}

/// These rows are whole: their tables are not read, but Markdown shows them.
#[test]
fn whole_row_of_a_table_beside_the_read_one_is_no_error() {
    for other in [
        "|x|\n|---|\n|a word|\n|svc:B|\n",
        "|Name|Meaning|\n|---|---|\n|x|a word|\n|y|svc:B|\n|z|\n",
        "|x|\n|---|\n|y|z|\n\n|text|more|\n",
        "```\n|x|\n|---|\n|B|svc:B|b|\n```\n",
    ] {
        let page = format!("{HEAD}|A|svc:A|a|\n\n{other}");
        let source = Source::new("page.md", &page);
        let settings = Settings::new("Example".parse().expect("a name"));
        let made = Catalog::read(&source, &settings);
        assert_eq!(errors(&made.diagnostics), BTreeSet::new(), "{page}");
        let inspection = Inspection::for_catalog(&source, &settings.page);
        assert_eq!(errors(&inspection.diagnostics), BTreeSet::new(), "{page}");
    }
}

#[test]
fn header_may_differ_in_form_and_have_a_translation() {
    let read = |page: &str| {
        let settings = Settings::new("Example".parse().expect("a name"));
        let made = Catalog::read(&Source::new("page.md", page), &settings);
        let actions = made.catalog.actions.iter();
        let actions =
            actions.map(|action| format!("{}: {}", action.ram_action, action.texts.description));
        let codes = made.diagnostics.iter().map(|found| found.code);
        assert_eq!(
            errors_of_macro(page, "").is_empty(),
            !made.has_errors(),
            "{page}"
        );
        (actions.collect::<Vec<_>>(), codes.collect::<Vec<_>>())
    };
    let table =
        |header: &str, name: &str| format!("{header}\n|---|---|---|\n|{name}|svc:{name}|d|\n\n");
    for header in [
        "|operation|ram action|description|",
        "|OPERATIONS|RAM ACTIONS|DESCRIPTIONS|",
        "|Operation(s)|RAM Action(s)|Description|",
        "|[Operation]|（RAM Action）|Description:|",
        "|Ｏｐｅｒａｔｉｏｎ|ＲＡＭ　Ａｃｔｉｏｎ|Description|",
        "|Operation|RamAction|**Description**|",
        // A translation, and words that change nothing.
        "|Operation|RAM Action（RAM 操作）|Description|",
        "|操作（Operation）|RAM 操作 / RAM Action|说明 [Description]|",
        "|Operation name|Required RAM Action|Description|",
        "|Operation ID|RAM Action Name|Description|",
        "|Opération|RAM Action List|Description|",
        "|Ope\u{301}ration|RAM Action|Description|",
    ] {
        let found = read(&table(header, "A"));
        assert_eq!(found, (vec!["svc:A: d".to_owned()], vec![]), "{header}");
        // The very header comes first.
        let both = table(header, "A") + &table("|Operation|RAM Action|Description|", "B");
        assert_eq!(
            read(&both),
            (vec!["svc:B: d".to_owned()], vec!["other-table"]),
            "{header}"
        );
    }
    // Other words, and two columns that are equally near.
    for header in [
        "|Operation|Action|Description|",
        "|Operation|Dependent RAM Action|Description|",
        "|Operation|RAM Action (dependent)|Description|",
        "|Operation|RAM Action type|Description|",
        "|Operation|RAM Action Name|RAM Action list|",
        "|ram action|RAM Actions|Operation|",
        "|Operation||Description|",
    ] {
        assert_eq!(
            read(&table(header, "A")),
            (vec![], vec!["no-table"]),
            "{header}"
        );
    }
}

/// Returns tables of any headers and cells: those of the default names, and others.
fn any_tables(most: usize) -> impl Strategy<Value = String> {
    let header = select(vec![
        "Operation",
        "RAM Action",
        "Description",
        "RAM Action Name",
        "ram actions",
        "Descriptions",
        "Beschreibung",
        "Resource",
        "Key",
        "Метод",
        "Права",
        "",
    ]);
    let cell = select(vec![
        "StartIt",
        "StopIt",
        "svc:StartIt",
        "svc:StopIt",
        "svc:StopIt, svc:GetIt",
        "svc:*",
        "Start it",
        "starts one of them",
        "acs:svc:\\*:\\*:it/1",
        "GET",
        "**Section**",
        "",
    ]);
    let named = Just(vec!["Operation", "RAM Action", "Description"]);
    let headers = prop_oneof![named, vec(header, 2..5)];
    // Some rows lack a cell, or have one more.
    let row = move |width: usize| vec(cell.clone(), width - 1..width + 2);
    let table = headers.prop_flat_map(move |headers| {
        let rows = vec(row(headers.len()), 1..4);
        (Just(headers), rows)
    });
    let line = |cells: &[&str]| format!("|{}|\n", cells.join("|"));
    let text = move |(headers, rows): (Vec<&str>, Vec<Vec<&str>>)| {
        let dashes = vec!["---"; headers.len()];
        let rows = rows.iter().map(|row| line(row)).collect::<String>();
        line(&headers) + &line(&dashes) + &rows
    };
    vec(table.prop_map(text), 1..=most).prop_map(|tables| tables.join("\nText.\n\n"))
}

/// Returns each action with its operations and its description.
fn actions(page: &str, settings: &Settings) -> (Vec<String>, Vec<Diagnostic>) {
    let made = Catalog::read(&Source::new("page.md", page), settings);
    let actions = made.catalog.actions.iter().map(|it| {
        let operations = it.operations.join(", ");
        format!(
            "{} <- {operations}: {}",
            it.ram_action, it.texts.description
        )
    });
    (actions.collect(), made.diagnostics)
}

proptest! {
    #[test]
    fn inspection_reports_what_a_catalog_of_the_page_reports(
        page in any_tables(3), repair in any::<bool>(), all in any::<bool>(),
    ) {
        let mut settings = Settings::new("Example".parse().expect("a name"));
        settings.page.repair = repair;
        settings.page.tables = if all { Tables::All } else { Tables::One };
        let (_, made) = actions(&page, &settings);
        let inspected = Inspection::for_catalog(&Source::new("page.md", &page), &settings.page);
        if !errors(&made).contains("no-table") {
            prop_assert_eq!(inspected.diagnostics, made);
        }
    }

    #[test]
    fn option_of_an_inspection_reads_what_it_shows(page in any_tables(1)) {
        let mut settings = Settings::new("Example".parse().expect("a name"));
        settings.page.repair = true;
        let inspected = Inspection::for_catalog(&Source::new("page.md", &page), &settings.page);
        let [table] = inspected.tables.as_slice() else {
            panic!("one table: {page}");
        };
        let Some(columns) = &table.columns else {
            return Ok(());
        };
        settings.page.columns = columns.clone();
        let (found, made) = actions(&page, &settings);
        prop_assert_eq!(errors(&made), errors(&inspected.diagnostics));
        let all = table.entries.iter().flat_map(|entry| &entry.actions);
        let all: BTreeSet<&str> = all.map(|action| &*action.text).filter(|it| !it.contains('*')).collect();
        let names: BTreeSet<&str> = found.iter().filter_map(|it| it.split(" <- ").next()).collect();
        prop_assert_eq!(names, all);
        for action in &found {
            let is_shown = table.entries.iter().any(|entry| action.ends_with(&entry.texts.description));
            prop_assert!(is_shown, "{}", action);
        }
    }
}

#[test]
fn page_with_a_nul_byte_is_refused_by_the_macro() {
    let page = format!("{HEAD}|A|svc:A|a\0|\n");
    let args = "page = \"page.md\"".parse().expect("tokens");
    let item = "enum Example {}".parse().expect("tokens");
    let made = expand(args, item, &|_| Ok(page.as_bytes().to_vec())).to_string();
    let refused = "page.md:3:11: a NUL byte; save the file as UTF-8 text";
    assert!(made.contains(refused), "{made}");
}
