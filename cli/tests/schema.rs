//! `ack-catalog schema`: its schema in a validator, compared with the strict reader of policies. And the linter, on real
//! policies.

mod common;

use ack_catalog::CsAction;
use common::{ack_catalog, run};
use jsonschema::Validator;
use libtest_mimic::{Arguments, Failed, Trial};
use ram_policy::Policy;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

type Test = fn();

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let tests: [(&str, Test); 7] = [
        ("it_is_printed", it_is_printed),
        ("it_is_a_schema", it_is_a_schema),
        ("it_explains_the_actions", it_explains_the_actions),
        ("it_accepts_every_form", it_accepts_every_form),
        ("it_refuses_every_fault", it_refuses_every_fault),
        ("it_cannot_see_duplicate_keys", it_cannot_see_duplicate_keys),
        (
            "it_agrees_with_the_reader_on_every_change",
            it_agrees_with_the_reader_on_every_change,
        ),
    ];
    let mut trials: Vec<Trial> = tests
        .into_iter()
        .map(|(name, test)| Trial::test(name, move || done(test)))
        .collect();

    // Other people's policies, as in `tests/tests/policies.rs`.
    let corpus = env::var_os("ACK_CATALOG_CORPUS").map(PathBuf::from);
    let (folder, is_absent) = (corpus.clone(), corpus.is_none());
    let on_corpus = Trial::test("it_agrees_with_the_reader_on_real_policies", move || {
        done(|| it_agrees_with_the_reader_on_real_policies(&corpus.unwrap_or_default()))
    });
    trials.push(on_corpus.with_ignored_flag(is_absent));
    let linted = Trial::test("lint_calls_no_real_name_misspelt", move || {
        done(|| lint_calls_no_real_name_misspelt(&folder.unwrap_or_default()))
    });
    trials.push(linted.with_ignored_flag(is_absent));
    libtest_mimic::run(&arguments, trials).exit_code()
}

/// Runs a test that panics if it fails.
#[allow(clippy::unnecessary_wraps)] // What a trial returns.
fn done(test: impl FnOnce()) -> Result<(), Failed> {
    test();
    Ok(())
}

fn schema() -> Value {
    let output = ack_catalog().arg("schema").output().expect("it runs");
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stdout.ends_with(b"}\n"));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

fn validator() -> Validator {
    jsonschema::draft202012::new(&schema()).expect("a schema")
}

fn is_read(document: &Value) -> bool {
    document.to_string().parse::<Policy>().is_ok()
}

fn it_is_printed() {
    insta::assert_snapshot!("help", run(&["schema", "--help"]));
    let mut schema = schema();
    // `it_explains_the_actions` compares them with the catalog.
    schema["$defs"]["knownActions"] = json!("the actions of ACK");
    insta::assert_snapshot!("schema", format!("{schema:#}"));
}

fn it_is_a_schema() {
    let schema = schema();
    assert_eq!(
        schema["$schema"],
        "https://json-schema.org/draft/2020-12/schema"
    );
    assert!(jsonschema::draft202012::meta::is_valid(&schema));
}

fn it_explains_the_actions() {
    let schema = schema();
    let known = schema["$defs"]["knownActions"]["anyOf"].as_array();
    let known = known.expect("a list").as_slice();
    let (others, known) = known.split_last().expect("suggestions");
    assert_eq!(*others, json!({}));
    assert_eq!(known.len(), CsAction::COUNT);
    for (suggestion, action) in known.iter().zip(CsAction::ALL) {
        assert_eq!(suggestion["const"], action.ram_action());
        let description = suggestion["description"].as_str().expect("a text");
        assert!(description.starts_with(action.description()), "{action}");
    }
}

/// A policy of one statement.
fn policy(statement: &Value) -> Value {
    json!({ "Version": "1", "Statement": [statement] })
}

/// Policies that have all elements in all their forms.
fn policies() -> [Value; 9] {
    let allow = |elements: Value| {
        let mut statement = json!({ "Effect": "Allow", "Action": "cs:Get*", "Resource": "*" });
        for (name, value) in elements.as_object().into_iter().flatten() {
            statement[name] = value.clone();
        }
        statement
    };
    [
        policy(&allow(json!({}))),
        policy(&allow(json!({
            "Action": ["cs:DescribeEvents", "ecs:*", "*", ""],
            "Resource": ["acs:cs:*:*:cluster/c1", "acs:oss:*:*:bucket"],
        }))),
        policy(&json!({ "Effect": "Deny", "NotAction": "cs:StartAlert", "Resource": "*" })),
        policy(&json!({ "Effect": "Deny", "NotAction": ["Update:*", "a"], "Resource": ["*"] })),
        policy(&json!({
            "Effect": "Allow",
            "Action": "sts:AssumeRole",
            "Principal": { "RAM": "acs:ram::1:root", "Service": ["cs.aliyuncs.com"], "Federated": "f" },
        })),
        policy(&allow(json!({ "Principal": "*" }))),
        policy(&allow(
            json!({ "Sid": "owner", "Action": ["kms:*", "*"], "Principal": { "RAM": "acs:ram::1:*" } }),
        )),
        policy(&allow(json!({ "Principal": ["1", "2"], "Condition": {} }))),
        json!({ "Version": "1", "Statement": [
            allow(json!({ "Condition": { "IpAddress": { "acs:SourceIp": ["10.0.0.0/8", "::1"] } } })),
            allow(json!({ "Condition": { "Odd": { "k": "v" }, "Bool": { "k": "true", "l": [""] } } })),
        ] }),
    ]
}

