//! The lines of a table in HTML that Markdown reads.

/// The lines of a table in HTML that Markdown reads: those after a blank line that do not begin with a tag.
pub(super) struct MarkdownLines<'a> {
    html: &'a str,
    /// The end of the lines that were looked at.
    end: usize,
    is_html: bool,
}

impl<'a> MarkdownLines<'a> {
    /// `first` is the length of the first line. `is_inline` says that Markdown reads it.
    pub(super) fn of(html: &'a str, first: usize, is_inline: bool) -> Self {
        Self {
            html,
            end: first,
            is_html: !is_inline,
        }
    }

    /// Returns true if text at an offset, which is not before the last one, has a line that Markdown reads.
    pub(super) fn has_markdown(&mut self, text: &str, start: usize) -> bool {
        let end = start + text.len();
        let mut found = !self.is_html && !text.trim().is_empty() && start < self.end;
        while self.end < end {
            let rest = &self.html[self.end..];
            let line = rest.split_inclusive('\n').next().unwrap_or(rest);
            let content = line.trim();
            if content.is_empty() {
                // The next line decides.
                self.is_html = false;
            } else if !self.is_html {
                self.is_html = content.starts_with('<');
                let in_text = self.end >= start;
                found |= !self.is_html && in_text;
            }
            self.end += line.len();
        }
        found
    }
}
