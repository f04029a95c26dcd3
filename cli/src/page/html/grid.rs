//! The cells of a table in rows and columns: spans written out, and the header found.

/// A cell as HTML has it.
#[derive(Debug)]
pub(super) struct HtmlCell {
    /// Its content in Markdown.
    pub(super) text: String,
    pub(super) columns: usize,
    /// 0 for all rows of its group.
    pub(super) rows: usize,
    pub(super) is_header: bool,
}

/// The part of a table that a row is in, in the order in which a browser shows them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Section {
    Head,
    #[default]
    Body,
    Foot,
}

/// A row as HTML has it.
#[derive(Debug, Default)]
pub(super) struct HtmlRow {
    pub(super) cells: Vec<HtmlCell>,
    /// The group of rows, such as `<thead>`, that it is in. No span leaves its group.
    pub(super) group: usize,
    pub(super) section: Section,
    /// True if it takes part in spans, but its text is not seen.
    pub(super) is_blank: bool,
}

impl HtmlRow {
    fn is_header(&self) -> bool {
        !self.cells.is_empty() && self.cells.iter().all(|cell| cell.is_header)
    }
}

/// A table in rows and columns.
#[derive(Debug, Default)]
pub(super) struct Grid {
    /// The titles: rows of one cell above the header.
    pub(super) titles: Vec<String>,
    /// The header, and the rows below it. Empty if a browser shows no cells.
    pub(super) rows: Vec<Vec<String>>,
    pub(super) header: Header,
}

/// Where the header comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Header {
    /// From HTML, which says so.
    #[default]
    Marked,
    /// From the first row, which HTML has as any other.
    FirstRow,
    /// From nowhere: the first row lists actions.
    Made,
}

/// The most bytes that spans and short rows may add to a page: a cell of a few bytes can span millions of
/// cells.
const MOST_ADDED: usize = 16 << 20;

/// The limits of HTML.
const MOST_COLUMNS: usize = 1_000;
const MOST_ROWS: usize = 65_534;

/// Writes out the cells that span rows and columns, and fills short rows. Returns `None` if that makes the page
/// far larger.
pub(super) fn grid(mut rows: Vec<HtmlRow>) -> Option<Grid> {
    rows.sort_by_key(|row| row.section);
    let mut writer = GridWriter::default();
    let mut lines: Vec<(&HtmlRow, Vec<&str>)> = Vec::with_capacity(rows.len());
    for (at, row) in rows.iter().enumerate() {
        if at > 0 && rows[at - 1].group != row.group {
            writer.above.clear();
        }
        lines.push((row, writer.line(at, row)?));
    }
    // A browser shows nothing of these.
    lines.retain(|(row, line)| !row.is_blank && line.iter().any(|text| !text.is_empty()));
    // A title may span more columns than there are.
    let has_cells = |line: &&(&HtmlRow, Vec<&str>)| title(line.0, &line.1).is_none();
    let width = lines.iter().filter(has_cells).map(|(_, line)| line.len());
    let width = width
        .max()
        .or_else(|| lines.iter().map(|(_, line)| line.len()).max())
        .unwrap_or_default();
    for (_, line) in &mut lines {
        line.truncate(width);
        writer.add(3 * (width - line.len()))?;
    }
    let titles = lines.iter().map_while(|(row, line)| title(row, line));
    let titles: Vec<String> = titles.map(str::to_owned).collect();
    if titles.len() == lines.len() {
        let titles = Vec::new();
        return Some(whole(&lines, titles, width));
    }
    Some(whole(&lines[titles.len()..], titles, width))
}

/// Returns the text of a row that is one cell over several columns and lists no actions.
fn title<'a>(row: &HtmlRow, line: &[&'a str]) -> Option<&'a str> {
    let [cell] = row.cells.as_slice() else {
        return None;
    };
    let is_one = cell.columns > 1 && line.iter().all(|text| *text == line[0]);
    (is_one && !line.is_empty() && !has_action(line[0])).then(|| line[0])
}

