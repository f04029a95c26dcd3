//! The brackets of a source: which texts belong to one call, one literal or one function.

/// Text in brackets; the first one is the whole source.
pub(crate) struct Group {
    /// Where the opening bracket is.
    pub(crate) open: usize,
    pub(crate) close: usize,
    pub(crate) parent: usize,
    /// True for statements in braces, and false for arguments, lists and objects.
    pub(crate) is_block: bool,
}

/// Where a text is.
#[derive(Clone, Copy)]
pub(crate) struct Inside {
    /// The innermost brackets.
    pub(crate) group: usize,
    /// The statements around it: a block in braces, or a function of Python.
    pub(crate) scope: usize,
}

/// Returns the groups, and where each place is. The places are in the order of the text.
pub(crate) fn groups(code: &str, places: &[usize]) -> (Vec<Group>, Vec<Inside>) {
    let mut groups = vec![Group {
        open: 0,
        close: code.len(),
        parent: 0,
        is_block: true,
    }];
    let mut scopes = 0;
    let mut open = Vec::new();
    let mut now = Inside { group: 0, scope: 0 };
    let mut inside = Vec::with_capacity(places.len());
    let mut is_line_start = true;
    for (at, byte) in code.bytes().enumerate() {
        while places.get(inside.len()).is_some_and(|place| *place <= at) {
            inside.push(now);
        }
        if is_line_start && !matches!(byte, b' ' | b'\t') {
            is_line_start = false;
            let words = ["def ", "async def ", "class "].map(str::as_bytes);
            if words
                .iter()
                .any(|word| code.as_bytes()[at..].starts_with(word))
            {
                scopes += 1;
                now.scope = scopes;
            }
        }
        match byte {
            b'\n' => is_line_start = true,
            b'(' | b'[' | b'{' => {
                open.push(now);
                let is_block = byte == b'{' && is_block(&code[..at]);
                groups.push(Group {
                    open: at,
                    close: code.len(),
                    parent: now.group,
                    is_block,
                });
                now.group = groups.len() - 1;
                if is_block {
                    scopes += 1;
                    now.scope = scopes;
                }
            }
            b')' | b']' | b'}' => {
                if let Some(outer) = open.pop() {
                    groups[now.group].close = at;
                    now = outer;
                }
            }
            _ => {}
        }
    }
    inside.resize(places.len(), now);
    (groups, inside)
}

/// Returns whether a brace after this code opens statements, and not an object.
fn is_block(before: &str) -> bool {
    let code = before.trim_end();
    if code.ends_with("=>") {
        return true;
    }
    // `Params{…}` and `[]string{…}` of Go.
    let is_literal = code.len() == before.len()
        && code
            .ends_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | ']' | '}' | '$'));
    let is_value = code.ends_with(['(', ',', '=', ':', '[', '&', '|', '?']);
    !is_literal && !is_value && !code.ends_with("return")
}
