//! The page reader on real pages. They belong to others and are not part of this project: the environment
//! variable `ACK_CATALOG_CORPUS` names their folder. Without it, these tests are ignored.

use ack_catalog_core::{
    Catalog, Diff, GeneratedFile, Inspection, Listing, Settings, Severity, Source, VersionBump,
    rust_file,
};
use ack_catalog_tests::cargo::{cargo, succeed, user_crate};
use ack_catalog_tests::workspace;
use libtest_mimic::{Arguments, Failed, Trial};
use regex::Regex;
use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

/// Pages of different shapes with their rows, written down by hand: the operation, the actions and the
/// description. Only the length of a description and the start of its SHA-256 are kept, since the
/// text is not ours.
const READ_BY_HAND: [(&str, &str); 6] = [
    (
        "hc-zh__oss-putcname.md",
        include_str!("../expected/merged-cells.tsv"),
    ),
    (
        "csk__cn.zh-CN__API参考_RAM鉴权.md",
        include_str!("../expected/bare-actions.tsv"),
    ),
    (
        "backbonenet__intl.en-US__API_Reference_RAM_authentication.md",
        include_str!("../expected/spaced-actions.tsv"),
    ),
    (
        "ack-ram-tool__permission.md",
        include_str!("../expected/commands.tsv"),
    ),
    (
        "smc__intl.en-US__API_Reference_Call_the_SMC_API.md",
        include_str!("../expected/lists-in-cells.tsv"),
    ),
    (
        "hc-zh__bailian-ram-permission.md",
        include_str!("../expected/orphan-header.tsv"),
    ),
];

/// The changes between the dated revisions of an older page, written down by reading the pages. `d=` is
/// the number of rows with a changed description.
const HISTORY: [(&str, &str, &str); 5] = [
    (
        "20210129-1614",
        "20210308-1045",
        "+cs:GetUserPermissions +cs:GrantPermission d=7 minor",
    ),
    (
        "20210308-1045",
        "20210425-1016",
        "cs:GrantPermission<-GrantPermissions d=29 minor",
    ),
    (
        "20210425-1016",
        "20210702-1047",
        "+cs:CreateNodepool +cs:DeleteNodepool +cs:GetNodepoolDetail +cs:GetNodepools \
         +cs:UpdateNodepool +cs:ScaleNodepool +cs:MigrateCluster d=2 minor",
    ),
    (
        "20210702-1047",
        "20210723-0952",
        "+cs:CreateTrigger -cs:GenerateTriggerHook cs:RevokeTriggers<-DeleteTrigger \
         cs:GetK8sTrigger<-GetTrigger cs:ScaleCluster<-ScaleOutCluster d=28 minor",
    ),
    (
        "20210723-0952",
        "20210723-1017",
        "cs:CreateTrigger->cs:CreateKubernetesTrigger d=0 minor",
    ),
];

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let corpus = env::var_os("ACK_CATALOG_CORPUS").map(PathBuf::from);
    let mut trials = Vec::new();
    for (page, expected) in READ_BY_HAND {
        let path = corpus
            .as_ref()
            .map(|corpus| corpus.join("pages").join(page));
        trials.push(trial(
            &format!("pages_read_as_written_down::{page}"),
            path,
            move |path| pages_read_as_written_down(path, expected),
        ));
    }
    for (old, new, expected) in HISTORY {
        let path = corpus.as_ref().map(|corpus| corpus.join("history"));
        trials.push(trial(
            &format!("changes_match_those_written_down::{old}_{new}"),
            path,
            move |path| {
                let page = |date: &str| path.join(format!("ack-ram-auth-en__{date}.md"));
                changes_match_those_written_down(&page(old), &page(new), expected)
            },
        ));
    }
    trials.push(trial(
        "first_page_and_its_chinese_revision_have_the_same_actions",
        corpus.clone(),
        |corpus| same_actions(&corpus.join("revisions/zh-2021-08-25.md")),
    ));
    trials.push(trial(
        "page_of_20455_rows_is_read",
        corpus.clone(),
        large_page,
    ));
    trials.push(trial(
        "page_of_20455_rows_expands_in_the_macro",
        corpus.clone(),
        large_macro,
    ));
    match &corpus {
        None => trials.push(trial(
            "every_action_is_read_or_reported",
            None,
            check_every_action,
        )),
        Some(corpus) => {
            for folder in ["pages", "history", "revisions"] {
                for path in files(&corpus.join(folder)) {
                    let name = path
                        .file_name()
                        .unwrap_or_default()
                        .to_string_lossy()
                        .into_owned();
                    let name = format!("every_action_is_read_or_reported::{folder}::{name}");
                    trials.push(trial(&name, Some(path), check_every_action));
                }
            }
        }
    }
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn trial(
    name: &str,
    path: Option<PathBuf>,
    test: impl FnOnce(&Path) -> Result<(), Failed> + Send + 'static,
) -> Trial {
    let is_absent = path.is_none();
    let run = move || test(&path.unwrap_or_default());
    Trial::test(name, run).with_ignored_flag(is_absent)
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    files.sort();
    files
}

