//! `ack-catalog schema`: the form of RAM policies, for editors.

use crate::exit::ExitStatus;
use crate::output::failure::Failure;
use crate::output::stdout::output;
use ack_catalog::AckAction;
use clap::Args;
use ram_policy::condition::Operator;
use serde_json::{Map, Value, json};
use std::io::Write as _;

/// Print a JSON Schema of RAM policies for editors
///
/// With it an editor completes and explains the elements of a policy and the actions of the page, and
/// marks what the strict reader refuses, as far as a schema can say it.
#[derive(Args)]
#[command(after_help = "\
Examples:
  ack-catalog schema > ram-policy.schema.json

VS Code, in .vscode/settings.json:
  \"json.schemas\": [{ \"fileMatch\": [\"*policy.json\"], \"url\": \"./ram-policy.schema.json\" }]

JetBrains: Settings | Languages & Frameworks | Schemas and DTDs | JSON Schema Mappings")]
pub(crate) struct Schema;

pub(crate) fn run() -> Result<ExitStatus, Failure> {
    writeln!(output(), "{:#}", schema())?;
    Ok(ExitStatus::Done)
}

/// What `ram_policy` reads strictly, as far as a schema can say it.
fn schema() -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "RAM policy",
        "description": "A policy of Resource Access Management (RAM) of Alibaba Cloud.",
        "type": "object",
        "required": ["Version", "Statement"],
        "additionalProperties": false,
        "properties": {
            "Version": {
                "description": "The version of the policy language. There is no other.",
                "const": "1",
            },
            "Statement": {
                "description": "What is allowed and denied. A Deny in one statement overrides an \
                    Allow in another, and what no statement allows is refused.",
                "type": "array",
                "minItems": 1,
                "items": { "$ref": "#/$defs/statement" },
            },
        },
        "$defs": {
            "statement": statement(),
            "principal": principal(),
            "condition": condition(),
            "keys": keys(),
            "actions": {
                "type": ["array", "string"],
                "minItems": 1,
                "items": { "type": "string", "$ref": "#/$defs/knownActions" },
                "$ref": "#/$defs/knownActions",
            },
            "knownActions": known_actions(),
            "stackActions": {
                "description": "Actions on stacks of Resource Orchestration Service, and others.",
                "anyOf": [
                    { "$ref": "#/$defs/stackAction" },
                    { "type": "array", "contains": { "$ref": "#/$defs/stackAction" } },
                ],
            },
            "stackAction": { "type": "string", "pattern": "^Update:" },
            "texts": {
                "type": ["array", "string"],
                "minItems": 1,
                "items": { "type": "string" },
            },
        },
    })
}

fn statement() -> Value {
    json!({
        "type": "object",
        "required": ["Effect"],
        // Rather than `oneOf`: a validator then names the element that is missing or too much.
        "if": { "required": ["NotAction"] },
        "then": { "properties": { "Action": false } },
        "else": { "required": ["Action"] },
        "anyOf": [{ "required": ["Resource"] }, { "required": ["Principal"] }],
        "additionalProperties": false,
        "properties": {
            "Effect": {
                "description": "Whether the statement allows or denies.",
                "enum": ["Allow", "Deny"],
            },
            "Action": {
                "description": "The actions that are allowed or denied, as <service>:<action>. \
                    `*` is any text, `?` one character.",
                "$ref": "#/$defs/actions",
                // `ram_policy` takes a document with these for a stack policy, in `Action` alone.
                "not": { "$ref": "#/$defs/stackActions" },
            },
            "NotAction": {
                "description": "All actions but these are allowed or denied, those of all other \
                    services included.",
                "$ref": "#/$defs/actions",
            },
            "Resource": {
                "description": "The resources, as acs:<service>:<region>:<account>:<resource>; a \
                    cluster is acs:cs:<region>:<account>:cluster/<id>. `*` is any text, `?` one \
                    character, and `*` alone every resource.",
                "$ref": "#/$defs/texts",
            },
            "Principal": { "$ref": "#/$defs/principal" },
            "Condition": { "$ref": "#/$defs/condition" },
        },
    })
}

fn principal() -> Value {
    json!({
        "description": "For whom the statement speaks. It makes the policy that of a resource, \
            such as the trust policy of a role.",
        "type": ["string", "array", "object"],
        "items": { "type": "string" },
        "minItems": 1,
        "additionalProperties": false,
        "minProperties": 1,
        "properties": {
            "RAM": {
                "description": "Accounts, users and roles, such as acs:ram::<account>:root.",
                "$ref": "#/$defs/texts",
            },
            "Service": {
                "description": "Services of Alibaba Cloud, such as cs.aliyuncs.com.",
                "$ref": "#/$defs/texts",
            },
            "Federated": {
                "description": "Identity providers, such as acs:ram::<account>:saml-provider/<name>.",
                "$ref": "#/$defs/texts",
            },
        },
    })
}

fn condition() -> Value {
    let known: Map<String, Value> = Operator::known()
        .map(|name| (name.to_owned(), json!({ "$ref": "#/$defs/keys" })))
        .collect();
    json!({
        "description": "When the statement applies: {\"<operator>\": {\"<key>\": [\"<value>\"]}}. All \
            operators have to match.",
        "type": "object",
        "properties": known,
        // The known operators are suggestions: another one is unknown, and no fault of the form.
        "additionalProperties": { "$ref": "#/$defs/keys" },
    })
}

fn keys() -> Value {
    json!({
        "description": "Condition keys with their values. All keys have to match; of several values \
            of a key one is enough. Numbers and booleans are in quotation marks, too.",
        "type": "object",
        "minProperties": 1,
        "additionalProperties": { "$ref": "#/$defs/texts" },
    })
}

/// Suggestions of the page's actions that exclude nothing.
fn known_actions() -> Value {
    let mut known: Vec<Value> = AckAction::ALL
        .iter()
        .map(|action| {
            let description = format!("{}\n{}", action.description(), action.doc_url());
            json!({ "const": action.ram_action(), "description": description.trim_end() })
        })
        .collect();
    known.push(json!({}));
    json!({ "anyOf": known })
}
