//! Texts that others chose: whatever they contain, an action that is well formed is a plain name.

use ram_refusal::{Action, FORMS, find};

/// Characters that mean something to a shell, a policy, a terminal or a reader.
fn hostile() -> Vec<char> {
    let others = "\u{85}\u{a0}\u{ad}\u{34f}\u{61c}\u{115f}\u{180e}\u{3164}\u{feff}\u{fffd}\u{e0001}\u{e0041}іＡ：＊ѕé中𝒜\u{301}";
    let ranges = [
        '\0'..='\u{7f}',
        '\u{200b}'..='\u{200f}',
        '\u{2028}'..='\u{202e}',
        '\u{2060}'..='\u{2069}',
    ];
    ranges.into_iter().flatten().chain(others.chars()).collect()
}

fn is_plain(action: &str) -> bool {
    let is_lower = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    action
        .split_once(':')
        .is_some_and(|(service, name)| service.chars().all(is_lower) && name.chars().all(is_name))
}

/// Puts each of the characters at each place of the example of each form.
fn hold(characters: &[char]) {
    for form in FORMS {
        let places = form.example.char_indices().map(|(at, _)| at);
        let places: Vec<usize> = places.collect();
        for at in places {
            let (before, after) = form.example.split_at(at);
            let lines = characters.iter().map(|c| format!("{before}{c}{after}\n\n"));
            let text: String = lines.collect();
            for refusal in find(&text) {
                assert!(text.get(refusal.range.clone()).is_some());
                assert!(refusal.line <= text.lines().count());
                if let Some(action) = refusal.action {
                    let is_right = !action.is_well_formed() || is_plain(action.as_str());
                    assert!(is_right, "{action:?}");
                }
            }
        }
    }
}

/// What others can put inside a name: characters that nobody sees or that look like white space, as themselves and as
/// escapes, and commands of a terminal.
fn within_names() -> Vec<String> {
    let spaces = "\u{85}\u{a0}\u{1680}\u{2000}\u{2003}\u{2009}\u{200a}\u{202f}\u{205f}\u{3000}";
    // These are white space and signs of a sentence: what is before them is the whole name.
    let is_end = |c: char| " \t\n".contains(c) || ".,;:!)]}|>'\"`<".contains(c);
    let is_name = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
    let characters = hostile().into_iter().chain(spaces.chars());
    let characters = characters
        .filter(|c| !is_end(*c) && !is_name(*c))
        .map(String::from);
    let written = [
        "&nbsp;",
        "&#160;",
        "&#xa0;",
        "\\u00a0",
        "\\u3000",
        "%C2%A0",
        "&emsp;",
        "&#8195;",
        "&#x200b;",
        "\\u200b",
        "\u{1b}[",
        "\u{1b}[31m",
        "\u{1b}[m",
        "\u{1b}[K",
        "\u{1b}[2D",
        "\u{1b}(B",
        "\u{1b}c",
        "^[[",
        "^[[31m",
        "[31m",
        "\\u001b[",
        "\\u001b[31m",
        "\\x1b[",
        "\\033[",
        "\\e[",
        "#033[",
        "%1B%5B",
    ];
    characters.chain(written.map(str::to_owned)).collect()
}

