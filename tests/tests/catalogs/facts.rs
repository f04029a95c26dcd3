//! Tables of facts: what several sources say about operations.

use ack_catalog_core::{
    AccessLevel, ActionFacts, ApiState, AsOf, Catalog, Dated, Diff, Fact, GeneratedFile,
    Inspection, Listing, OperationFacts, PageOptions, Reading, Request, Resource, Settings, Source,
    rust_file,
};

const HEAD: &str = "|Operation|Request|RAM Action|Description|Access level|Resource|Condition keys|State|As of|Source|\n\
                    |---|---|---|---|---|---|---|---|---|---|\n";

fn settings() -> Settings {
    Settings::new("Example".parse().expect("a name"))
}

fn table(rows: &str) -> String {
    format!("# Facts\n\n{HEAD}{rows}")
}

fn read(rows: &str) -> Reading {
    Catalog::read(&Source::new("facts.md", &table(rows)), &settings())
}

/// Reads rows without faults.
fn catalog(rows: &str) -> Catalog {
    let reading = read(rows);
    assert_eq!(reading.diagnostics, []);
    reading.catalog
}

/// Returns the facts of the action with this name.
fn facts_of(catalog: &Catalog, action: &str) -> ActionFacts {
    let mut actions = catalog.actions.iter();
    let action = actions.find(|known| known.ram_action.as_str() == action);
    action.expect("an action").facts.clone()
}

/// Returns the row of an operation with an action, the resource of one cluster, and a month.
fn row(operation: &str, action: &str, as_of: &str) -> String {
    format!("|{operation}||{action}|||acs:svc:\\*:\\*:cluster/{{c}}|||{as_of}|Source of {as_of}|\n")
}

fn month(text: &str) -> AsOf {
    AsOf::Month(text.to_owned())
}

#[test]
fn each_cell_of_a_statement_is_read() {
    let catalog = catalog(
        "|Get|GET /things/{Id}|svc:Get, svc:List|Reads a thing|get|\\*|svc:Key, acs:Tag|deprecated|2021-09|[The table](https://example.com/table) (inferred)|\n",
    );
    let actions = ["svc:Get", "svc:List"].map(|name| name.parse().expect("an action"));
    let request = Some(Request {
        method: "GET".to_owned(),
        path: "/things/{Id}".to_owned(),
    });
    let fact = Fact {
        actions: actions.to_vec(),
        request: request.clone(),
        access_level: Some(AccessLevel::Get),
        resource: Some(Resource::Account),
        condition_keys: Some(vec!["svc:Key".to_owned(), "acs:Tag".to_owned()]),
        state: Some(ApiState::Deprecated),
        as_of: month("2021-09"),
        source: "The table".to_owned(),
        source_url: "https://example.com/table".to_owned(),
        is_inferred: true,
        place: catalog.facts[0].facts[0].place,
    };
    let expected = OperationFacts {
        operation: "Get".to_owned(),
        request,
        facts: vec![fact],
    };
    assert_eq!(catalog.facts, [expected]);
}

#[test]
fn words_of_a_statement_have_one_meaning_each() {
    for (cells, access_level, resource, state) in [
        (
            "get|*||",
            Some(AccessLevel::Get),
            Some(Resource::Account),
            None,
        ),
        (
            "list|acs:svc:*:*:*||",
            Some(AccessLevel::List),
            Some(Resource::Account),
            None,
        ),
        (
            "create|acs:svc:*:*:cluster/{Id}||current",
            Some(AccessLevel::Create),
            Some(Resource::Cluster),
            Some(ApiState::Current),
        ),
        (
            "update|acs:svc:*:*:cluster/*||deprecated",
            Some(AccessLevel::Update),
            Some(Resource::EveryCluster),
            Some(ApiState::Deprecated),
        ),
        (
            "delete|||absent",
            Some(AccessLevel::Delete),
            None,
            Some(ApiState::Absent),
        ),
        ("|||", None, None, None),
    ] {
        let cells = cells.replace('*', "\\*");
        let catalog = catalog(&format!("|A||svc:A|a|{cells}|undated|S|\n"));
        let fact = &catalog.facts[0].facts[0];
        let read = (fact.access_level, fact.resource, fact.state);
        assert_eq!(read, (access_level, resource, state), "{cells}");
        assert_eq!(fact.as_of, AsOf::Undated);
    }
}

