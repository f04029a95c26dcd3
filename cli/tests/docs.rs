//! The READMEs and the pages in `docs/` show what the program prints.
//!
//! Each page is run from top to bottom, in a folder of its own:
//!
//! - A block after a line that ends with a file name in backticks and a colon is that file.
//! - In a `console` block, the shell runs each line that starts with `$ `; `cargo run --` is the program
//!   itself. The lines below must be its output, errors included. The sign `…` at the end of a line covers the
//!   rest of it. A description or a link at the end of a line may be that of an earlier page.
//! - After a command that fails, the next command must be `echo $?`.
//!
//! The folder starts as a copy of the repository. It starts empty if the page shows a `Cargo.toml`, which
//! belongs to the reader's own crate.

use crate::common::{as_shown, is_update, plain, workspace};
use ack_catalog::{AckAction, CsAction};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::{env, fs, mem};

/// A block of code on a page.
struct Block<'a> {
    /// The index of the line that opens it.
    start: usize,
    indent: usize,
    language: &'a str,
    lines: Vec<&'a str>,
    /// The name of the file that the block shows.
    file: Option<&'a str>,
}

fn blocks(page: &str) -> Vec<Block<'_>> {
    let mut blocks: Vec<Block> = Vec::new();
    let (mut is_open, mut before) = (false, "");
    for (start, line) in page.lines().enumerate() {
        let text = line.trim_start();
        if let Some(language) = text.strip_prefix("```") {
            is_open = !is_open;
            if is_open {
                // Only text since the previous block names this one.
                let name = mem::take(&mut before).strip_suffix("`:");
                let name = name.and_then(|it| it.rsplit('`').next());
                blocks.push(Block {
                    start,
                    indent: line.len() - text.len(),
                    language,
                    lines: Vec::new(),
                    file: name.filter(|name| name.contains('.')),
                });
            }
        } else if is_open {
            let block = blocks.last_mut().expect("one is open");
            block
                .lines
                .push(line.get(block.indent..).unwrap_or_default());
        } else if !text.is_empty() {
            before = text;
        }
    }
    assert!(!is_open, "a block is not closed");
    blocks
}

/// The README in each language.
const READMES: [&str; 2] = ["README.md", "README.zh-CN.md"];

/// The READMEs and the pages in `docs/`, without the pages of the rules, which the program prints.
fn pages() -> BTreeMap<PathBuf, String> {
    let mut paths = READMES.map(|name| workspace().join(name)).to_vec();
    let docs = fs::read_dir(workspace().join("docs")).expect("the pages");
    paths.extend(docs.map(|entry| entry.expect("a page").path()));
    paths.retain(|path| path.extension().is_some_and(|it| it == "md"));
    let read = |path: PathBuf| {
        let page = fs::read_to_string(&path).expect("UTF-8");
        (path, page)
    };
    paths.into_iter().map(read).collect()
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).expect("a folder") {
        let (name, path) = entry
            .map(|it| (it.file_name(), it.path()))
            .expect("an entry");
        if path.is_file() {
            fs::create_dir_all(to).expect("a folder");
            fs::copy(&path, to.join(name)).expect("a copy");
        } else if path.is_dir() && name != "target" && name != ".git" {
            copy(&path, &to.join(name));
        }
    }
}

/// Runs a command after one with the exit code `before`; returns its output and its exit code.
fn run(folder: &Path, command: &str, before: i32) -> (String, i32) {
    let program = Path::new(env!("CARGO_BIN_EXE_ack-catalog"));
    let mut path = vec![program.parent().expect("a folder").to_owned()];
    path.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
    let cargo = "cargo() { shift 2; ack-catalog \"$@\"; }";
    let output = plain("sh")
        .args([
            "-c",
            &format!("{cargo}\nexec 2>&1\n(exit {before})\n{command}"),
        ])
        .current_dir(folder)
        .env("PATH", env::join_paths(path).expect("a path"))
        .output()
        .expect("a shell");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    (text, output.status.code().expect("no signal"))
}

/// Returns the lines of a block with the current output of its commands.
fn shown(folder: &Path, block: &Block) -> Vec<String> {
    let mut lines = block.lines.iter();
    let mut commands = Vec::new();
    while let Some(line) = lines.next() {
        let mut command = (*line).to_owned();
        while command.ends_with('\\') {
            command = format!("{command}\n{}", lines.next().expect("a line goes on"));
        }
        if command.starts_with("$ ") {
            commands.push(command);
        }
    }
    let (mut shown, mut code) = (Vec::new(), 0);
    for command in commands {
        let is_claim = command == "$ echo $?";
        assert!(code == 0 || is_claim, "exit code {code} before {command}");
        let (text, new) = run(folder, &command[2..], code);
        shown.extend(command.lines().map(str::to_owned));
        shown.extend(text.lines().map(str::to_owned));
        code = new;
    }
    assert_eq!(code, 0, "{shown:?}");
    shown
}

