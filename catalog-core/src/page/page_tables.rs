//! A page to its tables, with what their columns are, and the entries in them.

use crate::diagnostic::Diagnostic;
use crate::markdown::blocks::{Blocks, covers};
use crate::markdown::cell::Cell;
use crate::markdown::cell_kind::{Kind, Pattern};
use crate::markdown::tables::{Table, tables};
use crate::page::entries::{Columns, cells, service_of};
use crate::page::roles::Roles;
use crate::page::roles::majority;
use crate::page::select::header;
use crate::source::{ByteRange, LINE_ENDS, Source};
use std::cell::OnceCell;
use std::collections::HashMap;

/// A page as its tables.
pub(crate) struct Page<'a> {
    pub(crate) blocks: Blocks,
    pub(crate) tables: Vec<Table>,
    /// The services that actions without one may belong to.
    pub(crate) services: Services<'a>,
}

impl<'a> Page<'a> {
    pub(crate) fn read(source: &Source<'a>, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let blocks = Blocks::read(source);
        for table in &blocks.html_tables {
            diagnostics.push(Diagnostic::warning(
                "html-table",
                *table,
                "a table in HTML is not read",
                "write it in Markdown, if it lists actions",
            ));
        }
        for code in &blocks.open_code {
            let first = code.of(source.text()).split(LINE_ENDS).next();
            let end = code.start + first.map_or(0, str::len);
            diagnostics.push(Diagnostic::error(
                "open-code",
                ByteRange::new(code.start, end),
                "the code that begins here goes on over rows, and they are not read",
                "close it in front of them; if they are an example, close it behind them and put a blank line above it",
            ));
        }
        let mut tables = tables(source, &blocks);
        promote_headers(&mut tables, diagnostics);
        drop_orphans(source.text(), &blocks, &mut tables, diagnostics);
        Self {
            services: Services::of(source.text()),
            blocks,
            tables,
        }
    }
}

impl Page<'_> {
    /// Whether the byte at `offset` stands in what is set apart from the page: in code between fences,
    /// in a comment.
    pub(crate) fn is_set_apart(&self, offset: usize) -> bool {
        covers(&self.blocks.opaque, offset)
            && !self.is_html(offset)
            && !self.is_front_matter(offset)
            && !self.is_hidden(offset)
    }

    /// Whether the byte at `offset` stands in what is set apart only since a row further up goes on over
    /// lines, and in a table to a reader that knows no such rows.
    pub(crate) fn is_hidden(&self, offset: usize) -> bool {
        covers(&self.blocks.opaque, offset) && covers(&self.blocks.tables_as_written, offset)
    }

    /// Whether the byte at `offset` stands in front matter.
    pub(crate) fn is_front_matter(&self, offset: usize) -> bool {
        offset < self.blocks.front_matter
    }

    /// Whether the byte at `offset` is HTML to Markdown.
    pub(crate) fn is_html(&self, offset: usize) -> bool {
        covers(&self.blocks.html, offset)
    }
}

/// A table's cells, and its columns with the roles that headers and cells suggest.
pub(crate) fn columns<'a>(
    text: &str,
    blocks: &Blocks,
    table: &'a Table,
    roles: &dyn Fn(&[String], &[Kind]) -> Roles,
) -> (Columns<'a>, Vec<Vec<Cell>>) {
    let headers = header(text, blocks, &table.header.cells);
    let cells = cells(text, blocks, table);
    let whole = cells.iter().filter(|row| row.len() == headers.len());
    let whole: Vec<&Vec<Cell>> = whole.collect();
    let kinds: Vec<Kind> = (0..headers.len())
        .map(|column| majority(whole.iter().map(|row| Kind::of(&row[column].text))))
        .collect();
    let roles = roles(&headers, &kinds);
    let is_bare = roles
        .action
        .is_some_and(|column| kinds[column] == Kind::Name);
    let columns = Columns {
        table,
        headers,
        kinds,
        roles,
        is_bare,
    };
    (columns, cells)
}

/// The same with roles that are given: what the header promises counts for more than what the cells
/// are.
pub(crate) fn promised_columns<'a>(
    text: &str,
    blocks: &Blocks,
    table: &'a Table,
    roles: Roles,
) -> (Columns<'a>, Vec<Vec<Cell>>) {
    let (mut columns, cells) = columns(text, blocks, table, &|_, _| roles);
    let promised = [
        (roles.operation, Kind::Name),
        (roles.action, Kind::Actions),
        (roles.description, Kind::Text),
    ];
    for (column, kind) in promised {
        if let Some(column) = column {
            columns.kinds[column] = kind;
        }
    }
    (columns, cells)
}