/// Returns the table with its header.
fn whole(lines: &[(&HtmlRow, Vec<&str>)], titles: Vec<String>, width: usize) -> Grid {
    if lines.is_empty() {
        return Grid::default();
    }
    let leading = |test: &dyn Fn(&HtmlRow) -> bool| {
        let rows = lines.iter().take_while(|(row, _)| test(row));
        rows.count()
    };
    let marked = match leading(&|row| row.section == Section::Head) {
        0 => match leading(&HtmlRow::is_header) {
            // Every cell is `<th>`, which says nothing.
            all if all == lines.len() => 1,
            heads => heads,
        },
        heads => heads,
    };
    let mut first = lines[..marked.max(1)].iter();
    let (header, heads) = match first.position(|(_, line)| line.iter().any(|text| has_action(text)))
    {
        Some(0) => (Header::Made, 0),
        // The rows below are no part of the header, whatever HTML says.
        Some(heads) => (Header::Marked, heads),
        None if marked > 0 => (Header::Marked, marked),
        None => (Header::FirstRow, 1),
    };
    let (head, body) = lines.split_at(heads);
    let mut rows = vec![if header == Header::Made {
        (1..=width).map(|at| format!("Column {at}")).collect()
    } else {
        joined(head, width)
    }];
    rows.extend(body.iter().map(|(row, line)| {
        let mut cells: Vec<String> =
            if let Some(title) = title(row, line).filter(|_| line.len() == width) {
                // A heading between rows, which Markdown has no other form for.
                vec![format!("**{title}**")]
            } else {
                line.iter().map(|&text| text.to_owned()).collect()
            };
        cells.resize(width, String::new());
        cells
    }));
    Grid {
        titles,
        rows,
        header,
    }
}

/// Returns true if a word of a text looks like an action.
pub(super) fn has_action(text: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, ':' | '-' | '_' | '*');
    text.split(|c| !is_part(c)).any(|word| {
        word.split_once(':').is_some_and(|(service, name)| {
            service.starts_with(|c: char| c.is_ascii_lowercase())
                && !service.contains(|c: char| c.is_ascii_uppercase())
                && name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '*')
        })
    })
}

/// Writes rows with their spans.
#[derive(Default)]
struct GridWriter<'a> {
    /// For each column the cell that goes on from above, and its last row. The last is never `None`.
    above: Vec<Option<(&'a str, usize)>>,
    /// The number of bytes that were added.
    added: usize,
}

impl<'a> GridWriter<'a> {
    fn add(&mut self, bytes: usize) -> Option<()> {
        self.added += bytes;
        (self.added <= MOST_ADDED).then_some(())
    }

    fn line(&mut self, at: usize, row: &'a HtmlRow) -> Option<Vec<&'a str>> {
        let mut line = Vec::new();
        for cell in &row.cells {
            self.continue_above(&mut line)?;
            let last = match cell.rows {
                0 => usize::MAX,
                rows => at + rows.min(MOST_ROWS) - 1,
            };
            for index in 0..cell.columns.clamp(1, MOST_COLUMNS) {
                if index > 0 {
                    self.continue_above(&mut line)?;
                    self.add(cell.text.len() + 3)?;
                }
                if last > at {
                    if self.above.len() <= line.len() {
                        self.above.resize(line.len() + 1, None);
                    }
                    self.above[line.len()] = Some((&cell.text, last));
                }
                line.push(&*cell.text);
            }
        }
        // Cells from above may be further right.
        while line.len() < self.above.len() {
            if self.above[line.len()].is_none() {
                self.add(3)?;
                line.push("");
            }
            self.continue_above(&mut line)?;
        }
        for above in &mut self.above {
            *above = above.filter(|(_, last)| *last > at);
        }
        while self.above.last() == Some(&None) {
            self.above.pop();
        }
        Some(line)
    }

    /// Adds the cells that go on from above to the end of a line.
    fn continue_above(&mut self, line: &mut Vec<&'a str>) -> Option<()> {
        while let Some(&Some((text, _))) = self.above.get(line.len()) {
            self.add(text.len() + 3)?;
            line.push(text);
        }
        Some(())
    }
}

/// Joins the rows of a header: of each column the different texts, from above.
fn joined(rows: &[(&HtmlRow, Vec<&str>)], width: usize) -> Vec<String> {
    let of_column = |column: usize| {
        let mut texts: Vec<&str> = Vec::new();
        for text in rows.iter().filter_map(|(_, line)| line.get(column)) {
            if !text.is_empty() && !texts.contains(text) {
                texts.push(text);
            }
        }
        texts.join(" ")
    };
    (0..width).map(of_column).collect()
}
