//! Documents that look like RAM policies but are not.

use crate::json::scanner::document_start;
use crate::json::{Member, Node, Parsed, Value};
use crate::policy::aws;
use crate::problem::Problem;
use crate::problem_code::Code;
use ram_diagnostics::{ByteRange, nearest};

/// Keys of templates of Resource Orchestration Service (ROS), which also reads those of AWS.
const TEMPLATES: [&str; 2] = [ROS, "AWSTemplateFormatVersion"];
const ROS: &str = "ROSTemplateFormatVersion";

/// Marks of Alibaba Cloud in a template that AWS also reads.
const OF_ALIBABA_CLOUD: [&str; 2] = ["ALIYUN::", "acs:"];

const FROM_STACK: &str =
    "create the stack, and get the policy from the RAM console or with `aliyun ram GetPolicy`";

const REWRITE: &str = "rewrite it with RAM's names: `acs:oss:*:*:bucket` for `arn:aws:s3:::bucket`";

/// Recognizes a document that is not a RAM policy, and the place that shows it.
pub(crate) fn recognise(text: &str, root: &Node<'_>) -> Option<Problem> {
    template(text, root)
        .or_else(|| stack_policy(root))
        .or_else(|| aws(root))
        .or_else(|| other(text, root))
}

/// Recognizes a text that does not begin as JSON does, such as a script or a page: what is in it after that is not read.
pub(crate) fn not_json(text: &str, parsed: &Parsed<'_>) -> Option<Problem> {
    if parsed.problems.is_empty() {
        return None;
    }
    let at = document_start(text);
    let start = &text[at..];
    let key_of = |line: &str| TEMPLATES.into_iter().find(|key| line.starts_with(key));
    let key = start.lines().find_map(key_of);
    if let Some(key) = key.filter(|_| !start.starts_with('{')) {
        let line = start.lines().next().unwrap_or_default();
        let message = match key {
            ROS => "this is a ROS template in YAML, not a RAM policy",
            _ => "this is an AWS template in YAML, not a RAM policy",
        };
        let place = ByteRange::new(at, at + line.len());
        let (code, help) = of_template(key, text);
        return Some(Problem::new(code, place, message, help));
    }
    let word = if let Some(root) = &parsed.root {
        &text[root.range.as_range()]
    } else {
        let is_of_word = |c: char| c.is_alphanumeric() || "+-.".contains(c);
        start.split(|c| !is_of_word(c)).next().unwrap_or_default()
    };
    // No line of JSON begins like these.
    let line_with = |mark| text.lines().find(|line: &&str| line.starts_with(mark));
    let (fence, conflict) = (line_with("```"), line_with(CONFLICT));
    let is_json = start.starts_with(['{', '[', '"', '\'', '｛', '“']) || is_scalar(word);
    let is_json = is_json && !is_code(text, parsed);
    if (is_json && fence.is_none() && conflict.is_none()) || start.trim().is_empty() {
        return None;
    }
    let marked = conflict.or(fence.filter(|_| is_json));
    let line = marked.or_else(|| start.lines().next()).unwrap_or_default();
    let at = marked.and_then(|line| text.find(line)).unwrap_or(at);
    let what = [CONFLICT, "diff --git ", "--- ", "#!"];
    let what = what.into_iter().find(|mark| {
        let is_marked = |line: &str| line.starts_with(mark);
        line.starts_with(mark) || text.lines().next().is_some_and(is_marked)
    });
    let message = match what {
        Some(CONFLICT) => "unresolved merge conflict",
        Some("#!") => "this is a script, not a policy",
        Some(_) => "this is a patch, not a policy",
        None if fence.is_some() => "this is Markdown, not a policy",
        None => "this is not a policy: it is not JSON",
    };
    Some(Problem::new(
        Code::NotAPolicy,
        ByteRange::new(at, at + line.len()),
        message,
        "name a file that contains only the policy: {\"Version\": \"1\", \"Statement\": […]}",
    ))
}

/// Reports whether a block of a program begins where the first key should be. In a policy, a quote is missing there.
fn is_code(text: &str, parsed: &Parsed<'_>) -> bool {
    let is_key = |(at, key): (usize, &str)| {
        let rest = text[at + key.len()..].trim_start_matches(['"', '\'', ' ']);
        rest.starts_with(':')
    };
    if text.match_indices("Statement").any(is_key) {
        return false;
    }
    let [word, stop] = &parsed.problems[..] else {
        return false;
    };
    let between = || text.get(word.range.end..stop.range.start);
    word.code == Code::UnquotedKey
        && stop.code == Code::Syntax
        && between().is_some_and(|between| between.trim().is_empty())
}

/// The start of a conflict that Git could not merge.
const CONFLICT: &str = "<<<<<<< ";

/// Reports whether a word is a JSON value, such as a number.
fn is_scalar(word: &str) -> bool {
    matches!(word, "true" | "false" | "null") || word.parse::<f64>().is_ok()
}

