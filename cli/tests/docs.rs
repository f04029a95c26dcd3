//! What the README and the pages in `docs/` show is what the program does.
//!
//! A page is read from top to bottom, in a folder of its own:
//!
//! - A block below a line that ends with a file's name in backticks and a colon is that file.
//! - In a block `console` each line that starts with `$ ` is run by the shell, with `cargo run --` for
//!   the program itself. What it prints has to be what stands below it, errors and all.
//! - A command that fails says so: the next one is `echo $?`.
//!
//! The folder starts as a copy of the repository, or empty where the page shows a `Cargo.toml`: that is
//! of a crate of the reader's own.

mod common;

use common::{plain, workspace};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::{env, fs, mem};

/// A block of code: where it starts in the lines of its page, and what is in it.
struct Block<'a> {
    /// The place of the line that opens it.
    start: usize,
    indent: usize,
    language: &'a str,
    lines: Vec<&'a str>,
    /// The file that it is.
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
                // What stands between two blocks names the second one.
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

/// The README and the pages in `docs/`, without those of the rules, which the program prints.
fn pages() -> BTreeMap<PathBuf, String> {
    let mut paths = vec![workspace().join("README.md")];
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

/// What a command prints, and its exit code, where the one before it had another.
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

/// A block with what its commands print.
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

/// A page as it would have to be.
fn with_what_is_printed(page: &str) -> String {
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
            let shown = shown(folder.path(), block).into_iter();
            new.extend(shown.map(|line| {
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

/// A page that differs is written anew, except in CI.
#[test]
fn every_command_prints_what_stands_below_it() {
    let mut stale = Vec::new();
    for (path, page) in pages() {
        if !page.contains("```console") {
            continue;
        }
        println!("{}", path.display());
        let new = with_what_is_printed(&page);
        if new != page {
            let mut lines = page.lines().zip(new.lines()).zip(1..);
            let line = lines.find(|((old, new), _)| old != new);
            stale.push(format!("{}: {line:?}", path.display()));
            let is_kept = env::var("INSTA_UPDATE").is_ok_and(|update| update == "no");
            if env::var_os("CI").is_none() && !is_kept {
                fs::write(path, new).expect("a page");
            }
        }
    }
    assert!(
        stale.is_empty(),
        "were stale, and are not now unless this is CI: {stale:#?}"
    );
}

/// A command that stands outside of a block `console` is not run. It is one that cannot be: of other
/// programs, or with other programs.
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

/// The flags that stand in a text.
fn flags(text: &str) -> BTreeSet<&str> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
    let is_flag = |word: &&str| {
        let name = word.strip_prefix("--");
        name.is_some_and(|name| name.starts_with(|c: char| c.is_ascii_lowercase()))
    };
    words.filter(is_flag).collect()
}

#[test]
fn every_flag_that_is_named_exists() {
    let help = |args: &str| run(&workspace(), &format!("ack-catalog {args} --help"), 0).0;
    let all = help("");
    let listed = all.split("Commands:\n").nth(1).expect("the commands");
    let listed = listed.lines().take_while(|line| line.starts_with("  "));
    let helps: BTreeMap<&str, String> = listed
        .filter_map(|line| line.split_whitespace().next())
        .map(|command| (command, help(command)))
        .collect();
    assert!(helps.len() > 10);
    let known: BTreeSet<&str> = helps.values().flat_map(|help| flags(help)).collect();
    for (path, page) in pages() {
        for line in page.lines() {
            // In a call of the program, those of the command; in backticks, of any.
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

#[test]
fn every_page_is_in_the_index_and_every_link_leads_somewhere() {
    let pages = pages();
    let index = &pages[&workspace().join("docs/README.md")];
    for (path, page) in &pages {
        let folder = path.parent().expect("a folder");
        let name = path.file_name().expect("a name").to_string_lossy();
        let is_listed = name == "README.md" || index.contains(&format!("]({name})"));
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

/// The code in the pages is compiled and run in the crate `tests`, with the pages that are there.
#[test]
fn the_code_is_compiled_with_the_page_that_is_shown() {
    let tests = fs::read_to_string(workspace().join("tests/src/lib.rs")).expect("the crate");
    for (path, page) in pages() {
        let name = path.strip_prefix(workspace()).expect("a page").display();
        let is_compiled = tests.contains(&format!("include_str!(\"../../{name}\")"));
        assert!(is_compiled || !page.contains("```rust"), "{name}");
    }
    let ecs = fs::read_to_string(workspace().join("tests/source-doc/ecs.md")).expect("the page");
    let page = &pages()[&workspace().join("docs/own-page.md")];
    let blocks = blocks(page);
    let shown = blocks
        .iter()
        .find(|it| it.file == Some("source-doc/ecs.md"));
    assert_eq!(ecs, shown.expect("it").lines.join("\n") + "\n");
}

/// What runs at other people's places: the inputs of the action, the hook, and their version.
#[test]
fn the_action_and_the_hook_are_those_that_are_here() {
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
            // The tags of a release, and no others, are there.
            assert_eq!(of, version, "{uses}");
            checked += 1;
        }
    }
    assert!(checked > 5, "{checked}");
}

fn in_readme(language: &str) -> Vec<String> {
    let readme = fs::read_to_string(workspace().join("README.md")).expect("the README");
    let of_language = blocks(&readme)
        .into_iter()
        .filter(|block| block.language == language);
    of_language
        .map(|block| block.lines.join("\n") + "\n")
        .collect()
}

#[test]
fn the_readme_names_the_version_that_is_here() {
    let version = env!("CARGO_PKG_VERSION");
    let minor = version.rsplit_once('.').expect("three numbers").0;
    let dependency = format!("[dependencies]\nack-catalog = \"{minor}\"\n");
    assert_eq!(in_readme("toml"), [dependency]);
}

#[test]
fn the_two_commands_are_those_that_ci_runs() {
    assert_eq!(
        in_readme("sh"),
        ["cargo run -- generate\ncargo test --workspace\n"]
    );
    let ci = fs::read_to_string(workspace().join(".ci/run")).expect("the script");
    for command in ["cargo run -- generate", "cargo test --workspace"] {
        assert!(ci.lines().any(|line| line.contains(command)), "{command}");
    }
    // What the first of them prints on a catalog that is fresh.
    let (printed, code) = run(&workspace(), "ack-catalog generate --check", 0);
    assert_eq!((in_readme("text"), code), (vec![printed], 0));
}