/// A name that others changed is not another name: the whole enters a policy, or nothing.
#[test]
fn nothing_within_a_name_leaves_a_part_of_it() {
    let mut wrong = Vec::new();
    for form in FORMS {
        let whole = find(form.example).remove(0);
        let action = whole
            .action
            .as_ref()
            .map(|action| action.as_str().to_owned());
        for name in [action.clone(), whole.resource.clone()]
            .into_iter()
            .flatten()
        {
            let Some(start) = form.example.find(&name) else {
                continue;
            };
            for at in start + 1..start + name.len() {
                let (before, after) = form.example.split_at(at);
                for inside in within_names() {
                    // With these, a string has a line break or a tab there.
                    if inside == "\\" && after.starts_with(['n', 'r', 't']) {
                        continue;
                    }
                    let text = format!("{before}{inside}{after}");
                    for refusal in find(&text) {
                        if let Some(Action::WellFormed(found)) = &refusal.action
                            && Some(found) != action.as_ref()
                        {
                            wrong.push(format!("{text:?}: {found}"));
                        }
                        if let Some(found) = &refusal.resource
                            && Some(found) != whole.resource.as_ref()
                            && found.starts_with("acs:")
                            && found.chars().all(|c| c.is_ascii_graphic())
                            && !found.contains(&inside)
                        {
                            wrong.push(format!("{text:?}: {found}"));
                        }
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}\n{wrong:#?}", wrong.len());
}

#[test]
fn no_character_makes_an_action_what_it_is_not() {
    hold(&hostile());
}

/// Takes some minutes.
#[test]
#[ignore = "slow: run by the workflow Scheduled"]
fn no_character_of_all_makes_an_action_what_it_is_not() {
    let all: Vec<char> = ('\0'..=char::MAX).collect();
    for some in all.chunks(4096) {
        let lines = some.iter().map(|c| {
            format!("RAM policy Forbidden for action cs:Start{c}Alert\n\n{c}cs:StartAlert\n\n")
        });
        let text: String = lines.collect();
        for refusal in find(&text) {
            let action = refusal.action.expect("an action");
            assert!(
                !action.is_well_formed() || is_plain(action.as_str()),
                "{action:?}"
            );
        }
    }
}

#[test]
fn fields_of_a_detail_are_kept_as_they_are() {
    for c in hostile() {
        // A quote or a backslash ends or changes the string, and a gap is one of its own.
        if c.is_control() || c.is_whitespace() || matches!(c, '"' | '\\' | '\u{1d}') {
            continue;
        }
        let text = format!(
            "{{\"code\": \"NoPermission\", \"AuthAction\": \"cs:A{c}B\", \"AuthResource\": \"acs:cs:{c}:1:x\", \
             \"NoPermissionType\": \"ImplicitDeny\", \"AuthPrincipalDisplayName\": \"a{c}b\"}}"
        );
        let found = find(&text);
        assert_eq!(found.len(), 1, "{text}");
        let action = found[0].action.as_ref().expect("an action");
        let is_sign = matches!(c, ',' | ')' | ']' | '}');
        assert_eq!(action.is_well_formed(), is_plain(action.as_str()), "{text}");
        assert!(action.as_str().contains(c) || is_sign, "{text}: {action:?}");
        if !matches!(c, '&' | '[' | '^') && !('\u{2500}'..'\u{2580}').contains(&c) {
            assert_eq!(found[0].principal, Some(format!("a{c}b")), "{text}");
            assert_eq!(found[0].resource, Some(format!("acs:cs:{c}:1:x")), "{text}");
        }
    }
}

/// Without the command of a terminal, a name would be that of another caller.
#[test]
fn principal_with_a_command_of_a_terminal_is_another() {
    for escape in ["\u{1b}", "\u{1b}[31m", "\\u001b[0m", "\\u001B"] {
        let text = format!(
            "{{\"code\": \"NoPermission\", \"AuthAction\": \"cs:A\", \"NoPermissionType\": \"ImplicitDeny\", \
             \"AuthPrincipalDisplayName\": \"ali{escape}ce\"}}"
        );
        let principal = find(&text).remove(0).principal;
        assert_eq!(principal, Some(format!("ali{escape}ce")), "{text}");
    }
    let coloured =
        "Code: NoPermission AuthAction: cs:A AuthPrincipalDisplayName: \u{1b}[31malice\u{1b}[0m";
    let principal = find(coloured).remove(0).principal;
    assert_eq!(principal.as_deref(), Some("alice"));
}

#[test]
fn malformed_action_is_never_joined_with_the_next_line() {
    let known = |name: &str| name == "cs:StartAlert";
    for c in hostile() {
        let text = format!("RAM policy Forbidden for action cs:Start{c}\nAlert\n");
        let mut finder = ram_refusal::Finder::new(&known);
        finder.push(text.as_bytes());
        for refusal in finder.finish().refusals {
            if let Some(Action::WellFormed(action)) = refusal.action {
                assert!(is_plain(&action), "{c:?}: {action}");
            }
        }
    }
}

/// `grep` and terminals mark a part of a name with commands that have no numbers.
#[test]
fn marked_part_of_a_known_name_leaves_it_whole() {
    let text = "RAM policy Forbidden for action cs:\u{1b}[01;31m\u{1b}[KStart\u{1b}[m\u{1b}[KAlert\u{1b}(B\u{1b}[m\n";
    for (is_there, expected) in [
        (true, "cs:StartAlert"),
        (false, "cs:\u{1b}[01;31m\u{1b}[KStart\u{1b}[m\u{1b}[KAlert"),
    ] {
        let known = |name: &str| is_there && name == "cs:StartAlert";
        let mut finder = ram_refusal::Finder::new(&known);
        finder.push(text.as_bytes());
        let action = finder
            .finish()
            .refusals
            .remove(0)
            .action
            .expect("an action");
        assert_eq!(
            (action.as_str(), action.is_well_formed()),
            (expected, is_there)
        );
    }
}
