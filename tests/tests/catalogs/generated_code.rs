//! The generated file, parsed with `syn` as rustc would.

use ack_catalog_core::{
    Catalog, GeneratedFile, Ledger, Reading, Settings, Source, TextColumns, rust_file,
};
use quote::ToTokens as _;
use std::collections::HashMap;
use syn::{Expr, ExprLit, ExprMatch, ImplItem, Item, Lit, Pat, Stmt};

/// Up to this many variants, every discriminant is written.
const EXPLICIT: usize = 1_000;

/// Up to this many rows, each is listed in one place.
const LISTED: usize = 256;

fn settings() -> Settings {
    Settings::new("Example".parse().expect("a name"))
}

fn page_of(rows: impl Iterator<Item = usize>) -> String {
    let rows = rows.map(|row| format!("|Op{row}|svc:Do{row}|Does {row}|\n"));
    let rows: String = rows.collect();
    format!("|Operation|RAM Action|Description|\n|---|---|---|\n{rows}")
}

fn catalog_of(page: &str) -> Catalog {
    let reading = Catalog::read(&Source::new("page.md", page), &settings());
    assert!(!reading.has_errors());
    reading.catalog
}

/// Returns a catalog with this many rows. Its first row is the newest, and its third row is retired on
/// request.
fn with_ledger(actions: usize, is_one_retired: bool) -> Catalog {
    let mut written = None;
    let mut update = |ledger: &mut Ledger, page: &str, date: &str| {
        let mut catalog = catalog_of(page);
        let date = date.parse().expect("a date");
        let done = ledger.update(&mut catalog, &date, written.as_ref(), false);
        done.expect("no clash");
        written = GeneratedFile::read(&rust_file(&catalog, &settings(), ""));
        catalog
    };
    let mut ledger = Ledger::default();
    let last = actions + usize::from(is_one_retired);
    update(&mut ledger, &page_of(1..last), "2021-01-01");
    let rows = (1..last).filter(|row| !is_one_retired || *row != 3);
    let page = page_of(std::iter::once(last).chain(rows));
    update(&mut ledger, &page, "2021-02-01")
}

/// The parts of a generated file.
struct Code {
    /// The variants in file order, each with its written discriminant, if any.
    variants: Vec<(String, Option<usize>)>,
    constants: HashMap<String, Expr>,
    /// The functions from a row to its variant, each of which is one `match`.
    functions: HashMap<String, ExprMatch>,
}

fn int(expr: &Expr) -> Option<usize> {
    match expr {
        Expr::Lit(ExprLit {
            lit: Lit::Int(int), ..
        }) => int.base10_parse().ok(),
        _ => None,
    }
}

fn last_name(path: &Expr) -> String {
    let tokens = path.to_token_stream().into_iter();
    tokens.last().expect("a path").to_string()
}

impl Code {
    fn of(catalog: &Catalog) -> Self {
        let file = syn::parse_file(&rust_file(catalog, &settings(), "")).expect("Rust");
        let mut code = Self {
            variants: Vec::new(),
            constants: HashMap::new(),
            functions: HashMap::new(),
        };
        for item in file.items {
            match item {
                Item::Enum(item) => code.variants.extend(item.variants.iter().map(|variant| {
                    let id = variant.discriminant.as_ref().map(|(_, id)| id);
                    (
                        variant.ident.to_string(),
                        id.map(|id| int(id).expect("a number")),
                    )
                })),
                Item::Impl(item) => {
                    for item in item.items {
                        code.add(item);
                    }
                }
                _ => {}
            }
        }
        code
    }

    fn add(&mut self, item: ImplItem) {
        match item {
            ImplItem::Const(item) => {
                self.constants.insert(item.ident.to_string(), item.expr);
            }
            ImplItem::Fn(item) => {
                let Some(Stmt::Expr(Expr::Match(body), None)) = item.block.stmts.first() else {
                    panic!("unexpected function: {}", item.sig.ident);
                };
                self.functions
                    .insert(item.sig.ident.to_string(), body.clone());
            }
            _ => {}
        }
    }

    /// Returns the discriminants as rustc assigns them.
    fn discriminants(&self) -> HashMap<String, usize> {
        let mut next = 0;
        let variants = self.variants.iter().map(|(name, id)| {
            let id = id.unwrap_or(next);
            next = id + 1;
            (name.clone(), id)
        });
        variants.collect()
    }

    /// Returns the variant of a row by evaluating the generated function.
    fn variant(&self, function: &str, row: usize) -> String {
        let body = &self.functions[function];
        let value = match &*body.expr {
            Expr::Binary(piece) => row / int(&piece.right).expect("a number"),
            _ => row,
        };
        // The last arm takes the rest, because rustc requires an exhaustive match.
        let (last, others) = body.arms.split_last().expect("an arm");
        assert!(matches!(last.pat, Pat::Wild(_)));
        let is_taken = |pat: &Pat| match pat {
            Pat::Lit(lit) => int(&Expr::Lit(lit.clone())) == Some(value),
            _ => panic!("not a number: {}", pat.to_token_stream()),
        };
        let arm = others.iter().find(|arm| is_taken(&arm.pat));
        match &*arm.unwrap_or(last).body {
            Expr::Call(call) => self.variant(&last_name(&call.func), row),
            path => last_name(path),
        }
    }

