//! Policies of other clouds, whose marks no policy of Alibaba Cloud has.

use ram_policy::json::{self, Node, Value};
use ram_policy::{Code, Policy};

/// Versions of the policies of Tencent Cloud and Huawei Cloud.
const VERSIONS: [&str; 3] = ["2.0", "1.1", "5.0"];

/// Reports whether a text is certainly a policy of another cloud.
pub(crate) fn is_of_other_cloud(text: &str) -> bool {
    let marks = ["AWS", "-10-17", "2.0", "1.1", "5.0"];
    if text.contains("acs:") || !marks.iter().any(|mark| text.contains(mark)) {
        return false;
    }
    let of_aws = text.parse::<Policy>().is_err_and(|error| {
        let mut problems = error.problems().iter();
        problems.any(|problem| problem.code == Code::AwsPolicy)
    });
    of_aws
        || json::parse_any_size(text)
            .root
            .is_some_and(|root| is_of_other_version(&root))
}

/// Reports whether a policy has the version of another cloud and only actions in its form.
fn is_of_other_version(root: &Node<'_>) -> bool {
    let version = member(root, "version").and_then(Node::as_str);
    if !version.is_some_and(|version| VERSIONS.contains(&version)) {
        return false;
    }
    let actions = items(member(root, "statement"))
        .filter_map(|statement| member(statement, "action"))
        .flat_map(|actions| items(Some(actions)));
    let actions: Vec<&str> = actions.filter_map(Node::as_str).collect();
    // Only Tencent Cloud has this name in small letters.
    let is_tencent = root.get("version").is_some();
    // `name/cos:GetObject` and `obs:bucket:ListBucket`
    let is_other = |action: &&str| {
        action.starts_with("name/")
            || action.split(':').count() == 3
            || (is_tencent && *action == "*")
    };
    !actions.is_empty() && actions.iter().all(is_other)
}

fn member<'n, 't>(node: &'n Node<'t>, name: &str) -> Option<&'n Node<'t>> {
    let Value::Object(members) = &node.value else {
        return None;
    };
    let mut members = members.iter();
    let found = members.find(|member| member.key.eq_ignore_ascii_case(name));
    found.map(|member| &member.value)
}

/// Returns the items of a list, or the value itself if it is not a list.
fn items<'n, 't>(node: Option<&'n Node<'t>>) -> impl Iterator<Item = &'n Node<'t>> {
    let items = match node {
        Some(node) => match &node.value {
            Value::Array(items) => items.as_slice(),
            _ => std::slice::from_ref(node),
        },
        None => &[],
    };
    items.iter()
}