#[test]
fn unknown_words_of_a_statement_are_errors() {
    for (cells, unexpected) in [
        ("||svc:A|a|||||2021|S", "unexpected `2021`"),
        ("||svc:A|a|||||2021-13|S", "unexpected `2021-13`"),
        ("||svc:A|a||||||S", "unexpected ``"),
        ("||svc:A|a|||||2021-09|", "the source is missing"),
        ("|fetch /a|svc:A|a|||||2021-09|S", "unexpected `fetch /a`"),
        ("|GET a|svc:A|a|||||2021-09|S", "unexpected `GET a`"),
        ("||svc:A|a|Get||||2021-09|S", "unexpected `Get`"),
        ("||svc:A|a||acs:svc|||2021-09|S", "unexpected `acs:svc`"),
        (
            "||svc:A|a||acs:svc:\\*:\\*:node/{Id}|||2021-09|S",
            "unexpected `acs:svc:*:*:node/{Id}`",
        ),
        ("||svc:A|a|||Key||2021-09|S", "unexpected `Key`"),
        ("||svc:A|a||||gone|2021-09|S", "unexpected `gone`"),
    ] {
        let found = read(&format!("|A{cells}|\n")).diagnostics;
        let found: Vec<(&str, &str)> = found.iter().map(|it| (it.code, &*it.message)).collect();
        assert_eq!(found, [("invalid-fact", unexpected)], "{cells}");
    }
}

/// Returns the messages about these rows.
fn messages(rows: &str) -> Vec<String> {
    let found = read(rows).diagnostics.into_iter();
    found
        .map(|it| format!("{}: {}", it.code, it.message))
        .collect()
}

#[test]
fn requests_have_a_method_of_http_and_a_path_of_segments() {
    let row = |request: &str| format!("|A|{request}|svc:A|a|||||2021-09|S|\n");
    for good in [
        "GET /",
        "POST /a/",
        "PATCH /a/{Id}/b-c_d.e~f",
        "OPTIONS /a:start",
        "DELETE /{A_b}/%20",
    ] {
        assert_eq!(messages(&row(good)), [""; 0], "{good}");
    }
    for bad in [
        "FETCH /x",
        "get /x",
        "/x",
        "GET",
        "GET x",
        "GET /x y",
        "POST /a?x=1",
        "POST /a#b",
        "POST /a//b",
        "POST //",
        "POST /a//",
        "POST /{x",
        "POST /x}",
        "POST /{}",
        "POST /{x}y",
        "POST /x{y}",
        "POST /{x}{y}",
        "POST /{{x}}",
        "POST /a/..",
        "POST /./a",
        "POST /\"a\"",
        "POST /ä",
    ] {
        let expected = format!("invalid-fact: unexpected `{}`", bad.escape_debug());
        assert_eq!(messages(&row(bad)), [expected], "{bad}");
    }
}

/// A request could not tell which of them was called.
#[test]
fn operations_have_requests_of_their_own() {
    let row = |operation: &str, request: &str| {
        format!("|{operation}|{request}|svc:{operation}|a|||||2021-09|S|\n")
    };
    for (other, is_same) in [
        ("DELETE /t/{x}", true),
        ("DELETE /t/{Id}/", true),
        ("GET /t/{Id}", false),
        ("DELETE /t/id", false),
        ("DELETE /t/{Id}/{x}", false),
    ] {
        let rows = row("A", "DELETE /t/{Id}") + &row("B", other);
        let expected = ["invalid-fact: `B` and `A` have the same request"];
        assert_eq!(messages(&rows), expected[..usize::from(is_same)], "{other}");
    }
    // Two sources may state the request of one operation.
    let again = "|A|DELETE /t/{x}||||||current|2021-10|T|\n";
    assert_eq!(messages(&(row("A", "DELETE /t/{Id}") + again)), [""; 0]);
}

#[test]
fn operations_are_spelled_the_same_way_in_all_rows() {
    let rows = row("StartIt", "svc:StartIt", "2021-09") + &row("Startit", "svc:StartIt", "2021-10");
    let message = "invalid-fact: `Startit` and `StartIt` in another row differ only in letter case";
    assert_eq!(messages(&rows), [message]);
}

