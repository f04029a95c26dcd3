//! The links of a table: to the web, or left out.

use crate::markdown::cell::{Cell, without_click_tracking};
use crate::page::diagnostic_codes::{NON_WEB_LINK, RELATIVE_LINK};
use crate::page::read::Page;
use ram_diagnostics::escaped;

/// Returns the first link of these cells that leads to the web, without click tracking; an empty text
/// if there is none. Reports the other links.
pub(crate) fn first_link<'c>(page: &Page<'_>, cells: impl Iterator<Item = &'c Cell>) -> String {
    let mut first = None;
    for cell in cells {
        let Some(link) = cell.link.as_deref() else {
            continue;
        };
        match scheme(link) {
            Some(scheme) if is_web(scheme, link) => {
                first.get_or_insert(link);
            }
            Some(_) => page.report_alike(NON_WEB_LINK.at(
                cell.range,
                format!(
                    "`{}` is not a link to the web; it is left out",
                    escaped(link)
                ),
                "write an address that starts with `https://`",
            )),
            // An empty one is reported with the cell.
            None if link.is_empty() => {}
            None => page.report_alike(RELATIVE_LINK.at(
                cell.range,
                "this link is relative, so it is left out",
                "write the whole address, from `https://` on",
            )),
        }
    }
    first.map(without_click_tracking).unwrap_or_default()
}

/// Returns true for a link that leads to the web.
#[cfg(feature = "refresh")]
pub(crate) fn is_web_link(link: &str) -> bool {
    scheme(link).is_some_and(|scheme| is_web(scheme, link))
}

/// Returns the scheme of an address, `https` of `https://…`.
fn scheme(link: &str) -> Option<&str> {
    let (scheme, _) = link.split_once(':')?;
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    is_scheme.then_some(scheme)
}

/// Returns true for `http` and `https` with a host.
fn is_web(scheme: &str, link: &str) -> bool {
    let rest = &link[scheme.len() + 1..];
    let host = rest.strip_prefix("//").unwrap_or_default();
    ["http", "https"]
        .iter()
        .any(|web| scheme.eq_ignore_ascii_case(web))
        && host.starts_with(|c: char| c.is_alphanumeric() || c == '[')
}

#[cfg(test)]
mod tests {
    use super::{is_web, scheme};

    #[test]
    fn web_links_have_http_or_https_and_a_host() {
        for link in [
            "http://example.com",
            "HTTPS://example.com/a?b#c",
            "https://[::1]/",
        ] {
            assert!(
                scheme(link).is_some_and(|scheme| is_web(scheme, link)),
                "{link}"
            );
        }
        for link in [
            "javascript:alert(1)",
            "JavaScript://example.com/%0aalert(1)",
            "data:text/html,a",
            "vbscript:a",
            "mailto:a@example.com",
            "ftp://example.com",
            "file:///etc/passwd",
            "https:example.com",
            "https:/example.com",
            "http://",
            "https:///a",
        ] {
            assert!(
                scheme(link).is_some_and(|scheme| !is_web(scheme, link)),
                "{link}"
            );
        }
        for link in [
            "a.md",
            "#a",
            "/a",
            "//example.com",
            "./a:b",
            "?a=b:c",
            "java\tscript:a",
        ] {
            assert_eq!(scheme(link), None, "{link}");
        }
    }
}
