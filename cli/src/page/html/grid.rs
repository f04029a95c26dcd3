//! The cells of a table in rows and columns: spans written out.

/// A cell as HTML has it.
#[derive(Debug)]
pub(super) struct HtmlCell {
    /// Its content in Markdown.
    pub(super) text: String,
    pub(super) columns: usize,
    /// 0 for all rows of its group.
    pub(super) rows: usize,
}

/// A row as HTML has it.
#[derive(Debug, Default)]
pub(super) struct HtmlRow {
    pub(super) cells: Vec<HtmlCell>,
    /// The group of rows, such as `<thead>`, that it is in. No span leaves its group.
    pub(super) group: usize,
    pub(super) is_head: bool,
}

/// The most bytes that spans and short rows may add to a page: a cell of a few bytes can span millions of
/// cells.
const MOST_ADDED: usize = 16 << 20;

/// The limits of HTML.
const MOST_COLUMNS: usize = 1_000;
const MOST_ROWS: usize = 65_534;

/// Writes out the cells that span rows and columns, and fills short rows. The first row is the header. Returns
/// `None` if that makes the page far larger.
pub(super) fn grid(rows: &[HtmlRow]) -> Option<Vec<Vec<String>>> {
    let mut writer = GridWriter::default();
    let mut lines: Vec<Vec<&str>> = Vec::with_capacity(rows.len());
    for (at, row) in rows.iter().enumerate() {
        if at > 0 && rows[at - 1].group != row.group {
            writer.above.clear();
        }
        lines.push(writer.line(at, row)?);
    }
    let width = lines.iter().map(Vec::len).max().unwrap_or_default();
    for line in &lines {
        writer.add(3 * (width - line.len()))?;
    }
    let heads = rows.iter().take_while(|row| row.is_head).count().max(1);
    let (head, body) = lines.split_at(heads.min(lines.len()));
    let mut whole = vec![header(head, width)];
    for (line, row) in body.iter().zip(&rows[head.len()..]) {
        let is_heading = matches!(row.cells.as_slice(), [cell] if cell.columns > 1 && !cell.text.is_empty())
            && line.len() == width
            && line.iter().all(|text| *text == line[0]);
        let mut cells: Vec<String> = if is_heading {
            // A heading between rows, which Markdown has no other form for.
            vec![format!("**{}**", line[0])]
        } else {
            line.iter().map(|&text| text.to_owned()).collect()
        };
        cells.resize(width, String::new());
        whole.push(cells);
    }
    Some(whole)
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
fn header(rows: &[Vec<&str>], width: usize) -> Vec<String> {
    let of_column = |column: usize| {
        let mut texts: Vec<&str> = Vec::new();
        for text in rows.iter().filter_map(|row| row.get(column)) {
            if !text.is_empty() && !texts.contains(text) {
                texts.push(text);
            }
        }
        texts.join(" ")
    };
    (0..width).map(of_column).collect()
}