    fn text(&self, name: &str) -> String {
        match &self.constants[name] {
            Expr::Lit(ExprLit {
                lit: Lit::Str(text),
                ..
            }) => text.value(),
            other => panic!("{name} is not a string: {}", other.to_token_stream()),
        }
    }

    /// Returns the elements of a list, or `None` if a function computes it.
    fn list(&self, name: &str) -> Option<Vec<Expr>> {
        match &self.constants[name] {
            Expr::Reference(list) => match &*list.expr {
                Expr::Array(list) => Some(list.elems.iter().cloned().collect()),
                _ => None,
            },
            _ => None,
        }
    }

    /// Returns the parts of each row of a text.
    fn parts(&self, text: &str, starts: &str, parts: usize) -> Vec<Vec<String>> {
        let text = self.text(text);
        let starts: Vec<usize> = self
            .list(starts)
            .expect("a list")
            .iter()
            .map(|start| int(start).expect("a number"))
            .collect();
        assert_eq!(starts[0], 0);
        assert_eq!(starts.last(), Some(&text.len()));
        assert_eq!((starts.len() - 1) % parts, 0);
        starts[..starts.len() - 1]
            .chunks(parts)
            .enumerate()
            .map(|(row, _)| {
                let parts = starts[row * parts..=(row + 1) * parts].windows(2);
                // An omitted part starts where the next one does.
                let parts = parts.filter(|part| part[0] < part[1]);
                parts
                    .map(|part| text[part[0]..part[1] - 1].to_owned())
                    .collect()
            })
            .collect()
    }
}

#[test]
fn rows_map_to_the_variants_of_their_ids() {
    for actions in [LISTED + 1, 512, 513] {
        let code = Code::of(&catalog_of(&page_of(1..=actions)));
        let variants = code.discriminants();
        assert_eq!(variants.len(), actions);
        for (variant, id) in variants {
            assert_eq!(code.variant("__nth", id - 1), variant);
        }
    }
}

#[test]
fn large_enums_write_discriminants_only_after_gaps() {
    for (actions, is_one_retired) in [
        (10, false),
        (10, true),
        (EXPLICIT, false),
        (EXPLICIT - 1, true),
        (EXPLICIT, true),
        (EXPLICIT + 1, false),
    ] {
        let catalog = with_ledger(actions, is_one_retired);
        let code = Code::of(&catalog);
        let live = catalog
            .actions
            .iter()
            .map(|action| (&action.variant, action.id));
        let gone = catalog.retired.iter().map(|gone| (&gone.variant, gone.id));
        let ids: HashMap<String, usize> = live
            .chain(gone)
            .map(|(name, id)| (name.clone(), id))
            .collect();
        assert_eq!(code.discriminants(), ids);

        let written = code.variants.iter().filter(|(_, id)| id.is_some()).count();
        // The first row, the one below it, the one below the retired row, and the retired row.
        let jumps = if is_one_retired { 4 } else { 2 };
        let all = code.variants.len();
        let expected = if all <= EXPLICIT { all } else { jumps };
        assert_eq!(written, expected, "{actions} {is_one_retired}");
    }
}

/// Descriptions that the page reader never returns, but a build script may.
const ODD: [&str; 9] = [
    "",
    " a space in front",
    "          ten of them",
    "in          between",
    "a tab\tinside",
    "a line\nbreak",
    "\r",
    "\"quoted\" \\ and \u{202e}hidden\u{7f}",
    "启用报警规则",
];

/// Returns a catalog of many rows, the first of which have these descriptions.
fn with_descriptions(rows: usize, descriptions: &[&str]) -> Catalog {
    let mut catalog = catalog_of(&page_of(1..=rows));
    for (action, description) in catalog.actions.iter_mut().zip(descriptions) {
        (*description).clone_into(&mut action.texts.description);
    }
    "https://e.org/x y".clone_into(&mut catalog.actions[1].texts.doc_url);
    catalog.actions[2].operations.clear();
    catalog.actions[3]
        .operations
        .push("a \"second\"\tone".to_owned());
    catalog
}

#[test]
fn texts_of_packed_rows_and_their_starts_match_the_catalog() {
    let catalog = with_descriptions(LISTED + 1, &ODD);
    let code = Code::of(&catalog);
    let names = code.parts("RAM_ACTIONS", "RAM_ACTION_STARTS", 1);
    let parts = TextColumns::default().named().len() + 2;
    let texts = code.parts("TEXTS", "TEXT_STARTS", parts);
    assert_eq!(texts.len(), catalog.actions.len());
    for (action, (name, text)) in catalog.actions.iter().zip(names.iter().zip(&texts)) {
        assert_eq!(name[..], [action.ram_action.to_string()]);
        let operation = action.operations.first().cloned().unwrap_or_default();
        let mut expected = action.texts.named().map(|(_, text)| text).to_vec();
        expected.push(&operation);
        assert_eq!(text, &expected);
    }
}

