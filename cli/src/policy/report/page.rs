//! The page around a report.

use maud::{DOCTYPE, Markup, PreEscaped, html};

const STYLE: &str = include_str!("report.css");

/// What a report consists of.
pub(crate) struct Page<'a> {
    pub(crate) title: &'a str,
    /// What the report is about, in a sentence.
    pub(crate) lead: Markup,
    pub(crate) body: Markup,
    /// Data for the script, from [`for_script`](super::data::for_script).
    pub(crate) data: Option<&'a str>,
    pub(crate) script: &'static str,
    /// What this report has besides the style of all reports.
    pub(crate) style: &'static str,
}

impl Page<'_> {
    /// Writes the file. The policy in it allows its own style and script, by their hashes, and no request.
    pub(crate) fn write(&self) -> String {
        let style = format!("{STYLE}{}", self.style);
        let page = html! {
            (DOCTYPE)
            html lang="en" {
                head {
                    meta charset="utf-8";
                    meta http-equiv="Content-Security-Policy" content=(content_security_policy(&style, self.script));
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    meta name="referrer" content="no-referrer";
                    title { (self.title) " – ack-catalog" }
                    style { (PreEscaped(&style)) }
                }
                body {
                    header.top {
                        p.program { "ack-catalog " (env!("CARGO_PKG_VERSION")) }
                        h1 { (self.title) }
                        div.lead { (self.lead) }
                    }
                    main { (self.body) }
                    @if let Some(data) = self.data {
                        script #data type="application/json" { (PreEscaped(data)) }
                    }
                    script { (PreEscaped(self.script)) }
                }
            }
        };
        page.into_string() + "\n"
    }
}

fn content_security_policy(style: &str, script: &str) -> String {
    let [style, script] =
        [style, script].map(|text| base64(&hmac_sha256::Hash::hash(text.as_bytes())));
    format!(
        "default-src 'none'; style-src 'sha256-{style}'; script-src 'sha256-{script}'; base-uri 'none'; \
         form-action 'none'"
    )
}

/// Encodes bytes, with padding.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let mut group = [0; 4];
        group[1..=chunk.len()].copy_from_slice(chunk);
        let group = u32::from_be_bytes(group);
        for digit in 0..4 {
            let shift = 18 - 6 * digit;
            let value = (group >> shift) & 63;
            out.push(if digit <= chunk.len() {
                char::from(DIGITS[value as usize])
            } else {
                '='
            });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_in_base64() {
        for (bytes, encoded) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(base64(bytes.as_bytes()), encoded);
        }
        let policy = content_security_policy("", "");
        assert!(
            policy.contains("style-src 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"),
            "{policy}"
        );
    }

    #[test]
    fn style_does_not_end_its_element() {
        assert!(!STYLE.contains("</"));
    }
}