/// Recognizes an object without any part of a policy, such as the settings of a program.
fn other(text: &str, root: &Node<'_>) -> Option<Problem> {
    let Value::Object(members) = &root.value else {
        return None;
    };
    let is_statement = |member: &Member<'_>| nearest(&member.key, ["Statement"]).is_some();
    let is_version = |member: &Member<'_>| {
        member.key == "Version"
            && matches!(&member.value.value, Value::String(_) | Value::Bare("1"))
    };
    let is_of_policy = |member: &Member<'_>| is_statement(member) || is_version(member);
    if members.iter().any(is_of_policy) {
        return None;
    }
    Some(Problem::new(
        Code::NotAPolicy,
        root.opening(text),
        "this is not a RAM policy: it has neither `Version` nor `Statement`",
        "pass the file that contains the policy: {\"Version\": \"1\", \"Statement\": […]}",
    ))
}

pub(crate) fn statements<'a, 't>(root: &'a Node<'t>) -> &'a [Node<'t>] {
    match root.get("Statement") {
        Some(node) => match &node.value {
            Value::Array(items) => items,
            _ => std::slice::from_ref(node),
        },
        None => &[],
    }
}

/// Returns the strings of an element, which is a string or a list.
pub(crate) fn strings<'a, 't>(node: Option<&'a Node<'t>>) -> Vec<&'a Node<'t>> {
    let all = match node {
        Some(node) => match &node.value {
            Value::Array(items) => items.iter().collect(),
            _ => vec![node],
        },
        None => Vec::new(),
    };
    all.into_iter()
        .filter(|node| node.as_str().is_some())
        .collect()
}

fn starts_with(node: &Node<'_>, prefix: &str) -> bool {
    node.as_str().is_some_and(|text| text.starts_with(prefix))
}

/// Resource Orchestration Service protects stacks with documents of the same shape.
fn stack_policy(root: &Node<'_>) -> Option<Problem> {
    let mut actions = statements(root)
        .iter()
        .flat_map(|statement| strings(statement.get("Action")));
    let action = actions.find(|action| starts_with(action, "Update:"))?;
    Some(Problem::new(
        Code::StackPolicy,
        action.range,
        "this is a stack policy of Resource Orchestration Service, not a RAM policy",
        "pass it to CreateStack; `Update:…` are actions on a stack, which RAM does not have",
    ))
}

/// Returns the code and the help for a template with this key. One of AWS gives no policy of RAM.
fn of_template(key: &str, text: &str) -> (Code, &'static str) {
    if key == ROS || OF_ALIBABA_CLOUD.iter().any(|mark| text.contains(mark)) {
        return (Code::Template, FROM_STACK);
    }
    (Code::AwsPolicy, REWRITE)
}

/// Recognizes a template that a program has yet to fill in.
fn template(text: &str, root: &Node<'_>) -> Option<Problem> {
    let call = |node: &Node<'_>| match &node.value {
        Value::Object(members) => {
            let is_call = |key: &str| key == "Ref" || key.starts_with("Fn::");
            members.iter().any(|member| is_call(&member.key))
        }
        _ => false,
    };
    let elements = ["Effect", "Action", "NotAction", "Resource", "Principal"];
    let of_statements = statements(root)
        .iter()
        .flat_map(|statement| elements.iter().filter_map(|name| statement.get(name)));
    let of_root = ["Version", "Statement"]
        .iter()
        .filter_map(|name| root.get(name));
    let in_list = |node| match node {
        &Node {
            value: Value::Array(ref items),
            ..
        } => items.iter().find(|item| call(item)),
        node => call(node).then_some(node),
    };
    let version = TEMPLATES.into_iter().find(|name| root.get(name).is_some());
    let (found, message) = match version {
        Some(name) if name == ROS => (root.get(name)?, "this is a ROS template, not a RAM policy"),
        Some(name) => (root.get(name)?, "this is an AWS template, not a RAM policy"),
        None => (
            of_root.chain(of_statements).find_map(in_list)?,
            "this is a template, not a RAM policy: a value has not been filled in",
        ),
    };
    let (code, help) = of_template(version.unwrap_or(ROS), text);
    Some(Problem::new(code, found.range, message, help))
}

/// Recognizes an AWS policy, which has the same elements with other values. A version of AWS alone is reported with
/// the other problems.
fn aws(root: &Node<'_>) -> Option<Problem> {
    let statements = statements(root);
    let by_principal = statements
        .iter()
        .find_map(|statement| statement.get("Principal")?.get("AWS"));
    let version = root.get("Version").and_then(Node::as_str);
    let mut names = statements.iter().flat_map(|statement| {
        let resources = strings(statement.get("Resource")).into_iter();
        let actions = strings(statement.get("Action")).into_iter();
        let is_aws = |is: fn(&str) -> bool| move |node: &&Node<'_>| node.as_str().is_some_and(is);
        let resources = resources.filter(is_aws(|text| aws::name(text).is_some()));
        resources.chain(actions.filter(is_aws(aws::is_action)))
    });
    let is_dated = version.is_some_and(aws::is_version);
    let found = by_principal.or_else(|| is_dated.then(|| names.next()).flatten())?;
    Some(Problem::new(
        Code::AwsPolicy,
        found.range,
        "this is an AWS policy, not a policy of Alibaba Cloud RAM",
        REWRITE,
    ))
}