#[test]
fn sources_end_in_their_marks() {
    let row = |source: &str| format!("|A||svc:A|a|||||2021-09|{source}|\n");
    for (source, name, is_inferred) in [
        ("Policy (inferred)", "Policy", true),
        ("Policy (Inferred)", "Policy", true),
        ("Policy (INFERRED)", "Policy", true),
        ("Policy(inferred)", "Policy", true),
        ("Policy ( inferred )", "Policy", true),
        ("Policy（inferred）", "Policy", true),
        ("[Policy (inferred)](https://example.com)", "Policy", true),
        ("Policy (stored copy)", "Policy (stored copy)", false),
        ("Policy, inferred", "Policy, inferred", false),
    ] {
        let catalog = catalog(&row(source));
        let fact = &catalog.facts[0].facts[0];
        assert_eq!(
            (&*fact.source, fact.is_inferred),
            (name, is_inferred),
            "{source}"
        );
    }
    for source in [
        "Policy (infered)",
        "Policy (Not fuond)",
        "Policy (inferred), page 3",
        "(inferred) Policy",
        "(inferred)",
    ] {
        let expected = format!("invalid-fact: unexpected `{source}`");
        assert_eq!(messages(&row(source)), [expected], "{source}");
    }
}

/// It may have found the request and the state of the operation.
#[test]
fn search_that_found_nothing_says_nothing_about_actions() {
    for (cells, is_good) in [
        ("|||a|||||2021-09", true),
        ("|GET /a||a||||current|2021-09", true),
        ("||svc:A|a|||||2021-09", false),
        ("|||a|get||||2021-09", false),
        ("|||a||\\*|||2021-09", false),
        ("|||a|||none||2021-09", false),
    ] {
        let message = "invalid-fact: a search that found nothing says nothing about actions";
        let expected = if is_good {
            vec![]
        } else {
            vec![message.to_owned()]
        };
        for mark in ["(not found)", "(Not found)"] {
            let rows = format!("|A{cells}|Search {mark}|\n");
            assert_eq!(messages(&rows), expected, "{rows}");
        }
    }
}

#[test]
fn links_of_sources_lead_to_the_web() {
    for (link, code) in [
        ("javascript:alert", "non-web-link"),
        ("start.md", "relative-link"),
    ] {
        let rows = format!("|A||svc:A|a|||||2021-09|[S]({link})|\n");
        let reading = read(&rows);
        assert_eq!(reading.diagnostics[0].code, code);
        assert_eq!(reading.catalog.facts[0].facts[0].source_url, "");
    }
}

#[test]
fn sources_are_not_newer_than_their_table() {
    let published = "2024-02-29".parse().expect("a date");
    for (month, is_newer) in [
        ("2024-02", false),
        ("2023-12", false),
        ("undated", false),
        ("2024-03", true),
        ("2025-01", true),
    ] {
        let mut reading = read(&row("A", "svc:A", month));
        reading.check_months(&published);
        assert_eq!(reading.has_errors(), is_newer, "{month}");
    }
}

/// Headers match as those of every page; the others are named.
#[test]
fn columns_of_facts_are_read_or_named() {
    let read = |header: &str, of: &str| {
        let text = table("|A|GET /a|svc:A|a|get|\\*|none|current|2021-09|S|\n");
        let text = text.replacen(&format!("|{of}|"), &format!("|{header}|"), 1);
        let found = Catalog::read(&Source::new("facts.md", &text), &settings()).diagnostics;
        let found = found.into_iter();
        found
            .map(|it| format!("{} {}", it.message, it.help))
            .collect::<Vec<_>>()
    };
    for (header, of) in [
        ("ACCESS LEVEL", "Access level"),
        ("Condition key", "Condition keys"),
        ("Condition key(s)", "Condition keys"),
        ("States", "State"),
        ("as of", "As of"),
        ("Sources", "Source"),
        ("Ｒｅｑｕｅｓｔ", "Request"),
    ] {
        assert_eq!(read(header, of), [""; 0], "{header}");
    }
    for (header, of) in [
        ("Level", "Access level"),
        ("Access", "Access level"),
        ("Acess level", "Access level"),
        ("Condition", "Condition keys"),
        ("Keys", "Condition keys"),
        ("Resource type", "Resource"),
        ("Resource ARN", "Resource"),
        ("HTTP", "Request"),
        ("Method and path", "Request"),
        ("Status", "State"),
    ] {
        let expected = format!("the column `{header}` is not read did you mean `{of}`?");
        assert_eq!(read(header, of), [expected], "{header}");
    }
    let remark = "the column `Notes` is not read delete it, or ignore this if only people read it";
    assert_eq!(read("Notes", "State"), [remark]);
    assert!(
        read("Month", "As of")[0]
            .starts_with("the table has a column `Source` but no column `As of`")
    );
    // A page of the usual kind has columns of its own.
    let page = "|Operation|RAM Action|Description|Level|Source|\n|---|---|---|---|---|\n|A|svc:A|a|get|S|\n";
    let reading = Catalog::read(&Source::new("page.md", page), &settings());
    assert_eq!(reading.diagnostics, []);
}