#[test]
fn texts_are_read_back() {
    for rows in [ODD.len(), LISTED, LISTED + 1] {
        let catalog = with_descriptions(rows, &ODD);
        let code = rust_file(&catalog, &settings(), "");
        assert_eq!(code.contains("::listed! {"), rows <= LISTED, "{rows}");
        let written = GeneratedFile::read(&code).expect("ours");
        assert_eq!(written.rows.len(), rows);
        for (row, action) in written.rows.iter().zip(&catalog.actions) {
            assert_eq!(row.ram_action, action.ram_action.as_str());
            assert_eq!(row.texts, action.texts);
            assert_eq!(row.operations, action.operations);
        }
    }
}

#[test]
fn ids_and_retired_rows_are_read_back() {
    for rows in [5, LISTED + 1] {
        let catalog = with_ledger(rows, true);
        let written = GeneratedFile::read(&rust_file(&catalog, &settings(), "")).expect("ours");
        for (index, row) in written.rows.iter().enumerate() {
            let id = index + 1;
            assert_eq!(row.ram_action, format!("svc:Do{id}"), "{rows}");
            assert_eq!(row.is_retired, id == 3, "{rows}");
            assert_eq!(row.texts.description, format!("Does {id}"), "{rows}");
        }
    }
}

/// One changed row of the page is one changed row of the file.
#[test]
fn each_action_has_one_variant_and_one_row() {
    let published = |mut catalog: Catalog| {
        catalog.page.sha256.clear();
        rust_file(&catalog, &settings(), "")
    };
    let before = published(with_ledger(4, false));
    let lines: Vec<&str> = before.lines().collect();
    let changed = |after: &str| -> Vec<String> {
        let after: Vec<&str> = after.lines().collect();
        let start = lines.iter().zip(&after).take_while(|(a, b)| a == b).count();
        let rest = |lines: &[&str]| -> Vec<String> {
            lines[start..]
                .iter()
                .rev()
                .map(ToString::to_string)
                .collect()
        };
        let (old, new) = (rest(&lines), rest(&after));
        let end = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
        let mut changed = new[end..].to_vec();
        changed.reverse();
        changed
    };

    let mut described = with_ledger(4, false);
    described.actions[0].texts.description = "Does other things".to_owned();
    let described = changed(&published(described));
    let with_change = described
        .iter()
        .filter(|line| line.contains("Does other things"));
    assert_eq!(with_change.count(), 2);

    // A new last row: what differs is its variant and its row.
    let mut added = with_ledger(4, false);
    let mut last = added.actions[3].clone();
    last.ram_action = "svc:Added".parse().expect("an action");
    last.variant = "Added".to_owned();
    last.id = 5;
    added.actions.push(last);
    let after = published(added);
    let is_new = |line: &&str| !lines.contains(line);
    let new: Vec<&str> = after.lines().filter(is_new).map(str::trim).collect();
    assert_eq!(
        new,
        [
            "/// RAM action `svc:Added`, required for the operation `Op3`.",
            "#[doc(alias = \"svc:Added\")]",
            "Added = 5,",
            "(Self::Added, support::Row {",
            "ram_action: \"svc:Added\",",
        ]
    );
    let removed = lines
        .iter()
        .filter(|line| !after.lines().any(|new| new == **line));
    assert_eq!(removed.count(), 0);
}

#[test]
fn each_row_has_facts() {
    let mut catalog = with_ledger(LISTED + 1, true);
    let text = "|Operation|RAM Action|Description|Resource|As of|Source|\n|---|---|---|---|---|---|\n\
                |Op3|svc:Do3||*|2021-09|Table|\n|Op5|svc:Do5||*|2021-09|Table|\n";
    let facts = Reading::of_facts(&Source::new("facts.md", text));
    assert_eq!(facts.diagnostics, []);
    catalog.add_facts(&facts.catalog.facts);
    let facts = Code::of(&catalog).list("FACTS").expect("a list");
    let known = facts.iter().enumerate();
    let known = known.filter(|(_, facts)| last_name(facts) != "NONE");
    let known: Vec<usize> = known.map(|(index, _)| index + 1).collect();
    assert_eq!(known, [3, 5]);
}

#[test]
fn hash_key_is_written_unless_it_is_the_first() {
    let key = |first: &str, second: &str| {
        let rows = page_of(1..LISTED);
        let page = format!("{rows}|A|{first}|a|\n|B|{second}|b|\n");
        let code = Code::of(&catalog_of(&page));
        code.constants.get("KEY").and_then(int)
    };
    assert_eq!(key("svc:A", "svc:B"), None);
    // Under the first key, these names are in one bucket, and have equal halves of the hash that the seed is
    // mixed into.
    let key = key("svc:Do325225", "svc:Do3376363");
    assert!(key.is_some_and(|key| key > 0), "{key:?}");
}