/// Returns a page with the current output of its commands.
fn with_current_output(page: &str) -> String {
    let blocks = blocks(page);
    let folder = tempfile::tempdir().expect("a folder");
    if blocks.iter().all(|block| block.file != Some("Cargo.toml")) {
        copy(&workspace(), folder.path());
    }
    let old: Vec<&str> = page.lines().collect();
    let (mut new, mut at) = (Vec::new(), 0);
    for block in &blocks {
        if let Some(file) = block.file {
            let path = folder.path().join(file);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(path, block.lines.join("\n") + "\n").expect("a file");
        }
        if block.language == "console" {
            new.extend(old[at..=block.start].iter().map(|&line| line.to_owned()));
            let indented = |line: String| format!("{}{line}", " ".repeat(block.indent));
            let shown = as_shown(&block.lines, shown(folder.path(), block));
            new.extend(shown.into_iter().map(|line| {
                if line.is_empty() {
                    line
                } else {
                    indented(line)
                }
            }));
            at = block.start + 1 + block.lines.len();
        }
    }
    new.extend(old[at..].iter().map(|&line| line.to_owned()));
    new.join("\n") + "\n"
}

/// With `INSTA_UPDATE=always`, a page that differs is rewritten.
#[test]
fn every_command_prints_the_output_shown() {
    let mut stale = Vec::new();
    for (path, page) in pages() {
        if !page.contains("```console") {
            continue;
        }
        println!("{}", path.display());
        let new = with_current_output(&page);
        if new != page {
            let mut lines = page.lines().zip(new.lines()).zip(1..);
            let line = lines.find(|((old, new), _)| old != new);
            stale.push(format!("{}: {line:?}", path.display()));
            if is_update() {
                fs::write(path, new).expect("a page");
            }
        }
    }
    assert!(
        stale.is_empty(),
        "stale pages; run the test with INSTA_UPDATE=always, and review the diff: {stale:#?}"
    );
}

/// Only commands of other programs, or together with them, may be outside of `console` blocks.
#[test]
fn every_command_is_run() {
    for (path, page) in pages() {
        for block in blocks(&page) {
            let is_run = matches!(block.language, "console" | "toml");
            let mut lines = block.lines.iter().map(|line| line.trim_start_matches("$ "));
            let unrun = lines.find(|line| !is_run && line.starts_with("ack-catalog "));
            assert_eq!(unrun, None, "{}", path.display());
        }
    }
}

/// Returns the flags in a text.
fn flags(text: &str) -> BTreeSet<&str> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
    let is_flag = |word: &&str| {
        let name = word.strip_prefix("--");
        name.is_some_and(|name| name.starts_with(|c: char| c.is_ascii_lowercase()))
    };
    words.filter(is_flag).collect()
}

#[test]
fn every_flag_exists() {
    let help = |args: &str| run(&workspace(), &format!("ack-catalog {args} --help"), 0).0;
    let all = help("");
    let commands = all.split_once("Catalog:\n").expect("the first group").1;
    let commands = commands.split_once("Options:\n").expect("options").0;
    let listed = commands.lines().filter(|line| line.starts_with("  "));
    let helps: BTreeMap<&str, String> = listed
        .filter_map(|line| line.split_whitespace().next())
        .map(|command| (command, help(command)))
        .collect();
    assert!(helps.len() > 10);
    let known: BTreeSet<&str> = helps.values().flat_map(|help| flags(help)).collect();
    for (path, page) in pages() {
        for line in page.lines() {
            // In a call, flags belong to the command; in backticks, to any command.
            for call in line
                .replace("cargo run -- ", "ack-catalog ")
                .split("ack-catalog ")
                .skip(1)
            {
                let call = call.split(['`', '|']).next().unwrap_or_default();
                let command = call.split_whitespace().next().unwrap_or_default();
                if let Some(help) = helps.get(command) {
                    let unknown: Vec<_> = flags(call).difference(&flags(help)).copied().collect();
                    assert!(
                        unknown.is_empty(),
                        "{}: {unknown:?} in {line}",
                        path.display()
                    );
                }
            }
            for span in line
                .split('`')
                .skip(1)
                .step_by(2)
                .filter(|span| span.starts_with("--"))
            {
                let unknown: Vec<_> = flags(span).difference(&known).copied().collect();
                assert!(
                    unknown.is_empty(),
                    "{}: {unknown:?} in {line}",
                    path.display()
                );
            }
        }
    }
}

/// A number in a text would have to follow each change of the page. The output of a command may have one.
#[test]
fn no_text_names_the_number_of_actions() {
    let counts = [
        AckAction::COUNT,
        CsAction::COUNT,
        CsAction::OPERATIONS.len(),
    ];
    let mut pages = pages();
    let changes = workspace().join("CHANGELOG.md");
    let text = fs::read_to_string(&changes).expect("UTF-8");
    pages.insert(changes, text);
    for (path, page) in &pages {
        let parts = page.split("```").step_by(2);
        for line in parts.flat_map(str::lines) {
            let words: Vec<&str> = line.split(|c: char| !c.is_alphanumeric()).collect();
            let is_counted = words.windows(3).any(|words| {
                let is_noun =
                    |word: &&str| word.starts_with("action") || word.starts_with("operation");
                let count = words[0].parse::<usize>();
                count.is_ok_and(|count| counts.contains(&count)) && words[1..].iter().any(is_noun)
            });
            assert!(!is_counted, "{}: {line}", path.display());
        }
    }
}

