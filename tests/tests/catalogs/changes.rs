//! Changes between two pages, and ledgers.

use ack_catalog_core::{
    Catalog, Diff, GeneratedFile, Inspection, Ledger, Listing, Reading, Settings, Source, rust_file,
};

fn page(rows: &str) -> String {
    format!("|Operation|RAM Action|Description|\n|---|---|---|\n{rows}")
}

fn listing(rows: &str) -> Listing {
    Listing::from(&Inspection::read(&Source::new("page.md", &page(rows))))
}

fn catalog(rows: &str) -> Catalog {
    let settings = Settings::new("Example".parse().expect("a name"));
    Catalog::read(&Source::new("page.md", &page(rows)), &settings).catalog
}

/// Returns the changes, one per line.
fn told(old: &str, new: &str) -> Vec<String> {
    let diff = Diff::new(&listing(old), &listing(new));
    let mut told = Vec::new();
    let texts = diff.texts_changed();
    for change in texts.flat_map(|(_, changes)| changes) {
        let (name, from, to) = (&change.ram_action, &change.from, &change.to);
        told.push(format!("{name} says {to}, not {from}"));
    }
    for change in &diff.mapping_changed {
        let (name, from, to) = (
            &change.ram_action,
            change.from.join(" "),
            change.to.join(" "),
        );
        told.push(format!("{name} serves {to}, not {from}"));
    }
    for name in &diff.added {
        told.push(format!("{name} is new"));
    }
    told
}

#[test]
fn rows_of_an_action_are_compared_by_operation() {
    const ONE: &str = "|A|svc:One|a|\n";
    for (old, new, expected) in [
        (ONE, ONE, &[][..]),
        (ONE, "|A|svc:One|b|\n", &["svc:One says b, not a"]),
        // A duplicate row does not add an operation, but its description is also compared.
        (ONE, "|A|svc:One|a|\n|A|svc:One|a|\n", &[]),
        (
            ONE,
            "|A|svc:One|a|\n|A|svc:One|b|\n",
            &["svc:One says b, not a"],
        ),
        // The first row represents the action, whatever its operation; further rows are new.
        (
            ONE,
            "|B|svc:One|b|\n",
            &["svc:One says b, not a", "svc:One serves B, not A"],
        ),
        (
            ONE,
            "|A|svc:One|a|\n|B|svc:One|b|\n",
            &["svc:One serves A B, not A"],
        ),
        (
            "|A|svc:One|a|\n|B|svc:One|b|\n",
            "|B|svc:One|b|\n|A|svc:One|a|\n",
            &[],
        ),
        (ONE, "|A|svc:One|a|\n|B|svc:Two|b|\n", &["svc:Two is new"]),
    ] {
        assert_eq!(told(old, new), expected, "{old}-----\n{new}");
    }
}

/// Several replaced actions cannot be matched.
#[test]
fn action_is_renamed_if_its_operation_swaps_one_for_one() {
    for (old, new, renamed, added, retired) in [
        ("svc:A", "svc:B", &["svc:A -> svc:B"][..], &[][..], &[][..]),
        (
            "svc:A, svc:C",
            "svc:B, svc:C",
            &["svc:A -> svc:B"],
            &[],
            &[],
        ),
        (
            "svc:A",
            "svc:B, svc:C",
            &[],
            &["svc:B", "svc:C"],
            &["svc:A"],
        ),
        (
            "svc:A, svc:B",
            "svc:C",
            &[],
            &["svc:C"],
            &["svc:A", "svc:B"],
        ),
        (
            "svc:A, svc:B",
            "svc:C, svc:D",
            &[],
            &["svc:C", "svc:D"],
            &["svc:A", "svc:B"],
        ),
    ] {
        let [from, to] = [old, new].map(|actions| listing(&format!("|Op|{actions}|a|\n")));
        let diff = Diff::new(&from, &to);
        let found = diff.renamed.iter();
        let found: Vec<String> = found
            .map(|renamed| format!("{} -> {}", renamed.from, renamed.to))
            .collect();
        assert_eq!(found, renamed, "{old} to {new}");
        assert_eq!(diff.added, added, "{old} to {new}");
        assert_eq!(diff.retired, retired, "{old} to {new}");
    }
}

#[test]
fn listing_without_actions_is_empty() {
    let (none, one) = (listing(""), listing("|A|svc:One|a|\n"));
    assert_eq!((none.len(), none.is_empty()), (0, true));
    assert_eq!((one.len(), one.is_empty()), (1, false));
}

