//! Traces of editors in a page's bytes. The page is read all the same.

use crate::page::diagnostic_codes::{BYTE_ORDER_MARK, CRLF};
use ram_diagnostics::{ByteRange, Diagnostic, Source};

/// Reports a byte order mark and carriage returns.
pub(crate) fn encoding_warnings(source: &Source<'_>) -> Vec<Diagnostic> {
    let text = source.text();
    let mut warnings = Vec::new();
    if source.byte_order_marks() > 0 {
        warnings.push(BYTE_ORDER_MARK.at(
            ByteRange::new(0, source.byte_order_marks()),
            "the file starts with a byte order mark",
            "save it as UTF-8 without a byte order mark",
        ));
    }
    if let Some(at) = text.find('\r') {
        let count = text.matches('\r').count();
        let lines = if count == 1 { "line ends" } else { "lines end" };
        warnings.push(CRLF.at(
            ByteRange::new(at, at + 1),
            format!("{count} {lines} with a carriage return; the first is here"),
            "save the file with LF line ends (`*.md text eol=lf` in .gitattributes)",
        ));
    }
    warnings
}