fn pages_read_as_written_down(path: &Path, expected: &str) -> Result<(), Failed> {
    let text = fs::read_to_string(path)?;
    let inspection = Inspection::read(&Source::new("page.md", &text));
    let rows: Vec<String> = inspection
        .tables
        .iter()
        .flat_map(|table| &table.entries)
        .map(|entry| {
            let actions: Vec<&str> = entry.actions.iter().map(|action| &*action.text).collect();
            let description = fingerprint(&entry.texts.description);
            format!("{}\t{}\t{description}", entry.operation, actions.join(" "))
        })
        .collect();
    let expected: Vec<&str> = expected.lines().collect();
    for (row, expected) in rows.iter().zip(&expected) {
        if row != expected {
            return Err(format!("read     {row}\nexpected {expected}").into());
        }
    }
    if rows.len() != expected.len() {
        return Err(format!("{} rows read, {} expected", rows.len(), expected.len()).into());
    }
    Ok(())
}

fn changes_match_those_written_down(old: &Path, new: &Path, expected: &str) -> Result<(), Failed> {
    let (old, new) = (fs::read_to_string(old)?, fs::read_to_string(new)?);
    let listing = |text: &str| Listing::from(&Inspection::read(&Source::new("page.md", text)));
    let diff = Diff::new(&listing(&old), &listing(&new));
    let mut found: Vec<String> = Vec::new();
    found.extend(diff.added.iter().map(|action| format!("+{action}")));
    found.extend(diff.retired.iter().map(|action| format!("-{action}")));
    found.extend(
        diff.renamed
            .iter()
            .map(|change| format!("{}->{}", change.from, change.to)),
    );
    for change in &diff.mapping_changed {
        found.push(format!("{}<-{}", change.ram_action, change.to.join(",")));
    }
    found.push(format!(
        "d={}",
        diff.texts_changed()
            .next()
            .map_or(0, |(_, changes)| changes.len())
    ));
    found.push(diff.version_bump().0.name().to_owned());
    if found.join(" ") != expected {
        return Err(format!("found    {}\nexpected {expected}", found.join(" ")).into());
    }
    Ok(())
}

/// Compares a revision of the first page with the ledger, which has the actions of every page.
fn same_actions(revision: &Path) -> Result<(), Failed> {
    let ledger = fs::read_to_string(workspace().join("source-doc/ledger.tsv"))?;
    let fields = ledger.lines().map(|line| line.split('\t'));
    let lines = fields.map(|mut fields| (fields.next(), fields.next()));
    let lines: Vec<(Option<&str>, Option<&str>)> = lines.collect();
    let first = lines.first().and_then(|(_, date)| *date);
    let first_page = lines.iter().filter(|(_, date)| *date == first);
    let expected: BTreeSet<&str> = first_page.filter_map(|(action, _)| *action).collect();

    let text = fs::read_to_string(revision)?;
    let page = Inspection::read(&Source::new("page.md", &text));
    let entries = page.tables.iter().flat_map(|table| &table.entries);
    let actions = entries.flat_map(|entry| &entry.actions);
    let found: BTreeSet<&str> = actions.map(|action| &*action.text).collect();
    if found != expected {
        return Err(format!("{found:?}").into());
    }
    Ok(())
}

fn large_page(corpus: &Path) -> Result<(), Failed> {
    let text = fs::read_to_string(corpus.join("large-page.md"))?;
    let mut settings = Settings::new("Large".parse()?);
    settings.page.service_prefix = true;
    let reading = Catalog::read(&Source::new("large-page.md", &text), &settings);
    if reading.has_errors() || reading.catalog.actions.len() != 20_455 {
        return Err(format!("{} actions", reading.catalog.actions.len()).into());
    }
    let code = rust_file(&reading.catalog, &settings, "");
    let written = GeneratedFile::read(&code).ok_or("generated file cannot be read back")?;
    let same = Diff::new(&Listing::from(&written), &Listing::from(&reading.catalog));
    if same.version_bump().0 != VersionBump::None {
        return Err(same.to_string().into());
    }
    Ok(())
}

