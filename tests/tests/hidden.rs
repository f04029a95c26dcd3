//! Pages and policies treat the same characters as hidden.

use ram_diagnostics::visible;
use ram_policy::Policy;
use std::fmt::Write as _;

/// Variation selectors belong to emojis on a page but can hide text in a policy.
fn is_variation_selector(c: char) -> bool {
    matches!(c, '\u{180b}'..='\u{180d}' | '\u{180f}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

#[test]
fn pages_and_policies_treat_the_same_characters_as_hidden() {
    let all: Vec<char> = ('\u{80}'..=char::MAX).collect();
    for part in all.chunks(10_000) {
        let text: String = part.iter().collect();
        let policy = format!(
            r#"{{"Version": "1", "Statement": [{{"Effect": "Allow", "Action": "a:b", "Resource": "{text}"}}]}}"#
        );
        let written = policy.parse::<Policy>().expect("a policy").to_string();
        let mut wanted = String::new();
        for &c in part {
            let mut bytes = [0; 4];
            let shown = &*c.encode_utf8(&mut bytes);
            if visible(shown) == shown && !is_variation_selector(c) {
                wanted.push(c);
                continue;
            }
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(wanted, "\\u{unit:04x}");
            }
        }
        assert!(written.contains(&format!("\"{wanted}\"")), "{:?}", part[0]);
    }
}
