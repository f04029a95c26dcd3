//! Data for the script of a report.

use serde::Serialize;
use std::fmt::Write as _;
use std::io;

/// Formats a value as JSON that an element `script` can hold: nothing in it ends the element or starts a comment.
pub(crate) fn for_script(value: &impl Serialize) -> io::Result<String> {
    let json = serde_json::to_string(value)?;
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if matches!(c, '<' | '>' | '&' | '\u{2028}' | '\u{2029}') {
            // Only strings have these. Writing to a `String` does not fail.
            let _ = write!(out, "\\u{:04x}", u32::from(c));
        } else {
            out.push(c);
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::for_script;

    #[test]
    fn nothing_ends_the_script() {
        let hostile = "</script><!--&\u{2028}\u{2029}\"\\";
        let json = for_script(&hostile).expect("JSON");
        assert_eq!(
            json,
            r#""\u003c/script\u003e\u003c!--\u0026\u2028\u2029\"\\""#
        );
        assert_eq!(
            serde_json::from_str::<String>(&json).expect("JSON"),
            hostile
        );
    }
}