fn large_macro(corpus: &Path) -> Result<(), Failed> {
    let user = user_crate("two_services", "large_page");
    let page = user.join("source-doc/network.md");
    fs::copy(corpus.join("large-page.md"), page)?;
    let main = r#"
        #[typed::catalog(page = "source-doc/network.md", service_prefix = true, crate = "typed")]
        pub enum Large {}

        fn main() {
            println!("{} {:?}", Large::COUNT, Large::from_ram_action("ec2:RunInstances"));
        }
    "#;
    fs::write(user.join("src/main.rs"), main)?;
    let output = succeed(cargo(&user, &["run", "--quiet"]));
    if output != "20455 Some(Ec2RunInstances)\n" {
        return Err(output.into());
    }
    Ok(())
}

/// Returns the number of characters and the first 12 digits of the SHA-256.
fn fingerprint(text: &str) -> String {
    let hash = hmac_sha256::Hash::hash(text.as_bytes());
    let start = hash[..6]
        .iter()
        .fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    format!("{}:{start:012x}", text.chars().count())
}

/// Checks that everything like `service:Action` in a table is either in an entry or reported on its line.
/// Shares no code with the reader: it uses only lines and regular expressions.
/// Texts of the pages that only look like actions: namespaces of a region, a condition key, a time format
/// and prose.
const NOT_ACTIONS: [&str; 6] = [
    "cn-shanghai:test",
    "cn-shangha:test",
    "oss:Prefix",
    "mm:ssZ",
    "values:JSON",
    "value:JSON",
];

fn check_every_action(path: &Path) -> Result<(), Failed> {
    let text = fs::read_to_string(path)?;
    let source = Source::new("page.md", &text);
    let inspection = Inspection::read(&source);

    let mut read: HashSet<&str> = HashSet::new();
    let mut resources = String::new();
    for entry in inspection.tables.iter().flat_map(|table| &table.entries) {
        read.extend(entry.actions.iter().map(|action| &*action.text));
        resources.push_str(&entry.resources.join("\n"));
        resources.push('\n');
    }
    let mut reported: HashSet<usize> = HashSet::new();
    let mut notes = String::new();
    for diagnostic in &inspection.diagnostics {
        notes.push_str(&diagnostic.message);
        let (first, _) = source.line_column(diagnostic.place.start);
        let (last, _) = source.line_column(diagnostic.place.end);
        if diagnostic.place.start > diagnostic.place.end || diagnostic.place.end > text.len() {
            return Err(format!("{diagnostic:?} lies outside of the page").into());
        }
        reported.extend(first..=last);
    }

    let resource = Regex::new(r"(?i)acs:[^|`\s]*")?;
    let token = Regex::new(r"\b([a-z][a-z0-9-]+): ?([A-Za-z0-9-]+)")?;
    let mut lost = Vec::new();
    for (number, line) in table_lines(&text) {
        let line = line.replace('\\', "");
        let outside = resource.replace_all(&line, "");
        for found in token.captures_iter(&outside) {
            let action = format!("{}:{}", &found[1], &found[2]);
            let is_pattern = || read.contains(&*format!("{action}*"));
            let is_read = read.contains(&*action) || is_pattern() || resources.contains(&found[0]);
            // A note names several of a table.
            let is_noted = || notes.contains(&format!("`{action}`"));
            let is_lost = !is_read && !reported.contains(&number) && !is_noted();
            if is_lost && !NOT_ACTIONS.contains(&&*action) {
                lost.push(format!("line {number}: {action}"));
            }
        }
    }
    if !lost.is_empty() {
        return Err(lost.join("\n").into());
    }
    let title = inspection
        .diagnostics
        .iter()
        .filter(|found| found.severity == Severity::Error);
    for diagnostic in title {
        // Every error can be rendered.
        let _ = diagnostic.render(&source);
    }
    Ok(())
}

/// Returns the numbered lines of tables: those that start with a pipe below a line of dashes, and those up
/// to the next line that ends with a pipe.
fn table_lines(text: &str) -> Vec<(usize, &str)> {
    let mut lines = Vec::new();
    let mut in_table = false;
    let mut in_fence = false;
    let mut open = false;
    let all: Vec<&str> = text.lines().collect();
    for (index, line) in all.iter().enumerate() {
        let trimmed = line.trim_start_matches(['>', ' ']).trim_end();
        if !open && trimmed.starts_with("```") {
            in_fence = !in_fence;
        }
        if in_fence {
            continue;
        }
        let dashes = all.get(index + 1).is_some_and(|next| {
            let next = next.trim();
            next.starts_with('|') && next.contains("--") && next.chars().all(|c| "|-: ".contains(c))
        });
        in_table |= trimmed.starts_with('|') && dashes;
        if in_table && (trimmed.starts_with('|') || open) {
            lines.push((index + 1, *line));
            let rest = &all[index + 1..];
            let closes = rest
                .iter()
                .take(30)
                .any(|line| line.trim_end().ends_with('|'));
            open = !trimmed.ends_with('|') && closes;
        } else if !trimmed.is_empty() {
            in_table = false;
        }
    }
    lines
}