#[test]
fn every_page_is_indexed_and_every_link_resolves() {
    let pages = pages();
    let index = &pages[&workspace().join("docs/README.md")];
    for (path, page) in &pages {
        let folder = path.parent().expect("a folder");
        let name = path.file_name().expect("a name").to_string_lossy();
        let is_listed = name.starts_with("README") || index.contains(&format!("]({name})"));
        assert!(is_listed, "{name} is not in docs/README.md");
        for link in page
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split(')').next())
        {
            let file = link.split('#').next().unwrap_or_default();
            let is_there = link.contains("://") || folder.join(file).exists();
            assert!(is_there, "{}: {link}", path.display());
        }
        for span in page.split('`').filter(|span| span.starts_with("docs/")) {
            let is_there = workspace().join(span).exists() || span.contains(char::is_whitespace);
            assert!(is_there, "{}: {span}", path.display());
        }
    }
}

/// The crate `tests` compiles and runs the Rust code of the pages, with its copies of the example files.
#[test]
fn rust_code_is_compiled_with_the_page_shown() {
    let tests = fs::read_to_string(workspace().join("tests/src/lib.rs")).expect("the crate");
    for (path, page) in pages() {
        let name = path.strip_prefix(workspace()).expect("a page").display();
        let is_compiled = tests.contains(&format!("include_str!(\"../../{name}\")"));
        assert!(is_compiled || !page.contains("```rust"), "{name}");
    }
    for (page, file) in [
        ("docs/own-page.md", "source-doc/ecs.md"),
        ("docs/policy-macro.md", "deploy/policy.json"),
    ] {
        let copy = fs::read_to_string(workspace().join("tests").join(file)).expect("a copy");
        let page = &pages()[&workspace().join(page)];
        let blocks = blocks(page);
        let shown = blocks.iter().find(|it| it.file == Some(file));
        assert_eq!(copy, shown.expect("it").lines.join("\n") + "\n");
    }
}

/// The inputs of the action, the names of the hooks, and the version exist.
#[test]
fn the_action_and_the_hook_match_their_files() {
    let read = |file: &str| fs::read_to_string(workspace().join(file)).expect("a file");
    let (action, hooks) = (read("action.yml"), read(".pre-commit-hooks.yaml"));
    let version = env!("CARGO_PKG_VERSION");
    let page = read("docs/lint.md");
    let mut checked = 0;
    for block in blocks(&page) {
        let mut uses = "";
        for line in block.lines.iter().map(|line| line.trim()) {
            let (key, value) = line.split_once(": ").unwrap_or((line, ""));
            match key {
                "- uses" => uses = value,
                "- id" => assert!(hooks.contains(&format!("- {}\n", &line[2..])), "{line}"),
                "rev" => assert_eq!(value, format!("v{version}")),
                _ if !uses.starts_with("OWNER/ack-catalog@") || value.is_empty() => continue,
                _ => assert!(action.contains(&format!("\n  {key}:\n")), "{line}"),
            }
            let of = uses.strip_prefix("OWNER/ack-catalog@v").unwrap_or(version);
            // A release is tagged with its version only.
            assert_eq!(of, version, "{uses}");
            checked += 1;
        }
    }
    assert!(checked > 5, "{checked}");
}

/// The blocks of a language in a README.
fn in_readme(readme: &str, language: &str) -> Vec<String> {
    let readme = fs::read_to_string(workspace().join(readme)).expect("the README");
    blocks(&readme)
        .into_iter()
        .filter(|block| block.language == language)
        .map(|block| block.lines.join("\n") + "\n")
        .collect()
}

#[test]
fn the_readmes_name_the_current_version() {
    let version = env!("CARGO_PKG_VERSION");
    let minor = version.rsplit_once('.').expect("three numbers").0;
    let dependency = format!("[dependencies]\nack-catalog = \"{minor}\"\n");
    for readme in READMES {
        assert_eq!(in_readme(readme, "toml"), [dependency.as_str()], "{readme}");
    }
}

#[test]
fn ci_runs_the_set_up_commands_of_the_readmes() {
    let commands = ["cargo run -- generate", "cargo test --workspace"];
    let ci = fs::read_to_string(workspace().join(".ci/run")).expect("the script");
    for command in commands {
        assert!(ci.lines().any(|line| line.contains(command)), "{command}");
    }
    let set_up = commands.join("\n") + "\n";
    let install = "cargo install --locked --path cli\n";
    for readme in READMES {
        assert_eq!(
            in_readme(readme, "sh"),
            [set_up.as_str(), install],
            "{readme}"
        );
    }
}

/// The output of the commands is compared page by page.
#[test]
fn the_readmes_show_the_same_commands() {
    let [original, translation] = READMES.map(|readme| {
        let blocks = in_readme(readme, "console").join("");
        let commands = blocks.lines().filter(|line| line.starts_with("$ "));
        commands.map(str::to_owned).collect::<Vec<_>>()
    });
    assert_eq!(original, translation);
}