#[test]
fn source_has_one_row_for_an_operation() {
    let rows = [row("A", "svc:A", "2021-09"), row("A", "svc:B", "2021-09")].concat();
    let found = read(&rows).diagnostics;
    let found: Vec<(&str, &str)> = found.iter().map(|it| (it.code, &*it.message)).collect();
    let message = "this source already has a row for the operation";
    assert_eq!(found, [("invalid-fact", message)]);
}

/// Each action of a statement, and each statement about an operation, is compared with the others.
#[test]
fn statements_are_limited_in_number_and_length() {
    let actions = |count: usize| {
        let names: Vec<String> = (0..count).map(|number| format!("svc:Do{number}")).collect();
        names.join(", ")
    };
    let sources = |count: usize| -> String {
        let rows = (0..count).map(|number| format!("|A||svc:A|a|||||2021-09|Source {number}|\n"));
        rows.collect()
    };
    for (rows, expected) in [
        (row("A", &actions(64), "2021-09"), None),
        (
            row("A", &actions(2_000), "2021-09"),
            Some("the row names too many actions for one operation"),
        ),
        (sources(64), None),
        (sources(2_000), Some("the operation has too many sources")),
    ] {
        let found = read(&rows).diagnostics;
        let found: Vec<&str> = found.iter().map(|it| &*it.message).collect();
        let messages = expected.map_or(0, |_| 1);
        assert_eq!(found.len(), messages, "{found:?}");
        assert!(
            expected.is_none_or(|text| found[0].starts_with(text)),
            "{found:?}"
        );
    }
}

/// A dated source counts as of its month, an undated one as of the end of 2021.
#[test]
fn statements_are_sorted_from_the_newest() {
    let months = ["2021-07", "undated", "2025-12", "2021-12", "2022-01"];
    let rows: String = months
        .iter()
        .map(|month| row("A", "svc:A", month))
        .collect();
    let catalog = catalog(&rows);
    let sorted: Vec<String> = catalog.facts[0]
        .facts
        .iter()
        .map(|fact| fact.as_of.to_string())
        .collect();
    assert_eq!(
        sorted,
        ["2025-12", "2022-01", "undated", "2021-12", "2021-07"]
    );
}

/// A document that uses an action does not say what an operation needs, however new it is.
#[test]
fn inferred_statement_never_outranks_a_stated_one() {
    let catalog = catalog(
        "|Run||svc:Run|||acs:svc:\\*:\\*:cluster/{c}|||2026-03|System policy (inferred)|\n\
         |Run||svc:Run|||acs:svc:\\*:\\*:cluster/{c}|||undated|Examples (inferred)|\n\
         |Run||svc:Run, svc:Get|Runs it||\\*|||2021-09|Table|\n\
         |Run||svc:Old||||||2021-07|Earlier table|\n\
         |Halt||svc:Halt|Halts it||\\*|||2026-01|System policy (inferred)|\n",
    );
    let sources = { catalog.facts[0].facts.iter() }.map(|fact| &*fact.source);
    assert_eq!(
        sources.collect::<Vec<_>>(),
        ["Table", "Earlier table", "System policy", "Examples"]
    );
    let run = facts_of(&catalog, "svc:Run");
    let also: Vec<String> = { run.also_required.iter() }
        .flat_map(|dated| dated.value.iter().map(ToString::to_string))
        .collect();
    assert_eq!(also, ["svc:Get"]);
    let earlier = run.earlier_actions.expect("earlier actions");
    assert_eq!(earlier.as_of, month("2021-07"));
    let resource = run.resource.expect("a resource");
    assert_eq!(
        (resource.value, resource.is_inferred),
        (Resource::Account, false)
    );
    // It counts where nothing else is known, and says what it is.
    let resource = facts_of(&catalog, "svc:Halt").resource.expect("a resource");
    assert_eq!(
        (resource.value, resource.is_inferred),
        (Resource::Account, true)
    );
}