fn it_accepts_every_form() {
    let validator = validator();
    for policy in policies() {
        assert!(is_read(&policy), "{policy}");
        assert!(validator.is_valid(&policy), "{policy}");
    }
}

/// The reader's name of each fault, and a document with it.
const FAULTS: &str = r#"
unknown-element        {"Version": "1", "Statements": [{"Effect": "Allow", "Action": "a", "Resource": "b"}]}
unknown-element        {"$schema": "s", "Version": "1", "Statement": [{"Effect": "Allow", "Action": "a", "Resource": "b"}]}
wrong-version          {"Version": "2", "Statement": [{"Effect": "Allow", "Action": "a", "Resource": "b"}]}
aws-policy             {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "a", "Resource": "b"}]}
missing-version        {"Statement": [{"Effect": "Allow", "Action": "a", "Resource": "b"}]}
missing-element        {"Version": "1"}
empty-list             {"Version": "1", "Statement": []}
bare-statement         {"Version": "1", "Statement": {"Effect": "Allow", "Action": "a", "Resource": "b"}}
unquoted-value         {"Version": 1, "Statement": [{"Effect": "Allow", "Action": "a", "Resource": "b"}]}
wrong-type             [{"Version": "1", "Statement": []}]
template               {"ROSTemplateFormatVersion": "2015-09-01", "Resources": {}}
"#;

/// The same for the one statement of a document.
const FAULTS_OF_STATEMENTS: &str = r#"
unknown-element        {"Effect": "Allow", "Action": "a", "Resource": "b", "Owner": "c"}
unknown-element        {"Effect": "Allow", "Actions": "a", "Resource": "b"}
unknown-element        {"effect": "Allow", "Action": "a", "Resource": "b"}
unknown-element        {"Effect": "Allow", "Action": "a", "Principal": {"ram": "c"}}
not-resource           {"Effect": "Allow", "Action": "a", "Resource": "b", "NotResource": "c"}
sid                    {"Sid": "s", "Effect": "Allow", "Action": "a", "Resource": "b"}
wrong-effect           {"Effect": "allow", "Action": "a", "Resource": "b"}
wrong-effect           {"Effect": "", "Action": "a", "Resource": "b"}
missing-element        {"Action": "a", "Resource": "b"}
missing-element        {"Effect": "Allow", "Action": "a"}
missing-action         {"Effect": "Allow", "Resource": "b"}
action-and-not-action  {"Effect": "Allow", "Action": "a", "NotAction": "c", "Resource": "b"}
empty-list             {"Effect": "Allow", "Action": [], "Resource": "b"}
empty-list             {"Effect": "Allow", "Action": "a", "Resource": []}
empty-list             {"Effect": "Allow", "Action": "a", "Principal": {}}
empty-list             {"Effect": "Allow", "Action": "a", "Resource": "b", "Condition": {"Bool": {}}}
empty-list             {"Effect": "Allow", "Action": "a", "Resource": "b", "Condition": {"Bool": {"k": []}}}
unquoted-value         {"Effect": "Allow", "Action": "a", "Resource": "b", "Condition": {"Bool": {"k": true}}}
unquoted-value         {"Effect": "Allow", "Action": "a", "Principal": {"RAM": [1]}}
wrong-type             {"Effect": "Allow", "Action": [["a"]], "Resource": "b"}
wrong-type             {"Effect": "Allow", "Action": "a", "Resource": null}
stack-policy           {"Effect": "Allow", "Action": "Update:*", "Resource": "b"}
stack-policy           {"Effect": "Deny", "Action": ["a", "Update:Replace"], "Resource": "b"}
template               {"Effect": "Allow", "Action": "a", "Resource": {"Ref": "Bucket"}}
"#;

fn rows(table: &str) -> impl Iterator<Item = (&str, &str)> {
    let lines = table.lines().skip(1);
    lines.map(|line| line.split_once(' ').expect("a name and a text"))
}

fn it_refuses_every_fault() {
    let validator = validator();
    let documents = rows(FAULTS).map(|(name, text)| (name, text.to_owned()));
    let statements = rows(FAULTS_OF_STATEMENTS).map(|(name, text)| {
        let document = format!(r#"{{"Version": "1", "Statement": [{text}]}}"#);
        (name, document)
    });
    for (name, text) in documents.chain(statements) {
        let error = text.parse::<Policy>().expect_err(&text);
        assert_eq!(error.problems()[0].code, name, "{text}");
        let document = serde_json::from_str(&text).expect("JSON");
        assert!(!validator.is_valid(&document), "{text}");
    }
}

/// A parser drops one of the two values before the schema sees them.
fn it_cannot_see_duplicate_keys() {
    let text = r#"{"Version": "1", "Version": "1", "Statement": [
        {"Effect": "Allow", "Action": "a", "Resource": "b"}
    ]}"#;
    assert!(text.parse::<Policy>().is_err());
    assert!(validator().is_valid(&serde_json::from_str(text).expect("JSON")));
}

