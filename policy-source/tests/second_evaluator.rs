//! Decides policies of every kind from the containers that they are written in, and compares the decisions with those
//! of the second evaluator of `ram-policy`, which knows no containers.

use crate::oracle::{DEFAULT, HOLE, Question, Verdict, World, assumes, evaluate};
use crate::random;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use ram_policy::{Attachment, Kind, Policies, Policy, Request};
use ram_policy_source::read;
use serde_json::Value;
use std::collections::BTreeMap;
use std::{env, thread};

/// What Terraform fills in.
const UNKNOWN: &str = "${var.x}";

/// A file with a document in it.
struct File {
    extension: &'static str,
    text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Container {
    Json,
    JsonLines,
    Answer,
    Heredoc,
    Text,
    Jsonencode,
}

const CONTAINERS: [Container; 6] = [
    Container::Json,
    Container::JsonLines,
    Container::Answer,
    Container::Heredoc,
    Container::Text,
    Container::Jsonencode,
];

impl Container {
    const fn can_have_holes(self) -> bool {
        matches!(self, Self::Heredoc | Self::Text | Self::Jsonencode)
    }

    /// Writes a document where those of its kind are.
    fn write(self, document: &Value, kind: Kind) -> File {
        let json = document.to_string();
        let quoted = Value::from(json.as_str()).to_string();
        let (place, attribute) = match kind {
            Kind::Identity => ("alicloud_ram_policy", "policy_document"),
            Kind::Trust => ("alicloud_ram_role", "document"),
            Kind::Control => (
                "alicloud_resource_manager_control_policy",
                "policy_document",
            ),
            Kind::Endpoint => ("alicloud_vpc_gateway_endpoint", "policy_document"),
            _ => ("alicloud_oss_bucket_policy", "policy"),
        };
        let resource = |value: &str| {
            if kind == Kind::Session {
                return format!("locals {{\n  session = {value}\n}}\n");
            }
            format!("resource \"{place}\" \"p\" {{\n  {attribute} = {value}\n}}\n")
        };
        let (extension, text) = match self {
            Self::Json => ("json", json),
            Self::JsonLines => ("jsonl", format!("\n{json}\n")),
            Self::Answer if kind == Kind::Trust => (
                "json",
                format!(r#"{{"Role": {{"AssumeRolePolicyDocument": {quoted}}}}}"#),
            ),
            Self::Answer => (
                "json",
                format!(r#"{{"RequestId": "1", "PolicyVersion": {{"PolicyDocument": {quoted}}}}}"#),
            ),
            Self::Heredoc => ("tf", resource(&format!("<<EOF\n{json}\nEOF"))),
            Self::Text => ("tf", resource(&quoted)),
            Self::Jsonencode => ("tf", resource(&format!("jsonencode({})", hcl(document)))),
        };
        File {
            extension,
            text: text.replace(HOLE, UNKNOWN),
        }
    }
}

/// Writes a value as an expression of HCL.
fn hcl(value: &Value) -> String {
    match value {
        Value::Array(values) => {
            let values: Vec<String> = values.iter().map(hcl).collect();
            format!("[{}]", values.join(", "))
        }
        Value::Object(members) => {
            let members = members.iter();
            let members = members
                .map(|(key, value)| format!("{} = {}", Value::from(key.as_str()), hcl(value)));
            format!("{{ {} }}", members.collect::<Vec<_>>().join(", "))
        }
        other => other.to_string(),
    }
}

/// Makes a part of some actions, resources, principals and values of conditions unknown.
fn with_holes(document: &mut Value, choices: &mut impl Iterator<Item = (bool, Index)>) {
    for statement in document["Statement"].as_array_mut().into_iter().flatten() {
        for (name, element) in statement.as_object_mut().into_iter().flatten() {
            if name != "Effect" {
                cut(element, choices);
            }
        }
    }
}

fn cut(value: &mut Value, choices: &mut impl Iterator<Item = (bool, Index)>) {
    match value {
        Value::String(text) => {
            let Some((true, place)) = choices.next() else {
                return;
            };
            let places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
            let start = places.get(place.index(places.len() + 1)).copied();
            let start = start.unwrap_or(text.len());
            let end = text[start..]
                .char_indices()
                .nth(2)
                .map_or(text.len(), |(at, _)| start + at);
            text.replace_range(start..end, &HOLE.to_string());
        }
        Value::Array(values) => values.iter_mut().for_each(|value| cut(value, choices)),
        Value::Object(members) => members.values_mut().for_each(|value| cut(value, choices)),
        _ => {}
    }
}

/// Returns the kind of a document with this attachment.
fn kind(attachment: Attachment, document: &Value) -> Kind {
    let statements = document["Statement"].as_array().into_iter().flatten();
    let has = |name: &str| statements.clone().any(|one| one.get(name).is_some());
    match attachment {
        Attachment::Control => Kind::Control,
        Attachment::Session => Kind::Session,
        Attachment::Endpoint => Kind::Endpoint,
        _ if !has("Principal") => Kind::Identity,
        _ if has("Resource") => Kind::Bucket,
        _ => Kind::Trust,
    }
}

/// Reads a document from its container.
fn policy(container: Container, document: &Value, kind: Kind) -> Policy {
    let File { extension, text } = container.write(document, kind);
    let found =
        read("a", &text, Some(extension)).unwrap_or_else(|error| panic!("{error:?}: {text}"));
    assert!(
        found.errors.is_empty() && found.references.is_empty(),
        "{text}"
    );
    let [document] = &found.documents[..] else {
        panic!("{} documents in {text}", found.documents.len());
    };
    assert_eq!(
        document.holes().len(),
        text.matches(UNKNOWN).count(),
        "{text}"
    );
    // Of a session, no place is known.
    let shown = container.can_have_holes() && kind != Kind::Session;
    assert_eq!(
        document.kind().filter(|_| shown),
        Some(kind).filter(|_| shown),
        "{text}"
    );
    let policy: Policy = document
        .text()
        .parse()
        .unwrap_or_else(|error| panic!("{error}: {text}"));
    policy.with_placeholders(document.holes())
}

/// A world whose documents are in these containers, and questions about it.
type Case = (World, Vec<Container>, Vec<(bool, Index)>, Vec<Question>);

fn case(questions: usize) -> impl Strategy<Value = Case> {
    let choice = (prop::bool::weighted(0.2), any::<Index>());
    (
        random::world(),
        prop::collection::vec(prop::sample::select(CONTAINERS.to_vec()), 8),
        prop::collection::vec(choice, 64),
        prop::collection::vec(random::question(), questions),
    )
}

/// The number of decisions by container, kind, attachment and verdict.
type Seen = BTreeMap<String, usize>;

/// Compares all decisions about a case.
fn compare((mut world, containers, holes, questions): Case, seen: &mut Seen) {
    let mut holes = holes.into_iter();
    let mut next = containers.into_iter().cycle();
    let attachments = [
        (Attachment::Control, &mut world.control),
        (Attachment::Session, &mut world.session),
        (Attachment::Endpoint, &mut world.endpoint),
        (Attachment::Account, &mut world.attached),
        (Attachment::ResourceGroup, &mut world.resource_group),
    ];
    let (mut read, mut labels) = (Vec::new(), Vec::new());
    for (attachment, documents) in attachments {
        if documents.is_empty() {
            labels.push(format!("no {attachment:?}"));
        }
        for document in documents {
            let container = next.next().expect("a container");
            if container.can_have_holes() {
                with_holes(document, &mut holes);
            }
            let kind = kind(attachment, document);
            labels.extend([format!("{container:?}"), format!("{kind:?}")]);
            if document.to_string().contains(HOLE) {
                labels.push("hole".to_owned());
            }
            read.push((attachment, policy(container, document, kind)));
        }
    }
    let policies = read
        .iter()
        .fold(Policies::new(), |all, (attachment, policy)| {
            all.with(*attachment, policy)
        });
    for one in policies.attached() {
        labels.push(format!("{:?}", one.0));
    }
    labels.sort_unstable();
    labels.dedup();
    for question in questions {
        let context = question.context();
        let request = Request {
            action: &question.action,
            resource: &question.resource,
            principal: question.principal.as_deref(),
            context: &context,
        };
        let decision = policies.decide(&request);
        let verdict = Verdict::from(decision.outcome);
        assert_eq!(
            verdict,
            evaluate(&world, &question, &DEFAULT),
            "{world:?} {question:?}"
        );
        let names: Vec<&str> = decision.assumes.iter().map(|one| one.name()).collect();
        assert_eq!(names, assumes(&world, &question), "{world:?} {question:?}");
        let not_given = decision.not_given.map(|one| format!("{one:?}"));
        for label in labels.iter().cloned().chain(not_given) {
            *seen.entry(format!("{label}: {verdict:?}")).or_default() += 1;
        }
        *seen.entry("all".to_owned()).or_default() += 1;
    }
}

/// Compares this many decisions, and returns how many there were of each kind.
fn decide(decisions: usize) -> Seen {
    // Random sequences, the same on every machine.
    const SEEDS: [[u8; 32]; 4] = [[1; 32], [2; 32], [3; 32], [4; 32]];
    let each = decisions.div_ceil(SEEDS.len());
    let mut seen = Seen::new();
    thread::scope(|scope| {
        let parts = SEEDS.map(|seed| scope.spawn(move || decide_part(each, &seed)));
        for part in parts {
            for (label, count) in part.join().expect("the evaluators agree") {
                *seen.entry(label).or_default() += count;
            }
        }
    });
    seen
}

fn decide_part(decisions: usize, bytes: &[u8]) -> Seen {
    const QUESTIONS: usize = 40;
    let random = TestRng::from_seed(RngAlgorithm::ChaCha, bytes);
    let mut runner = TestRunner::new_with_rng(Config::default(), random);
    let mut seen = Seen::new();
    for _ in 0..decisions.div_ceil(QUESTIONS) {
        let tree = case(QUESTIONS).new_tree(&mut runner).expect("a case");
        compare(tree.current(), &mut seen);
    }
    seen
}

/// Fails unless every container, kind, hole, attachment and absence was decided in every way.
fn assert_varied(seen: &Seen) {
    let kinds = CONTAINERS.map(|container| format!("{container:?}"));
    let attachments = Attachment::ALL.map(|attachment| format!("{attachment:?}"));
    let documents = [
        Kind::Identity,
        Kind::Trust,
        Kind::Bucket,
        Kind::Control,
        Kind::Session,
        Kind::Endpoint,
    ];
    let documents = documents.map(|kind| format!("{kind:?}"));
    let others = [
        "hole",
        "no Control",
        "no Session",
        "no Endpoint",
        "no Account",
        "no ResourceGroup",
    ];
    let labels = kinds
        .iter()
        .chain(&attachments)
        .chain(&documents)
        .map(String::as_str)
        .chain(others);
    for label in labels {
        for verdict in [
            "Allowed",
            "ExplicitlyDenied",
            "ImplicitlyDenied",
            "Undecided",
        ] {
            // Without a policy of the caller or of a resource, nothing allows.
            let is_possible = label != "no Account" || verdict == "ImplicitlyDenied";
            let count = seen
                .get(&format!("{label}: {verdict}"))
                .copied()
                .unwrap_or(0);
            assert!(count > 0 || !is_possible, "{label}: {verdict} in {seen:?}");
        }
    }
    for not_given in ["TrustPolicy", "CallerPolicies", "ControlPolicies"] {
        assert!(
            seen.contains_key(&format!("{not_given}: Undecided")),
            "{seen:?}"
        );
    }
}

#[test]
fn both_evaluators_agree_on_documents_in_containers() {
    decide(2_000);
}

#[test]
#[ignore = "slow: run by `cargo slow-tests`"]
fn both_evaluators_agree_on_a_hundred_thousand_decisions() {
    let decisions = env::var("DECISIONS")
        .ok()
        .and_then(|count| count.parse().ok());
    let seen = decide(decisions.unwrap_or(100_000));
    assert!(seen["all"] >= 100_000 || decisions.is_some());
    assert_varied(&seen);
    println!("{seen:#?}");
}