#[test]
fn newest_source_decides_which_actions_an_operation_needs() {
    let catalog = catalog(
        &[
            row("Upgrade", "svc:Upgrade", "2021-09"),
            row("Upgrade", "svc:UpgradeAll, svc:Check", "2024-01"),
            row("Upgrade", "svc:Update", "2021-07"),
            "|Upgrade||||||||2026-01|A search|\n".to_owned(),
        ]
        .concat(),
    );
    let operations: Vec<(&str, &[String])> = catalog
        .actions
        .iter()
        .map(|action| (action.ram_action.as_str(), &*action.operations))
        .collect();
    let upgrade = ["Upgrade".to_owned()];
    assert_eq!(
        operations,
        [
            ("svc:Upgrade", &[][..]),
            ("svc:UpgradeAll", &upgrade),
            ("svc:Check", &upgrade),
            ("svc:Update", &[]),
        ]
    );
    let dated = |names: &[&str], as_of: &str| {
        let value = names.iter().map(|name| name.parse().expect("an action"));
        Some(Dated {
            value: value.collect::<Vec<ack_catalog_core::RamAction>>(),
            as_of: month(as_of),
            is_inferred: false,
        })
    };
    let now = facts_of(&catalog, "svc:UpgradeAll");
    assert_eq!(now.also_required, dated(&["svc:Check"], "2024-01"));
    assert_eq!(now.required_instead, None);
    assert_eq!(now.earlier_actions, dated(&["svc:Upgrade"], "2021-09"));
    let old = facts_of(&catalog, "svc:Upgrade");
    assert_eq!(old.also_required, None);
    assert_eq!(
        old.required_instead,
        dated(&["svc:UpgradeAll", "svc:Check"], "2024-01")
    );
    assert_eq!(old.earlier_actions, dated(&["svc:Update"], "2021-07"));
    // No source that is older than the oldest one with the name.
    assert_eq!(facts_of(&catalog, "svc:Update").earlier_actions, None);
}

/// What the newest source leaves open, an older one may state.
#[test]
fn newest_source_that_states_a_fact_decides_it() {
    let catalog = catalog(
        "|A||svc:A|a||\\*|svc:Key||2021-09|Table|\n\
         |A||svc:A||get|acs:svc:\\*:\\*:cluster/{c}|||undated|Reference|\n\
         |A|||||||current|2025-12|Listing|\n\
         |B||svc:A|b|list|\\*||absent|2021-08|Table|\n",
    );
    let facts = facts_of(&catalog, "svc:A");
    let of = |value: Resource| {
        Some(Dated {
            value,
            as_of: AsOf::Undated,
            is_inferred: false,
        })
    };
    assert_eq!(facts.resource, of(Resource::Cluster));
    assert_eq!(
        facts.access_level.map(|it| it.value),
        Some(AccessLevel::Get)
    );
    let keys = facts.condition_keys.expect("keys");
    assert_eq!(
        (keys.value, keys.as_of),
        (vec!["svc:Key".to_owned()], month("2021-09"))
    );
    let state = facts.api_state.expect("a state");
    assert_eq!(
        (state.value, state.as_of),
        (ApiState::Current, month("2025-12"))
    );
}

/// An empty cell says nothing, and a document that only uses an action does not list its keys.
#[test]
fn condition_keys_are_none_or_unknown() {
    for (keys, source, wanted) in [
        ("svc:Key", "Reference", Some(vec!["svc:Key"])),
        ("none", "Reference", Some(vec![])),
        ("", "Reference", None),
        ("None", "Reference", None),
        ("-", "Reference", None),
        ("svc:Key", "System policy (inferred)", None),
    ] {
        let catalog = catalog(&format!(
            "|A||svc:A|a|||{keys}||2025-01|{source}|\n|A||svc:A|||\\*|||2021-09|Table|\n"
        ));
        let found = facts_of(&catalog, "svc:A").condition_keys;
        let found = found.map(|keys| keys.value);
        let wanted = wanted.map(|keys| keys.into_iter().map(str::to_owned).collect());
        assert_eq!(found, wanted, "{keys} {source}");
    }
}

