//! Objects in `jsonencode`.

use crate::common::only;
use ram_policy::ByteRange;
use ram_policy_source::{Container, Scope, rewrite};

const ENCODED: &str = r#"resource "alicloud_ram_policy" "p" {
  policy_document = jsonencode({
    Version = "1" # the only one
    "Statement" : [
      {
        Effect   = "Allow"
        Action   = ["cs:Get*", "a\"b\\c$${d}", /* and */ "cs:List*", ]
        Resource = "acs:cs:*:*:cluster/${var.id}"
      },
      { Effect = "Deny", Action = var.denied, Resource = "*" },
    ]
  })
}
"#;

#[test]
fn object_in_jsonencode_is_the_json_that_it_becomes() {
    let document = only(ENCODED);
    assert_eq!(document.container(), Container::JsonEncode);
    assert_eq!(
        document.address(),
        "resource.alicloud_ram_policy.p.policy_document"
    );
    let json: serde_json::Value = serde_json::from_str(document.text()).expect("JSON");
    let expected = serde_json::json!({
        "Version": "1",
        "Statement": [
            {
                "Effect": "Allow",
                "Action": ["cs:Get*", "a\"b\\c${d}", "cs:List*"],
                "Resource": "acs:cs:*:*:cluster/${var.id}",
            },
            { "Effect": "Deny", "Action": "var.denied", "Resource": "*" },
        ],
    });
    assert_eq!(json, expected);
    let holes: Vec<&str> = document
        .holes()
        .iter()
        .map(|hole| &document.text()[hole.as_range()])
        .collect();
    assert_eq!(holes, ["${var.id}", "\"var.denied\""]);
    for text in ["\"cs:List*\"", "\"Allow\"", "\"*\""] {
        let start = document.text().find(text).expect("the text");
        let range = ByteRange::new(start, start + text.len());
        assert_eq!(&ENCODED[document.outer(range).as_range()], text);
    }
}

#[test]
fn change_in_jsonencode_is_written_as_an_expression() {
    let document = only(ENCODED);
    let end = document.text().rfind("\"*\" }").expect("a statement") + 5;
    let added = ", {\"Effect\": \"Deny\", \"Action\": \"x:${y}\", \"Resource\": [\"*\"]}";
    let change = vec![(ByteRange::new(end, end), added.to_owned())];
    let written = rewrite(
        "main.tf",
        ENCODED,
        Some("tf"),
        &Scope::default(),
        &[(&document, &change)],
    )
    .expect("a file");
    let expected = r#"Resource = "*" }, {Effect = "Deny", Action = "x:$${y}", Resource = ["*"]},"#;
    assert!(written.contains(expected), "{written}");
}

/// A document in `jsonencode` with this list of actions.
fn actions(list: &str) -> String {
    format!(
        "policy = jsonencode({{\n  Statement = [{{\n    Effect = \"Allow\"\n    Action = [\n{list}    ]\n  }}]\n}})\n"
    )
}