/// An empty header has the real one in the row below it.
fn promote_headers(tables: &mut [Table], diagnostics: &mut Vec<Diagnostic>) {
    for table in tables {
        let is_empty = table.header.cells.iter().all(|cell| cell.start == cell.end);
        if is_empty && table.before_end > 0 {
            table.header = table.rows.remove(0);
            table.before_end -= 1;
            diagnostics.push(Diagnostic::repair(
                "header-in-first-row",
                table.header.range,
                "the header is empty, and this row seems to be meant for it",
                "write this row above the dashes, in place of the empty one",
            ));
        }
    }
}

/// A header without rows stands once more above the table itself.
fn drop_orphans(
    text: &str,
    blocks: &Blocks,
    tables: &mut Vec<Table>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let headers: Vec<Vec<String>> = tables
        .iter()
        .map(|table| header(text, blocks, &table.header.cells))
        .collect();
    // For an orphan the header of the table that it belongs to.
    let heirs = (0..tables.len()).map(|at| {
        let next = tables.get(at + 1)?;
        let is_orphan = tables[at].rows.is_empty() && headers[at + 1] == headers[at];
        is_orphan.then_some(next.header.range)
    });
    let heirs: Vec<Option<ByteRange>> = heirs.collect();
    let mut heirs = heirs.into_iter();
    tables.retain(|table| {
        let heir = heirs.next().flatten();
        if let Some(heir) = heir {
            diagnostics.push(
                Diagnostic::repair(
                    "orphan-header",
                    table.header.range,
                    "a header without rows, and the next table has the same one",
                    "delete it and the line of dashes below it",
                )
                .with_related(heir, "the table is here"),
            );
        }
        heir.is_none()
    });
}

/// The services that a page speaks of, looked for when an action lacks its own.
#[derive(Debug)]
pub(crate) struct Services<'a> {
    text: &'a str,
    found: OnceCell<Found>,
}

#[derive(Debug)]
struct Found {
    /// The service of most of its resources, or else of its actions.
    of_page: Option<String>,
    /// For the name of each action that stands on the page in full its service, if it is one alone.
    by_name: HashMap<String, Option<String>>,
}

impl<'a> Services<'a> {
    fn of(text: &'a str) -> Self {
        Self {
            text,
            found: OnceCell::new(),
        }
    }

    fn found(&self) -> &Found {
        self.found.get_or_init(|| Found::read(self.text))
    }

    pub(crate) fn of_page(&self) -> Option<&str> {
        self.found().of_page.as_deref()
    }

    /// The service of the action that the page names in full elsewhere.
    pub(crate) fn of_name(&self, name: &str) -> Option<&str> {
        self.found().by_name.get(name)?.as_deref()
    }
}

impl Found {
    fn read(text: &str) -> Self {
        let separator = |c: char| {
            c.is_whitespace() || matches!(c, '"' | '`' | '|' | '(' | ')' | '<' | ',' | '[' | ']')
        };
        let mut by_name: HashMap<String, Option<String>> = HashMap::new();
        let mut of_resources = Counts::default();
        let mut of_actions = Counts::default();
        for word in text.split(separator).filter(|word| word.contains(':')) {
            if let Some(service) = service_of(word) {
                of_resources.count(service);
            } else if let Some(Pattern::Action(action)) = Pattern::of(word) {
                of_actions.count(action.service());
                let service = by_name
                    .entry(action.name().to_owned())
                    .or_insert_with(|| Some(action.service().to_owned()));
                if service.as_deref() != Some(action.service()) {
                    *service = None;
                }
            }
        }
        Self {
            of_page: of_resources.most_frequent().or(of_actions.most_frequent()),
            by_name,
        }
    }
}

/// How often each name came, and which came first.
#[derive(Default)]
struct Counts {
    counts: HashMap<String, (usize, usize)>,
}

impl Counts {
    fn count(&mut self, name: &str) {
        let first = self.counts.len();
        self.counts.entry(name.to_owned()).or_insert((0, first)).0 += 1;
    }

    /// The name that came most often; of several the first one.
    fn most_frequent(self) -> Option<String> {
        let counts = self.counts.into_iter();
        let most = counts.max_by_key(|(_, (count, first))| (*count, usize::MAX - first));
        most.map(|(name, _)| name)
    }
}
