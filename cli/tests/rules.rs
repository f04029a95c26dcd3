//! The table of rules, its pages and its examples.

use crate::common::{ack_catalog, as_shown, folder, is_update, names, output_of, run, workspace};
use ack_catalog::AckAction;
use ram_policy::Kind;
use ram_policy::lint::{Applicability, Finding, Fixable, Group, Linter, Rule, Severity, rules};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Faulty texts for the rules on JSON syntax. Their page shows only one.
fn syntax_examples() -> [(&'static str, String); 22] {
    let actions = |actions: &str| {
        format!(
            r#"{{"Version": "1", "Statement": [{{"Effect": "Allow", "Action": {actions}, "Resource": "*"}}]}}"#
        )
    };
    let events = actions(r#""cs:DescribeEvents""#);
    let many = vec!["1"; 100_001].join(",");
    let deep = format!("{}{}", "[".repeat(40), "]".repeat(40));
    [
        ("syntax", r#"{"Version" "1"}"#.to_owned()),
        ("empty-document", "\n".to_owned()),
        ("trailing-text", format!("{events}\n}}")),
        ("too-large", " ".repeat((1 << 20) + 1)),
        ("too-many-values", format!(r#"{{"Version": [{many}]}}"#)),
        ("too-deep", format!(r#"{{"Version": {deep}}}"#)),
        (
            "missing-comma",
            actions(r#"["cs:DescribeEvents" "cs:StartAlert"]"#),
        ),
        (
            "stray-comma",
            actions(r#"["cs:DescribeEvents",, "cs:StartAlert"]"#),
        ),
        ("unquoted-key", events.replace(r#""Effect""#, "Effect")),
        ("single-quotes", actions("'cs:DescribeEvents'")),
        ("unclosed-string", "{\"Version\": \"1\n}".to_owned()),
        ("control-character", "{\"Version\": \"1\t\"}".to_owned()),
        ("bad-escape", actions(r#""cs:Describe\Events""#)),
        ("lone-surrogate", actions(r#""cs:\ud800""#)),
        ("byte-order-mark", format!("\u{feff}{events}")),
        ("odd-space", events.replace(' ', "\u{a0}")),
        ("trailing-backslash", events.replace(", ", ", \\\n")),
        ("markdown-escape", actions(r#"\["cs:DescribeEvents"\]"#)),
        ("line-break-tag", events.replace(", ", ",<br>")),
        ("comment", format!("{events} // events")),
        ("trailing-comma", actions(r#"["cs:DescribeEvents",]"#)),
        ("full-width-punctuation", events.replace(',', "，")),
    ]
}

/// Returns all rules with a text that each finds fault with.
fn examples() -> Vec<(&'static Rule, String)> {
    let mut syntax = BTreeMap::from(syntax_examples());
    let mut example = |rule: &Rule| {
        let syntax = syntax.remove(rule.name);
        syntax.unwrap_or_else(|| complete(policies(rule.page)[0]))
    };
    let examples = rules().map(|rule| (rule, example(rule))).collect();
    assert!(syntax.is_empty(), "{syntax:?}");
    examples
}

/// Returns the two policies of a page: with a finding, and without.
fn policies(page: &str) -> [&str; 2] {
    let blocks = page.split("```json\n").skip(1);
    let blocks = blocks.map(|block| block.split_once("```").expect("an end").0);
    blocks.collect::<Vec<_>>().try_into().expect("two policies")
}

/// Returns a policy with the statements that a page leaves out, of which the first one is number 1.
fn complete(policy: &str) -> String {
    match policy.split_once("    …\n") {
        None => policy.to_owned(),
        Some((before, after)) => {
            let first = before.lines().last().expect("a statement");
            let (one, last) = if first.contains("001") {
                ("001", 401)
            } else {
                ("01", 99)
            };
            let digits = one.len();
            let statement = |host| format!("{}\n", first.replace(one, &format!("{host:0digits$}")));
            let left_out: String = (2..last).map(statement).collect();
            format!("{before}{left_out}{after}")
        }
    }
}

/// Returns the name of a rule's page, which the rules on JSON syntax share.
fn page_name(rule: &Rule) -> &'static str {
    match rule.group {
        Group::Syntax => "syntax",
        _ => rule.name,
    }
}

/// Returns the path of a rule's page in the workspace.
fn path(rule: &Rule) -> String {
    let group = rule.group.name().to_lowercase();
    format!("ram-policy/src/lint/{group}/{}.md", page_name(rule))
}

/// Returns the page of a rule with current values and output.
fn current(rule: &Rule) -> String {
    let (title, rest) = rule.page.split_once("\n\n").expect("a title");
    let (_, rest) = rest.split_once("## What it does\n").expect("a section");
    let head = match rule.group {
        Group::Syntax => String::new(),
        _ => format!(
            "| group | severity | fix |\n| --- | --- | --- |\n| {} | {} | {} |\n\n",
            rule.group.name(),
            rule.severity,
            match rule.fix {
                Fixable::No => "none",
                Fixable::Safe => "safe: `--fix`",
                Fixable::Unsafe => "unsafe: `--fix --unsafe-fixes`",
            }
        ),
    };
    let (before, after) = rest.split_once("\n## Fix\n").expect("a section");
    let (before, shown) = before.split_once("\n```text\n").unwrap_or((before, ""));
    let policy = complete(policies(rule.page)[0]);
    let folder = folder(&[("policy.json", &policy)]);
    let mut lint = vec!["lint", "--select", page_name(rule), "policy.json"];
    if let Some(kind) = kind(rule) {
        lint.extend(["--kind", kind.name()]);
    }
    let output = String::from_utf8(output_of(folder.path(), lint).stdout).expect("UTF-8");
    // The last paragraph counts the findings.
    let (findings, _) = output.trim_end().rsplit_once("\n\n").expect("findings");
    let shown: Vec<&str> = shown.trim_end().trim_end_matches("\n```").lines().collect();
    let findings = as_shown(&shown, findings.lines().map(str::to_owned).collect()).join("\n");
    format!(
        "{title}\n\n{head}## What it does\n{}\n\n```text\n{findings}\n```\n\n## Fix\n{after}",
        before.trim_end()
    )
}

/// Returns the output of `rules`, with a link to the page of each rule.
fn index() -> String {
    let list = ack_catalog().arg("rules").output();
    let list = String::from_utf8(list.expect("the program runs").stdout).expect("UTF-8");
    rules().fold(list, |list, rule| {
        let (name, path) = (rule.name, path(rule));
        let linked = format!("| [`{name}`](../../{path}) |");
        list.replace(&format!("| `{name}` |"), &linked)
    })
}

/// The output on the pages is that of `lint`. With `INSTA_UPDATE=always`, a stale page is rewritten.
#[test]
fn pages_are_up_to_date() {
    let mut pages = BTreeMap::from([("docs/rules/README.md".to_owned(), index())]);
    for rule in rules() {
        pages.entry(path(rule)).or_insert_with(|| current(rule));
    }
    pages.retain(|path, page| {
        fs::read_to_string(workspace().join(path)).ok().as_ref() != Some(page)
    });
    if is_update() {
        for (path, page) in &pages {
            fs::write(workspace().join(path), page).expect("a page");
        }
    }
    let stale: Vec<String> = pages.into_keys().collect();
    assert!(
        stale.is_empty(),
        "stale pages; run the test with INSTA_UPDATE=always, and review the diff: {stale:?}"
    );
}

#[test]
fn each_page_belongs_to_a_rule() {
    let pages: BTreeSet<String> = rules().map(path).collect();
    let folders = pages.iter().filter_map(|page| page.rsplit_once('/'));
    let folders: BTreeSet<&str> = folders.map(|(folder, _)| folder).collect();
    let mut files = BTreeSet::new();
    for folder in folders {
        let names = names(&workspace().join(folder)).into_iter();
        let names = names.filter(|name| Path::new(name).extension().is_some_and(|it| it == "md"));
        files.extend(names.map(|name| format!("{folder}/{name}")));
    }
    assert_eq!(files, pages);
}

#[test]
fn pages_have_the_same_sections() {
    for rule in rules() {
        let name = rule.name;
        let headings: Vec<&str> = rule
            .page
            .lines()
            .filter(|line| line.starts_with('#'))
            .collect();
        let title = match rule.group {
            Group::Syntax => "# Syntax".to_owned(),
            _ => format!("# `{name}`"),
        };
        let sections = [
            title.as_str(),
            "## What it does",
            "## Why it is a problem",
            "## Example",
            "## Fix",
            "## Source",
        ];
        assert_eq!(headings, sections, "{name}");
        let sections: Vec<&str> = rule.page.split("\n## ").skip(1).collect();
        let is_text = |section: &&str| section.lines().nth(2).is_some_and(|line| !line.is_empty());
        assert!(sections.iter().all(is_text), "{name}");
        // Lists and SARIF show them.
        for text in [rule.what(), rule.why(), rule.remedy()] {
            assert!(!text.is_empty() && !text.contains('\n'), "{name}: {text:?}");
        }
        if rule.group == Group::Syntax {
            let [fix, what, remedy] = [rule.fix.name(), rule.what(), rule.remedy()];
            let row = format!("\n| `{name}` | {fix} | {what} | {remedy} |\n");
            assert!(rule.page.contains(&row), "{row}");
            assert_eq!(rule.page.matches("\n| `").count(), syntax_examples().len());
        }
        let what = rule.what();
        assert!(
            !what.starts_with("Finds") && !what.ends_with('.'),
            "{name}: {what}"
        );
        let sentences = [rule.why(), rule.remedy()];
        assert!(sentences.iter().all(|text| text.ends_with('.')), "{name}");
    }
}

/// Returns the kind of the policy on a page, if it is not that of its content.
fn kind(rule: &Rule) -> Option<Kind> {
    (rule.name == "unexpected-principal").then_some(Kind::Identity)
}

fn found_by(rule: &Rule, text: &str) -> usize {
    let findings = Linter::new(&AckAction::KNOWN).text_of(kind(rule), text);
    findings
        .iter()
        .filter(|finding| finding.rule == rule)
        .count()
}

#[test]
fn each_rule_finds_its_fault_in_its_example_and_nowhere_else() {
    let linter = Linter::new(&AckAction::KNOWN);
    for (rule, faulty) in examples() {
        let name = rule.name;
        assert_ne!(found_by(rule, &faulty), 0, "{name}");
        let findings = linter.text(policies(rule.page)[1]);
        let bad: Vec<_> = findings
            .iter()
            .filter(|finding| finding.rule == rule || finding.severity > Severity::Note)
            .collect();
        assert!(bad.is_empty(), "{name}: {bad:?}");
    }
    let names: BTreeSet<&str> = rules().map(|rule| rule.name).collect();
    assert_eq!(names.len(), rules().count());
}

/// The table of rules has the highest severity, so that a gate by the table stops nothing less.
#[test]
fn no_finding_is_graver_than_the_table_says() {
    let linter = Linter::new(&AckAction::KNOWN);
    for (rule, faulty) in examples() {
        let findings = linter.text_of(kind(rule), &faulty);
        assert!(
            findings.iter().all(|one| one.severity <= one.rule.severity),
            "{findings:?}"
        );
        let of_rule = findings.iter().filter(|one| one.rule == rule);
        let highest = of_rule.map(|one| one.severity).max();
        assert_eq!(highest, Some(rule.severity), "{}", rule.name);
    }
}

#[test]
fn each_rule_fixes_its_example_as_its_table_says() {
    let linter = Linter::new(&AckAction::KNOWN);
    for (rule, faulty) in examples() {
        let name = rule.name;
        let of_rule = |finding: &Finding| finding.rule == rule;
        let safe = linter.fix(&faulty, Applicability::Safe, of_rule);
        let all = linter.fix(&faulty, Applicability::Unsafe, of_rule);
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

#[test]
fn a_misspelt_rule_gets_a_suggestion() {
    insta::assert_snapshot!(run(&["rules", "mispelt-action"]));
}