#[test]
fn ledger_error_names_the_line_and_the_problem() {
    const GOOD: &str = "svc:Good\t2021-01-01\n";
    for (line, message) in [
        (
            "Do\t2021-01-01",
            "`Do`: a RAM action starts with its service, such as `cs:`",
        ),
        (
            "svc:Do it\t2021-01-01",
            "`svc:Do it`: expected a RAM action, `service:Name`",
        ),
        (
            "svc:Do\t2021-02-29",
            "invalid date `2021-02-29`; expected YYYY-MM-DD",
        ),
        (
            "svc:Do\t2021-01-02\t2021-01-01",
            "the action was retired before it was first seen",
        ),
        (
            "svc:Do\t2021-01-01\t\tsvc:Good",
            "the action has a replacement but is not retired",
        ),
        (
            "svc:Do\t2021-01-01\t\t\tDo",
            "the action has a description but is not retired",
        ),
        (
            "svc:Do\t2021-01-01\t2021-01-02\tsvc:Other",
            "the replacement `svc:Other` has no line of its own",
        ),
        (
            "svc:Do\t2021-01-01\t2021-01-02\tsvc:Do",
            "`svc:Do` is replaced by itself",
        ),
        ("svc:Good\t2021-01-01", "`svc:Good` already has line 1"),
        (
            "svc:Do\t2021-01-01\t2021-01-02\t\tDo\tDoes\tjavascript:alert(1)",
            "`javascript:alert(1)` is not a link to the web; expected `https://…`",
        ),
        (
            "svc:Do\t2021-01-01\t2021-01-02\t\tDo\tDo\u{202e}es",
            "unexpected hidden character; write it as `\\u{202e}`",
        ),
        (
            "svc:Do\t2021-01-01\t2021-01-02\t\tDo\tDo\\es",
            "`Do\\\\es` has an invalid escape; expected `\\\\`, `\\|` or `\\u{200b}`",
        ),
        (
            "svc:Do\t2021-01-01\t2021-01-02\t\tDo\tDo|es",
            "unexpected `|` in a text; write it as `\\|`",
        ),
        ("<<<<<<< ours", "the line is a conflict marker of a merge"),
        ("=======", "the line is a conflict marker of a merge"),
        ("", "the line is empty"),
        (
            "svc:Do",
            "the line has 1 field; expected tabs between action, first seen, retired, replaced by, \
             operations, description and link",
        ),
    ] {
        let error = Ledger::read(&format!("{GOOD}{line}\n")).expect_err(line);
        assert_eq!((error.line, &*error.to_string()), (2, message));
    }
}

#[test]
fn replacements_in_a_circle_are_an_error() {
    let line = |name: &str, by: &str| format!("svc:{name}\t2021-01-01\t2021-01-02\tsvc:{by}\n");
    let chain = [
        line("A", "B"),
        line("B", "C"),
        "svc:C\t2021-01-01\n".to_owned(),
    ];
    assert!(Ledger::read(&chain.concat()).is_ok());
    let circle = [
        line("Start", "A"),
        line("A", "B"),
        line("B", "C"),
        line("C", "A"),
    ];
    let error = Ledger::read(&circle.concat()).expect_err("a circle");
    assert_eq!(
        (error.line, &*error.message),
        (4, "`svc:C` is replaced by `svc:A`, which it replaced")
    );
}

/// Ledgers without the facts of retired actions, and with all fields of the others, were written before.
#[test]
fn ledgers_are_read_as_they_are_written() {
    for (given, written) in [
        ("svc:A\t2021-01-01\n", "svc:A\t2021-01-01\n"),
        ("svc:A\t2021-01-01\t\t\n", "svc:A\t2021-01-01\n"),
        ("svc:A\t2021-01-01\r\n", "svc:A\t2021-01-01\n"),
        (
            "svc:A\t2021-01-01\t2021-01-01\t\n",
            "svc:A\t2021-01-01\t2021-01-01\n",
        ),
        (
            "svc:A\t2021-01-01\t2021-01-02\t\tOne|T\\|wo\tA \\\\ \"quoted\" */ text\thttps://example.com\n",
            "svc:A\t2021-01-01\t2021-01-02\t\tOne|T\\|wo\tA \\\\ \"quoted\" */ text\thttps://example.com\n",
        ),
    ] {
        let ledger = Ledger::read(given).expect(given);
        assert_eq!(ledger.to_string(), written);
    }
}

