//! Changes between two pages, ledgers and supplements.

use ack_catalog_core::{
    ApiState, Catalog, Dated, Diff, Inspection, Ledger, Listing, Scope, Settings, Source,
    Supplement,
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
    for change in &diff.description_changed {
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
    const GOOD: &str = "svc:Good\t2021-01-01\t\t\n";
    for (line, message) in [
        (
            "Do\t2021-01-01\t\t",
            "`Do`: a RAM action starts with its service, such as `cs:`",
        ),
        (
            "svc:Do it\t2021-01-01\t\t",
            "`svc:Do it`: expected a RAM action, `service:Name`",
        ),
        (
            "svc:Do\t2021-02-29\t\t",
            "invalid date `2021-02-29`; expected YYYY-MM-DD",
        ),
        (
            "svc:Do\t2021-01-02\t2021-01-01\t",
            "the action was retired before it was first seen",
        ),
        (
            "svc:Do\t2021-01-01\t\tsvc:Good",
            "the action has a replacement but is not retired",
        ),
        (
            "svc:Do\t2021-01-01\t2021-01-02\tsvc:Other",
            "the replacement `svc:Other` has no line of its own",
        ),
        ("svc:Good\t2021-01-01\t\t", "`svc:Good` already has line 1"),
    ] {
        let error = Ledger::read(&format!("{GOOD}{line}\n")).expect_err(line);
        assert_eq!((error.line, &*error.to_string()), (2, message));
    }
    let good = format!("{GOOD}svc:Do\t2021-01-01\t2021-01-01\tsvc:Good\n");
    let ledger = Ledger::read(&good).expect("a ledger");
    assert_eq!(ledger.to_string(), good);
}

#[test]
fn variant_is_never_reassigned_to_another_action() {
    let mut ledger = Ledger::read("svc:get-all\t2021-01-01\t2021-01-02\t\n").expect("a ledger");
    let mut catalog = catalog("|A|svc:getAll|a|\n");
    let date = "2021-01-03".parse().expect("a date");
    let error = ledger.update(&mut catalog, &date, None, false);
    assert_eq!(
        error.expect_err("a clash").to_string(),
        "`svc:getAll` would get the variant of the retired `svc:get-all`"
    );
}

const SUPPLEMENT: &str = "|RAM Action|Scope|API state|Earlier actions|Also required|\n\
                          |---|---|---|---|---|\n";

#[allow(clippy::unnecessary_wraps)] // The fields of a supplement are optional.
fn dated<T>(value: T) -> Option<Dated<T>> {
    let as_of = "2021-09".to_owned();
    Some(Dated { value, as_of })
}

#[test]
fn supplement_facts_are_read() {
    let none = Supplement::default();
    let actions = |names: &[&str]| {
        let names = names.iter().map(|name| name.parse().expect("an action"));
        dated(names.collect::<Vec<_>>())
    };
    for (cells, scope, api_state, earlier_actions) in [
        ("Cluster (2021-09)|||", dated(Scope::Cluster), None, None),
        ("Account (2021-09)|||", dated(Scope::Account), None, None),
        ("|Current (2021-09)||", None, dated(ApiState::Current), None),
        (
            "|Deprecated (2021-09)||",
            None,
            dated(ApiState::Deprecated),
            None,
        ),
        ("|Absent (2021-09)||", None, dated(ApiState::Absent), None),
        (
            "||svc:B, svc:C (2021-09)|",
            None,
            None,
            actions(&["svc:B", "svc:C"]),
        ),
    ] {
        let mut catalog = catalog("|A|svc:A|a|\n");
        let text = format!("{SUPPLEMENT}|svc:A|{cells}|\n");
        let faults = catalog.add_supplement(&Source::new("supplement.md", &text));
        assert_eq!(faults, [], "{cells}");
        let expected = Supplement {
            scope,
            api_state,
            earlier_actions,
            ..none.clone()
        };
        assert_eq!(catalog.actions[0].supplement, Some(expected), "{cells}");
    }
}

#[test]
fn supplement_fact_requires_a_valid_month() {
    for cells in [
        "Cluster|||",
        "Cluster (2021)|||",
        "Cluster (2021-13)|||",
        "Region (2021-09)|||",
        "|Gone (2021-09)||",
        "||svc:B svc:C (2021-09)|",
        "|||B (2021-09)",
    ] {
        let mut catalog = catalog("|A|svc:A|a|\n");
        let text = format!("{SUPPLEMENT}|svc:A|{cells}|\n");
        let faults = catalog.add_supplement(&Source::new("supplement.md", &text));
        let messages: Vec<&str> = faults.iter().map(|fault| &*fault.message).collect();
        let fact = cells.trim_matches('|');
        assert_eq!(messages, [format!("`{fact}` is not a valid dated fact")]);
    }
}

#[test]
fn supplement_row_requires_a_live_or_retired_action() {
    let mut ledger = Ledger::read("svc:Old\t2021-01-01\t2021-01-02\t\n").expect("a ledger");
    let mut catalog = catalog("|A|svc:A|a|\n");
    let date = "2021-01-03".parse().expect("a date");
    let done = ledger.update(&mut catalog, &date, None, false);
    done.expect("no clash");
    let text = format!(
        "{SUPPLEMENT}|svc:Old|Cluster (2021-09)||||\n|svc:A|Cluster (2021-09)||||\n|svc:None|||||\n"
    );
    let faults = catalog.add_supplement(&Source::new("supplement.md", &text));
    let messages: Vec<&str> = faults.iter().map(|fault| &*fault.message).collect();
    assert_eq!(messages, ["`svc:None` is not an action of the page"]);
    assert!(catalog.actions[0].supplement.is_some());
}