/// Returns all documents that differ from this one in one value, key, member or item.
fn changed(value: &Value) -> Vec<Value> {
    let names = "Version Statement Effect Action NotAction Resource Condition Principal \
        RAM Bool Sid Ref AWS action Update:x";
    let names = || names.split(' ');
    let values = json!([
        null, true, 1, "1", "", "Allow", "Deny", "deny", "Update:x", "update:x", "a Update:x", "arn:x",
        [], [[]], [1], ["x"], ["x", "Update:x"], ["kms:x", "x"], "KMS:x", {}, {"x": "y"}, {"Ref": "x"}, {"RAM": "x"}, {"x": {"y": ["z"]}},
    ]);
    let mut all = values.as_array().cloned().unwrap_or_default();
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                let mut rest = members.clone();
                rest.remove(key);
                all.push(rest.clone().into());
                for name in names() {
                    let mut renamed = rest.clone();
                    renamed.insert(name.to_owned(), member.clone());
                    all.push(renamed.into());
                }
                for change in changed(member) {
                    let mut other = members.clone();
                    other.insert(key.clone(), change);
                    all.push(other.into());
                }
            }
            for name in names() {
                for value in ["1", "Allow", "x"] {
                    let mut more = members.clone();
                    more.insert(name.to_owned(), value.into());
                    all.push(more.into());
                }
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                let mut fewer = items.clone();
                fewer.remove(index);
                all.push(fewer.into());
                for change in changed(item) {
                    let mut other = items.clone();
                    other[index] = change;
                    all.push(other.into());
                }
            }
        }
        _ => {}
    }
    all
}

fn it_agrees_with_the_reader_on_every_change() {
    let validator = validator();
    let mut verdicts = [0, 0];
    for document in policies().iter().flat_map(changed) {
        let is_valid = validator.is_valid(&document);
        assert_eq!(is_valid, is_read(&document), "{document}");
        verdicts[usize::from(is_valid)] += 1;
    }
    // If one of the two were rare, their agreement would prove little.
    assert!(verdicts.iter().all(|count| *count > 500), "{verdicts:?}");
}

fn it_agrees_with_the_reader_on_real_policies(corpus: &Path) {
    let validator = validator();
    let lines = fs::read_to_string(corpus.join("policies/policies.jsonl")).expect("the corpus");
    let mut verdicts = [0, 0];
    for line in lines.lines() {
        let line: Value = serde_json::from_str(line).expect("JSON");
        let text = line["text"].as_str().expect("a text");
        // The reader refuses all others; a schema cannot see their syntax errors.
        let Ok(document) = serde_json::from_str(text) else {
            assert!(text.parse::<Policy>().is_err(), "{}", line["id"]);
            continue;
        };
        let is_valid = validator.is_valid(&document);
        assert_eq!(is_valid, text.parse::<Policy>().is_ok(), "{}", line["id"]);
        verdicts[usize::from(is_valid)] += 1;
    }
    assert_eq!(verdicts, [5, 330], "the corpus has changed");
}

/// The findings about the names of actions in the 459 policies. Those of other services were judged by the table of
/// products and codes; there is none of ACK.
fn lint_calls_no_real_name_misspelt(corpus: &Path) {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("ack-catalog.toml"), "").expect("the settings");
    let files = ["policies/policies.jsonl", "system-policies.jsonl"];
    let lines = files.map(|file| fs::read_to_string(corpus.join(file)).expect("the corpus"));
    for (number, line) in lines.iter().flat_map(|lines| lines.lines()).enumerate() {
        let line: Value = serde_json::from_str(line).expect("JSON");
        let text = match &line["text"] {
            Value::String(text) => text.clone(),
            _ => line["document"].to_string(),
        };
        fs::write(folder.path().join(format!("{number}.json")), text).expect("a policy");
    }
    // Those of documents that cannot be read are reported in any case.
    let rules = ["misspelt-action", "action-case", "wrong-prefix"];
    let output = ack_catalog()
        .args(["lint", "--select", &rules.join(",")])
        .args(["--format", "json", "."])
        .current_dir(folder.path())
        .output()
        .expect("the program");
    let found: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let found = found.as_array().expect("a list").iter();
    let mut found: Vec<String> = found
        .filter(|one| rules.iter().any(|rule| one["rule"] == *rule))
        .map(|one| format!("{}: {}", one["rule"], one["help"]))
        .collect();
    found.sort_unstable();
    found.dedup();
    insta::assert_snapshot!(found.join("\n"));
}