#[test]
fn retired_action_keeps_its_facts() {
    let settings = Settings::new("Example".parse().expect("a name"));
    let rows = "|A|svc:Old|[Does \\* \\\\ \\| \u{200b}\"all\" */](HTTPS://example.com/\u{202e}?a=\\|)|\n\
                |B|svc:Old|b|\n";
    let mut ledger = Ledger::default();
    let mut written: Option<GeneratedFile> = None;
    let mut update = |rows: &str, date: &str| {
        let mut catalog = catalog(rows);
        let date = date.parse().expect("a date");
        let done = ledger.update(&mut catalog, &date, written.as_ref(), false);
        done.expect("no clash");
        let facts = "|Operation|RAM Action|Description|Resource|As of|Source|\n|---|---|---|---|---|---|\n\
                     |A|svc:Old|a|*|2021-09|Table|\n";
        let facts = Reading::of_facts(&Source::new("facts.md", facts));
        catalog.add_facts(&facts.catalog.facts);
        written = GeneratedFile::read(&rust_file(&catalog, &settings, ""));
        ledger = Ledger::read(&ledger.to_string()).expect("a ledger");
        catalog
    };
    let before = update(rows, "2021-01-01").actions.remove(0);
    for date in ["2021-01-02", "2021-01-03"] {
        let mut catalog = update("|C|svc:New|c|\n", date);
        let gone = catalog.retired.remove(0);
        assert_eq!(gone.ram_action, before.ram_action);
        assert_eq!(gone.operations, before.operations);
        assert_eq!(gone.texts, before.texts);
        assert_eq!(gone.facts, before.facts);
        assert_eq!(gone.first_seen.as_str(), "2021-01-01");
        assert_eq!(gone.since.as_str(), "2021-01-02");
    }
    // It returns as if it had never left.
    let back = update(rows, "2021-01-04").actions.remove(0);
    assert_eq!((back.id, back.first_seen), (1, before.first_seen));
}

/// RAM ignores letter case.
#[test]
fn an_action_in_another_letter_case_keeps_its_line() {
    let text = "svc:GetAll\t2021-01-01\nsvc:Old\t2021-01-01\t2021-01-02\tsvc:GetAll\n";
    let mut ledger = Ledger::read(text).expect("a ledger");
    let mut catalog = catalog("|A|svc:Getall|a|\n|B|svc:old|b|\n|C|svc:New|c|\n");
    assert!(ledger.missing(&catalog).is_empty());
    let date = "2021-01-03".parse().expect("a date");
    ledger
        .update(&mut catalog, &date, None, false)
        .expect("an update");
    assert_eq!(
        ledger.to_string(),
        "svc:Getall\t2021-01-01\nsvc:old\t2021-01-01\nsvc:New\t2021-01-03\n"
    );
    let ids: Vec<(&str, usize)> = catalog
        .actions
        .iter()
        .map(|action| (&*action.variant, action.id))
        .collect();
    assert_eq!(ids, [("Getall", 1), ("old", 2), ("New", 3)]);

    // A replacement is spelled as in its own line.
    let mut ledger = Ledger::read(text).expect("a ledger");
    let mut catalog = self::catalog("|A|svc:GETALL|a|\n");
    ledger
        .update(&mut catalog, &date, None, false)
        .expect("an update");
    let line = "svc:Old\t2021-01-01\t2021-01-02\tsvc:GETALL";
    assert!(ledger.to_string().contains(line), "{ledger}");
    assert_eq!(
        catalog.retired[0]
            .replaced_by
            .as_ref()
            .map(ToString::to_string),
        Some("svc:GETALL".to_owned())
    );

    let error = Ledger::read("svc:A\t2021-01-01\nsvc:a\t2021-01-01\n").expect_err("one action");
    assert_eq!(
        (error.line, error.to_string()),
        (2, "`svc:a` and `svc:A` in line 1 differ only in letter case; RAM treats them as the same action".to_owned())
    );
}

#[test]
fn no_two_actions_share_a_variant() {
    let clash = |ledger: &str, rows: &str| {
        let mut ledger = Ledger::read(ledger).expect("a ledger");
        let mut catalog = catalog(rows);
        let date = "2021-01-03".parse().expect("a date");
        let error = ledger.update(&mut catalog, &date, None, false);
        let error = error.expect_err("a clash");
        (error.line(), error.is_retired(), error.to_string())
    };
    let retired = "svc:get-all\t2021-01-01\t2021-01-02\n";
    assert_eq!(
        clash(retired, "|A|svc:getAll|a|\n"),
        (
            1,
            false,
            "`svc:getAll` would get the variant of the retired `svc:get-all`".to_owned()
        )
    );
    for (other, variant) in [("svc:getAll", "getAll"), ("other:get-all", "getAll")] {
        let ledger = format!("{retired}{other}\t2021-01-01\t2021-01-02\n");
        let message = format!(
            "the retired `svc:get-all` and `{other}` would both be the variant `{variant}`"
        );
        assert_eq!(clash(&ledger, "|A|svc:A|a|\n"), (2, true, message));
    }
    // A reserved name gets the same `_` as a name that has it already.
    let reserved = "svc:resource\t2021-01-01\t2021-01-02\nsvc:resource_\t2021-01-01\t2021-01-02\n";
    let (line, ..) = clash(reserved, "|A|svc:A|a|\n");
    assert_eq!(line, 2);
}
