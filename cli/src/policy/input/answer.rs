//! A document in JSON: by itself, or in an answer of the RAM API.

use super::template::Found;
use crate::output::failure::Failure;
use ram_policy::json::{self, Embedded, Node, Value};

/// Where the API's answers hold a document, in the order in which it is looked for.
const IN_ANSWERS: [[&str; 2]; 4] = [
    ["PolicyVersion", "PolicyDocument"],
    ["DefaultPolicyVersion", "PolicyDocument"],
    ["Policy", "PolicyDocument"],
    ["Role", "AssumeRolePolicyDocument"],
];

/// Finds the document in JSON.
pub(super) fn json_document(name: &str, text: &str) -> Result<Found, Failure> {
    let whole = || Found {
        embedded: Embedded::whole(text),
        ..Found::default()
    };
    // All text that is no answer is left to the policy reader, which knows what is wrong with it.
    let parsed = json::parse(text);
    let Some(root) = parsed.root else {
        return Ok(whole());
    };
    let mut of_answers = IN_ANSWERS.iter().map(|[outer, _]| *outer);
    let is_answer =
        root.get("RequestId").is_some() || of_answers.any(|key| root.get(key).is_some());
    if root.get("Statement").is_some() || !is_answer {
        return Ok(whole());
    }
    let find = |[outer, inner]: &[&str; 2]| root.get(outer).and_then(|node| node.get(inner));
    let found = IN_ANSWERS.iter().filter_map(find);
    // The deprecated field of `GetPolicy` reads so.
    let found = found.filter(|node: &&Node<'_>| node.as_str() != Some("N/A"));
    let found: Vec<&Node<'_>> = found.collect();
    // A second document behind the first, or under a key that comes twice, must not be passed over.
    let is_twice = IN_ANSWERS.iter().any(|[outer, inner]| {
        let inside = root.get(outer);
        count(&root, outer) > 1 || inside.is_some_and(|node| count(node, inner) > 1)
    });
    let roots = ["PolicyVersion", "DefaultPolicyVersion", "Role"];
    let several = roots
        .iter()
        .filter(|outer| root.get(outer).is_some())
        .count()
        > 1
        || found.len() > 1;
    if !parsed.problems.is_empty() || !parsed.leniencies.is_empty() || is_twice || several {
        let what = parsed
            .problems
            .first()
            .map_or("", |problem| &*problem.message);
        let message =
            format!("{name} is no well-formed answer of the RAM API with one document {what}");
        let help = "write each answer to a file or a line of its own, as the API gave it";
        return Err(Failure::new(message.trim_end()).help(help));
    }
    let Some(node) = found.first() else {
        let message = format!("{name} is an answer of the RAM API without a policy document");
        let help = "`aliyun ram GetPolicyVersion --PolicyType Custom --PolicyName … --VersionId …` \
                    gives the document";
        return Err(Failure::new(message).help(help));
    };
    let is_quoted = node.as_str().is_some();
    let embedded = if is_quoted {
        Embedded::string(text, node.range)
    } else {
        Embedded {
            text: text[node.range.as_range()].to_owned(),
            runs: vec![(0, node.range.start)],
        }
    };
    let version = root.get("PolicyVersion");
    let is_default = version.and_then(|version| version.get("IsDefaultVersion"));
    Ok(Found {
        embedded,
        is_quoted,
        is_of_other_version: is_default.is_some_and(is_false),
        ..Found::default()
    })
}

fn is_false(node: &Node<'_>) -> bool {
    matches!(node.value, Value::Bare("false")) || node.as_str() == Some("false")
}

/// How often an object has a key.
fn count(node: &Node<'_>, key: &str) -> usize {
    match &node.value {
        Value::Object(members) => members.iter().filter(|member| member.key == key).count(),
        _ => 0,
    }
}