/// Its own operation, then one that needs it, then one that needed it.
#[test]
fn description_is_that_of_the_best_operation() {
    let catalog = catalog(
        &[
            "|Pause|||[Pauses it](https://example.com/pause)||||current|2025-12|Listing|\n"
                .to_owned(),
            row("Pause", "svc:Pause", "2022-01"),
            row("Pause", "svc:Run", "2021-07"),
            row("Pause", "svc:Stop", "2021-06"),
            "|Run||svc:Run|Runs it||||current|2025-12|Listing|\n".to_owned(),
            "|Halt||svc:Stop|Halts it||||current|2025-12|Listing|\n".to_owned(),
        ]
        .concat(),
    );
    let texts: Vec<(&str, &str, &str)> = catalog
        .actions
        .iter()
        .map(|action| {
            let texts = &action.texts;
            (
                action.ram_action.as_str(),
                &*texts.description,
                &*texts.doc_url,
            )
        })
        .collect();
    assert_eq!(
        texts,
        [
            ("svc:Pause", "Pauses it", "https://example.com/pause"),
            ("svc:Run", "Runs it", ""),
            ("svc:Stop", "Halts it", ""),
        ]
    );
}

#[test]
fn operation_without_an_action_is_in_no_enum() {
    let catalog = catalog("|A|GET /a||Reads a||||current|2025-12|Listing|\n");
    assert_eq!((catalog.actions.len(), catalog.facts.len()), (0, 1));
}

/// All ways to read a page agree that the table has no faults, and which.
#[test]
fn inspection_reads_a_table_of_facts_as_a_catalog_does() {
    let good = [row("A", "svc:A", "2021-09"), row("A", "svc:A", "2024-01")].concat();
    let faulty = format!("{good}{}", row("A", "svc:A", "soon"));
    for (rows, expected) in [(good, &[][..]), (faulty, &["invalid-fact"])] {
        let text = table(&rows);
        let source = Source::new("facts.md", &text);
        let inspection = Inspection::for_catalog(&source, &PageOptions::default());
        let codes: Vec<&str> = inspection.diagnostics.iter().map(|it| it.code).collect();
        assert_eq!(codes, expected);
        assert_eq!(Inspection::read(&source).diagnostics, []);
    }
}

#[test]
fn facts_of_another_page_are_added_by_operation() {
    let page = "|Operation|RAM Action|Description|\n|---|---|---|\n|A|svc:A|a|\n|B|svc:B|b|\n";
    let mut catalog = Catalog::read(&Source::new("page.md", page), &settings()).catalog;
    let text = table(&[row("A", "svc:C", "2024-01"), row("A", "svc:A", "2021-09")].concat());
    let facts = Reading::of_facts(&Source::new("facts.md", &text));
    assert_eq!(facts.diagnostics, []);
    catalog.add_facts(&facts.catalog.facts);
    let instead = facts_of(&catalog, "svc:A")
        .required_instead
        .expect("actions");
    assert_eq!(instead.value, ["svc:C".parse().expect("an action")]);
    assert_eq!(facts_of(&catalog, "svc:B"), ActionFacts::default());
    assert_eq!(catalog.actions.len(), 2);
}

#[test]
fn page_without_facts_is_an_error_where_they_are_wanted() {
    let page = "|Operation|RAM Action|Description|\n|---|---|---|\n|A|svc:A|a|\n";
    for page in [page, "no table\n"] {
        let reading = Reading::of_facts(&Source::new("page.md", page));
        let codes: Vec<&str> = reading.diagnostics.iter().map(|it| it.code).collect();
        assert_eq!(codes, ["no-table"]);
    }
}

#[test]
fn generated_file_of_facts_is_read_back_and_compared() {
    let rows = [row("A", "svc:A", "2021-09"), row("B", "svc:B", "2021-09")].concat();
    let listing = |rows: &str| {
        let code = rust_file(&catalog(rows), &settings(), "");
        Listing::from(&GeneratedFile::read(&code).expect("a generated file"))
    };
    let old = listing(&rows);
    assert_eq!(old, Listing::from(&catalog(&rows)));
    let renamed = format!("{rows}{}", row("A", "svc:NewA", "2024-01"));
    let diff = Diff::new(&old, &listing(&renamed));
    assert_eq!(diff.added, ["svc:NewA"]);
    let changed: Vec<&str> = diff
        .mapping_changed
        .iter()
        .map(|it| &*it.ram_action)
        .collect();
    assert_eq!(changed, ["svc:A"]);
}
