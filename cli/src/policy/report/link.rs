//! Links.

use maud::{Markup, html};

/// Links a text, if the address is one of the web. The page that the link leads to learns nothing of the report.
pub(crate) fn link(url: &str, text: &str) -> Markup {
    if !is_of_web(url) {
        return html! { (text) };
    }
    html! { a href=(url) rel="noreferrer noopener" { (text) } }
}

fn is_of_web(url: &str) -> bool {
    ["https://", "http://"]
        .iter()
        .any(|scheme| url.starts_with(scheme))
}

#[cfg(test)]
mod tests {
    use super::link;

    #[test]
    fn only_addresses_of_the_web_are_links() {
        let shown = |url| link(url, "a < b").into_string();
        assert_eq!(
            shown("https://a.example/?b=\"&c"),
            r#"<a href="https://a.example/?b=&quot;&amp;c" rel="noreferrer noopener">a &lt; b</a>"#
        );
        for url in [
            "",
            "javascript:alert(1)",
            "data:text/html,x",
            " https://a.example",
            "//a.example",
        ] {
            assert_eq!(shown(url), "a &lt; b", "{url}");
        }
    }
}