#[test]
fn change_in_jsonencode_keeps_comments_at_their_part() {
    // What is replaced is the first of two texts, which may be at any place of the list.
    let cases = [
        // The comment stays beside the part before it.
        (
            "\"a:b\", # one\n\"c:d\"\n",
            "\"a:b\",  \n\"c:d\"",
            "\"a:b\"",
            true,
        ),
        ("\"a:b\", # one\n\"c:d\"\n", ",  \n\"c:d\"", "", true),
        ("\"a:b\", # one\n", "\"a:b\"", "\"a:b\",\n\"c:d\"", true),
        ("\"a:b\" # one\n", "\"a:b\"", "\"a:b\",\n\"c:d\"", true),
        (
            "\"a:b\", // one\n# end\n",
            "\"a:b\"",
            "\"a:b\",\n\"c:d\"",
            true,
        ),
        (
            "\"a:b\", # one\n\"c:d\",\n\"e:f\"\n",
            "\"c:d\",\n",
            "",
            true,
        ),
        (
            "\"a:b\", # one\n\"c:d\",\n\"e:f\"\n",
            ",  \n\"c:d\"",
            "",
            true,
        ),
        // It would have another part after it.
        (
            "\"a:b\", # one\n# two\n\"c:d\"\n",
            ",  \n \n\"c:d\"",
            "",
            false,
        ),
        (
            "\"a:b\",\n# two\n\"c:d\",\n\"e:f\"\n",
            "\"c:d\",\n",
            "",
            false,
        ),
        ("\"a:b\", # one\n\"c:d\"\n", "\"a:b\",  \n", "", false),
        (
            "\"a:b\", /* two */ \"c:d\"\n",
            "\"a:b\"",
            "\"a:b\", \"e:f\"",
            false,
        ),
        // The comment is inside of what is removed.
        (
            "\"a:b\", /* c */ \"c:d\"\n",
            "\"a:b\",   \"c:d\"",
            "\"x:y\"",
            false,
        ),
        // It would follow another part.
        ("\"a:b\",\n\"c:d\" # two\n", ",\n\"c:d\"", "", false),
        ("\"a:b\",\n\"c:d\", // two\n", ",\n\"c:d\"", "", false),
        // It would be above another part, or above none.
        ("# one\n\"a:b\",\n\"c:d\"\n", "\"a:b\",\n", "", false),
        ("# one\n\"a:b\"\n", "\"a:b\"", "\"c:d\",\n\"a:b\"", false),
        // The comment stays with its part, or is elsewhere.
        ("\"a:b\", # one\n", "\"a:b\"", "\"a:B\"", true),
        ("\"a:b\", # one\n", "\"a:b\"", "\"a:*\"", true),
        (
            "\"a:b\", # one\n\"c:d\",\n\"e:f\"\n",
            ",\n\"e:f\"",
            "",
            true,
        ),
        (
            "# one\n\"a:b\",\n\"c:d\"\n",
            "\"c:d\"",
            "\"c:d\",\n\"e:f\"",
            true,
        ),
        ("\"a:#b\",\n\"c:/*d\"\n", ",\n\"c:/*d\"", "", true),
    ];
    for (list, old, new, is_made) in cases {
        let file = actions(list);
        let document = only(&file);
        let start = document.text().find(old).expect(list);
        let range = ByteRange::new(start, start + old.len());
        let change = vec![(range, new.to_owned())];
        let written = rewrite(
            "main.tf",
            &file,
            Some("tf"),
            &Scope::default(),
            &[(&document, &change)],
        );
        assert_eq!(written.is_ok(), is_made, "{list} {old} {new}: {written:?}");
        assert_eq!(document.keeps_comments(&change), is_made, "{list}");
        if let Ok(written) = written {
            let line = |text: &str| {
                let line = text.lines().find(|line| line.contains("one"))?;
                Some(line.replace([',', ' '], "").to_lowercase())
            };
            assert!(
                new.contains('*') || line(&written) == line(&file),
                "{written}"
            );
        }
    }
}

#[test]
fn removal_of_the_last_item_changes_no_comment() {
    for comment in [
        "# one",
        "// one",
        "/* one */",
        "# \"one\" — ",
        "# a,",
        "/* a,\n b */",
    ] {
        for comma in ["", ","] {
            for line_end in ["\n", "\r\n"] {
                let with = |last: &str| {
                    actions(&format!("\"a:b\", {comment}\n{last}")).replace('\n', line_end)
                };
                let file = with(&format!("\"c:d\"{comma}\n"));
                let document = only(&file);
                let start = document.text().find("\"a:b\"").expect("an action") + 5;
                let end = document.text().find("\"c:d\"").expect("an action") + 5;
                let change = vec![(ByteRange::new(start, end), String::new())];
                let written = rewrite(
                    "main.tf",
                    &file,
                    Some("tf"),
                    &Scope::default(),
                    &[(&document, &change)],
                );
                assert_eq!(written, Ok(with("")), "{file}");
                // Two removals, of the last two items.
                let file = with(&format!("\"c:d\",\n\"e:f\"{comma}\n"));
                let document = only(&file);
                let place = |item: &str| document.text().find(item).expect("an action") + 5;
                let places = [place("\"a:b\""), place("\"c:d\""), place("\"e:f\"")];
                let removal = |start, end| (ByteRange::new(start, end), String::new());
                let changes = [removal(places[0], places[1]), removal(places[1], places[2])];
                let written = rewrite(
                    "main.tf",
                    &file,
                    Some("tf"),
                    &Scope::default(),
                    &[(&document, &changes)],
                );
                assert_eq!(written, Ok(with("")), "{file}");
            }
        }
    }
}

#[test]
fn lines_after_a_comment_keep_their_ends() {
    let file = actions("# all\n\"a:b\" # one\n").replace('\n', "\r\n");
    let text = only(&file).text().to_owned();
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
}

#[test]
fn change_in_jsonencode_has_no_spaces_at_line_ends() {
    let file = actions("\"a:b\"\n");
    let document = only(&file);
    let end = document.text().find("\"a:b\"").expect("an action") + 5;
    let change = vec![(ByteRange::new(end, end), ",  \n   \n\n  \"c:d\"".to_owned())];
    let written = rewrite(
        "main.tf",
        &file,
        Some("tf"),
        &Scope::default(),
        &[(&document, &change)],
    )
    .expect("a file");
    assert_eq!(written, actions("\"a:b\",\n\n  \"c:d\"\n"));
}
