//! An element that a browser does not show, up to its end.

use crate::page::html::visibility::is_void;

/// An element whose content is not read.
pub(super) struct Skipped {
    name: String,
    /// The number of open elements of its name.
    count: usize,
    /// The number of open tables in it.
    tables: usize,
}

/// Where a tag is.
pub(super) enum Tag {
    /// In the skipped element.
    Inside,
    /// At its end.
    End,
    /// After it, since it ends without a tag, or with this one if it is a cell.
    After,
}

impl Skipped {
    pub(super) fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            count: 1,
            tables: usize::from(name == "table"),
        }
    }

    /// Returns where a start tag is.
    pub(super) fn start(&mut self, name: &str) -> Tag {
        if self.tables == 0 && self.is_ended_by_start(name) {
            return Tag::After;
        }
        if !is_void(name) {
            self.count += usize::from(self.name == name);
            self.tables += usize::from(name == "table");
        }
        Tag::Inside
    }

    /// Returns where an end tag is.
    pub(super) fn end(&mut self, name: &str) -> Tag {
        if self.name == name {
            self.count -= 1;
            if self.count == 0 {
                return match name {
                    "td" | "th" => Tag::After,
                    _ => Tag::End,
                };
            }
        }
        if self.tables == 0 && self.is_ended_by_end(name) {
            return Tag::After;
        }
        self.tables -= usize::from(name == "table" && self.tables > 0);
        Tag::Inside
    }

    fn is_ended_by_start(&self, name: &str) -> bool {
        match &*self.name {
            "p" if matches!(name, "p" | "div" | "ul" | "ol" | "table") => true,
            "li" if name == "li" => true,
            "dd" | "dt" if matches!(name, "dd" | "dt") => true,
            _ => part(name).is_some() && self.is_ended_by_end(name),
        }
    }

    /// Returns true if the end of this element, which is another one, is also the end of the skipped one.
    fn is_ended_by_end(&self, name: &str) -> bool {
        let own = match &*self.name {
            // It has rows and cells of its own.
            "template" => return false,
            own => part(own).unwrap_or(CELL),
        };
        part(name).is_some_and(|part| part <= own)
    }
}

const CELL: usize = 3;

/// Returns the level of an element of a table: no element is open across one of a lower or the same level.
fn part(name: &str) -> Option<usize> {
    match name {
        "table" => Some(0),
        "thead" | "tbody" | "tfoot" | "caption" => Some(1),
        "tr" => Some(2),
        "td" | "th" => Some(CELL),
        _ => None,
    }
}
