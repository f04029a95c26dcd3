//! The table of rules, its pages and its examples.

use crate::common::{ack_catalog, is_update, run, workspace};
use ack_catalog::AckAction;
use ram_policy::lint::{Applicability, Fixable, Linter, Rule, Severity, rules};
use std::collections::BTreeSet;
use std::fs;

fn printed(args: &[&str]) -> String {
    let output = ack_catalog().args(args).output().expect("the program runs");
    assert_eq!(output.status.code(), Some(0), "{args:?}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// The pages are the output of `rules`. With `INSTA_UPDATE=always`, a stale page is rewritten.
#[test]
fn docs_pages_are_up_to_date() {
    let folder = workspace().join("docs/rules");
    let mut pages = vec![("README.md".to_owned(), printed(&["rules"]))];
    for rule in rules() {
        let name = format!("{}.md", rule.page());
        if pages.iter().all(|(page, _)| *page != name) {
            pages.push((name, printed(&["rules", rule.name])));
        }
    }
    let mut stale = Vec::new();
    for (name, page) in &pages {
        let file = folder.join(name);
        if fs::read_to_string(&file).ok().as_ref() != Some(page) {
            stale.push(name.as_str());
            if is_update() {
                fs::create_dir_all(&folder).expect("a folder");
                fs::write(file, page).expect("a page");
            }
        }
    }
    assert!(
        stale.is_empty(),
        "stale pages; run the test with INSTA_UPDATE=always, and review the diff: {stale:?}"
    );
    let kept: BTreeSet<String> = fs::read_dir(&folder)
        .expect("the pages")
        .map(|entry| {
            entry
                .expect("a page")
                .file_name()
                .into_string()
                .expect("UTF-8")
        })
        .collect();
    let wanted: BTreeSet<String> = pages.into_iter().map(|(name, _)| name).collect();
    assert_eq!(kept, wanted);
}

fn found_by(rule: &Rule, text: &str) -> usize {
    let linter = Linter::new(&AckAction::KNOWN);
    let findings = linter.text(text);
    findings
        .iter()
        .filter(|finding| finding.rule == rule)
        .count()
}

#[test]
fn each_rule_finds_its_fault_in_its_example_and_nowhere_else() {
    let linter = Linter::new(&AckAction::KNOWN);
    for rule in rules() {
        let name = rule.name;
        let is_text = [rule.what, rule.why, rule.remedy, rule.source]
            .iter()
            .all(|text| !text.is_empty());
        assert!(is_text, "{name}");
        if !rule.bad.is_empty() {
            assert_ne!(found_by(rule, rule.bad), 0, "{name}");
        }
        let findings = linter.text(rule.good);
        let bad: Vec<_> = findings
            .iter()
            .filter(|finding| finding.rule == rule || finding.severity > Severity::Note)
            .collect();
        assert!(bad.is_empty(), "{name}: {bad:?}");
    }
    let names: BTreeSet<&str> = rules().map(|rule| rule.name).collect();
    assert_eq!(names.len(), rules().count());
}

#[test]
fn each_rule_fixes_its_example_as_its_table_says() {
    let linter = Linter::new(&AckAction::KNOWN);
    for rule in rules().filter(|rule| !rule.bad.is_empty()) {
        let name = rule.name;
        let of_rule = |finding: &ram_policy::lint::Finding| finding.rule == rule;
        let safe = linter.fix(rule.bad, Applicability::Safe, of_rule);
        let all = linter.fix(rule.bad, Applicability::Unsafe, of_rule);
        let (of_safe, of_all) = match rule.fix {
            Fixable::No => (false, false),
            Fixable::Unsafe => (false, true),
            Fixable::Safe => (true, true),
        };
        assert_eq!(!safe.fixed.is_empty(), of_safe, "{name}");
        assert_eq!(!all.fixed.is_empty(), of_all, "{name}");
        if of_all {
            assert_eq!(found_by(rule, &all.text), 0, "{name}: {}", all.text);
            let parsed: Result<ram_policy::Policy, _> = all.text.parse();
            assert!(parsed.is_ok(), "{name}: {}", all.text);
        }
    }
}

/// Rules whose examples would be too large to print.
#[test]
fn each_bound_has_its_rule() {
    let statements = |count: usize| {
        let one = r#"{"Effect":"Allow","Action":"cs:GetUpgradeStatus","Resource":"*"}"#;
        format!(
            r#"{{"Version":"1","Statement":[{}]}}"#,
            vec![one; count].join(",")
        )
    };
    let many = format!(r#"{{"Version": [{}]}}"#, vec!["1"; 100_001].join(","));
    let deep = format!("{{\"Version\": {}{}}}", "[".repeat(40), "]".repeat(40));
    let cases = [
        ("too-large", " ".repeat((1 << 20) + 1)),
        ("too-many-values", many),
        ("too-deep", deep),
        ("too-long", statements(100)),
    ];
    let without = rules()
        .filter(|rule| rule.bad.is_empty())
        .map(|rule| rule.name);
    assert_eq!(
        without.collect::<Vec<_>>(),
        cases.each_ref().map(|(name, _)| *name)
    );
    for (name, text) in cases {
        let rule = ram_policy::lint::rule(name).expect("a rule");
        assert_eq!(found_by(rule, &text), 1, "{name}");
    }
}

#[test]
fn a_misspelt_rule_gets_a_suggestion() {
    insta::assert_snapshot!(run(&["rules", "mispelt-action"]));
}
