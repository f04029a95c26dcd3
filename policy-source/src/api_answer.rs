//! A document in JSON: by itself, or in an answer of an API.

use crate::error::SourceError;
use crate::event::{Fate, fate};
use crate::form::{IN_OWN_FILE, is_mention};
use crate::policy_text::PolicyText;
use crate::record::{
    Origin, count_policies, document_at, is_inactive_version, is_named, kind_at_root,
    record_document,
};
use crate::terraform_json::TerraformJson;
use ram_policy::Kind;
use ram_policy::json::{self, Embedded, Node, Value};

/// Keys of documents in answers of the API, with their kinds.
const IN_ANSWERS: [([&str; 2], Kind); 5] = [
    (["PolicyVersion", "PolicyDocument"], Kind::Identity),
    (["DefaultPolicyVersion", "PolicyDocument"], Kind::Identity),
    (["Policy", "PolicyDocument"], Kind::Identity),
    (["Role", "AssumeRolePolicyDocument"], Kind::Trust),
    (["ControlPolicy", "PolicyDocument"], Kind::Control),
];

/// Keys of documents at the root of an answer that has an ID: of KMS, and of VPC endpoints.
const AT_ROOT: [(&str, Kind); 2] = [("Policy", Kind::Key), ("PolicyDocument", Kind::Endpoint)];

/// Keys of the objects in answers of RAM, also of those without a document.
const OF_RAM: [&str; 5] = [
    "AttachmentCount",
    "DefaultVersion",
    "IsDefaultVersion",
    "PolicyType",
    "VersionId",
];

/// Finds the document of a file of JSON, which is the whole file, or is in an answer of an API. No other file with a
/// policy is read, such as one of Terraform.
///
/// ```
/// let file = r#"{"PolicyVersion": {"PolicyDocument": "{\"Version\": \"1\", \"Statement\": []}"}}"#;
/// let found = ram_policy_source::read_json("answer.json", file)?;
/// assert_eq!(found.text(), r#"{"Version": "1", "Statement": []}"#);
///
/// // A default or a count of Terraform may change what is in force.
/// let file = r#"{"resource": {"alicloud_ram_policy": {"p": {"count": 0, "policy_document":
///     "{\"Version\": \"1\", \"Statement\": []}"}}}}"#;
/// assert!(ram_policy_source::read_json("policy.json", file).is_err());
/// # Ok::<(), ram_policy_source::SourceError>(())
/// ```
///
/// # Errors
///
/// It is an answer without a document, or with several, or another file with a policy. A text that is not JSON is
/// returned as it is: the reader of policies explains what is wrong with it.
pub fn read_json(name: &str, text: &str) -> Result<PolicyText, SourceError> {
    let root = json::parse_any_size(text).root;
    if let Some(kind) = root
        .as_ref()
        .and_then(|root| TerraformJson::of(name, text, root))
    {
        let what = match kind {
            TerraformJson::Show => "the output of `terraform show -json`",
            TerraformJson::State => "a state of Terraform",
            TerraformJson::Configuration => "Terraform in JSON",
        };
        return Err(SourceError::new(
            format!("{name} is {what}; expected a policy or an answer of the API"),
            IN_OWN_FILE,
        ));
    }
    let whole = Origin {
        file: name,
        line: None,
    };
    let document = json_document(whole, text)?;
    if !document.is_whole && !root.as_ref().is_some_and(is_answer) {
        return Err(SourceError::new(
            format!(
                "{name} has a policy among other values; expected a policy or an answer of the API"
            ),
            IN_OWN_FILE,
        ));
    }
    Ok(document)
}

/// Reports whether a root is an answer of an API, perhaps of one that has no policies.
fn is_answer(root: &Node<'_>) -> bool {
    let has_object = |([outer, _], _): &([&str; 2], Kind)| {
        let inside = root.get(outer).map(|inside| &inside.value);
        matches!(inside, Some(Value::Object(_)))
    };
    root.get("RequestId").is_some()
        || IN_ANSWERS.iter().any(has_object)
        || versions_of(root).is_some()
}

/// Returns the list of an answer to `ListPolicyVersions`.
fn versions_of<'n, 't>(root: &'n Node<'t>) -> Option<&'n Node<'t>> {
    root.get("PolicyVersions")
        .filter(|versions| versions.get("PolicyVersion").is_some())
}

/// Finds the document in JSON.
pub(crate) fn json_document(name: Origin<'_>, text: &str) -> Result<PolicyText, SourceError> {
    let whole = || PolicyText {
        embedded: Embedded::whole(text),
        is_whole: true,
        ..PolicyText::default()
    };
    // The policy reader explains invalid JSON.
    let parsed = json::parse_any_size(text);
    let Some(root) = parsed.root else {
        return Ok(whole());
    };
    let fate = fate(&root, Fate::NotFailed);
    if root.get("Statement").is_some() || fate == Fate::Failed {
        return Ok(whole());
    }
    if !is_answer(&root) || fate == Fate::Unclear {
        return Ok(record_document(name, text, &root, &parsed.problems)?.unwrap_or_else(whole));
    }
    if let Some(versions) = versions_of(&root) {
        return version_in_force(name, text, versions);
    }
    let inside = IN_ANSWERS
        .iter()
        .filter_map(|([outer, inner], kind)| Some((root.get(outer)?.get(inner)?, *kind)));
    let has_id = root.get("RequestId").is_some();
    let at_root = AT_ROOT.iter().filter(|_| has_id);
    let at_root = at_root.filter_map(|(key, kind)| {
        let is_text = |text: &str| !is_mention(text);
        let node = root
            .get(key)
            .filter(|node| node.as_str().is_some_and(is_text))?;
        // A request may be recorded with its ID.
        let shown = kind_at_root(key, &root);
        Some((node, shown.or(Some(*kind).filter(|_| !is_named(&root)))))
    });
    let inside = inside.map(|(node, kind)| (node, Some(kind)));
    let found: Vec<(&Node<'_>, Option<Kind>)> = inside
        .chain(at_root)
        // The value of the deprecated field of `GetPolicy`.
        .filter(|(node, _)| node.as_str() != Some("N/A"))
        .collect();
    // No second document may be ignored, such as one under a duplicate key.
    let has_duplicates = IN_ANSWERS.iter().any(|([outer, inner], _)| {
        let inside = root.get(outer);
        count(&root, outer) > 1 || inside.is_some_and(|node| count(node, inner) > 1)
    }) || AT_ROOT.iter().any(|(key, _)| count(&root, key) > 1);
    let roots = [
        "PolicyVersion",
        "DefaultPolicyVersion",
        "Role",
        "ControlPolicy",
    ];
    let roots = roots.iter().filter(|outer| root.get(outer).is_some());
    let is_clean = parsed.problems.is_empty() && parsed.leniencies.is_empty();
    let has_more = found.len() > 1 || (found.len() == 1 && count_policies(text, &root) > 1);
    let is_broken = !is_clean || has_duplicates || roots.count() > 1 || has_more;
    let is_of_ram = is_answer_of_ram(&root);
    if is_broken && (is_of_ram || !found.is_empty()) {
        let mut message =
            format!("{name} is not a valid answer of the RAM API with one policy document");
        if let Some(problem) = parsed.problems.first() {
            message.extend([": ", &problem.message]);
        }
        let help = "save each answer unchanged, in its own file or on its own line";
        return Err(SourceError::new(message, help).at(name.range(text)));
    }
    let Some((node, kind)) = found.first() else {
        if let Some(document) = record_document(name, text, &root, &parsed.problems)? {
            return Ok(document);
        }
        if !is_of_ram {
            return Ok(whole());
        }
        let message = format!("{name} is an answer of the RAM API without a policy document");
        let help = "run `aliyun ram GetPolicyVersion --PolicyType Custom --PolicyName … --VersionId …` \
                    to get the document";
        return Err(SourceError::new(message, help).at(name.range(text)));
    };
    let version = root.get("PolicyVersion");
    Ok(PolicyText {
        is_inactive_version: version.is_some_and(is_inactive_version) || is_inactive_version(&root),
        ..document_at(text, node, *kind)
    })
}

/// Reports whether an answer is one of RAM, about policies or roles.
fn is_answer_of_ram(root: &Node<'_>) -> bool {
    let list = root.get("Policies").and_then(|all| all.get("Policy"));
    let has_list = list.is_some_and(|list| match &list.value {
        Value::Array(items) => items.iter().all(is_of_ram),
        _ => false,
    });
    let mut outer = IN_ANSWERS.iter().filter_map(|([key, _], _)| root.get(key));
    has_list || outer.any(is_of_ram)
}

/// Reports whether an object describes a policy or a role as RAM does. Other services have policies and roles of
/// their own.
fn is_of_ram(node: &Node<'_>) -> bool {
    let mut keys = OF_RAM.iter();
    let arn = node.get("Arn").and_then(Node::as_str);
    keys.any(|key| node.get(key).is_some()) || arn.is_some_and(|arn| arn.starts_with("acs:ram:"))
}

/// Returns the document in force of an answer to `ListPolicyVersions`, which may have others.
fn version_in_force(
    name: Origin<'_>,
    text: &str,
    versions: &Node<'_>,
) -> Result<PolicyText, SourceError> {
    let all = match versions.get("PolicyVersion").map(|all| &all.value) {
        Some(Value::Array(all)) => all.as_slice(),
        _ => &[],
    };
    let is_default = |version: &&Node<'_>| version.get("IsDefaultVersion").is_some_and(is_true);
    let default: Vec<&Node<'_>> = all.iter().filter(is_default).collect();
    let help =
        "run `aliyun ram GetPolicy --PolicyType Custom --PolicyName …` to get the version in force";
    let [default] = default[..] else {
        let message =
            format!("{name} lists versions of a policy, not exactly one of them in force");
        return Err(SourceError::new(message, help).at(name.range(text)));
    };
    let document = default.get("PolicyDocument");
    let document = document.filter(|_| count(default, "PolicyDocument") == 1);
    let document = document.ok_or_else(|| {
        let message = format!("{name} lists versions of a policy without the document in force");
        SourceError::new(message, help).at(name.range(text))
    })?;
    Ok(document_at(text, document, Some(Kind::Identity)))
}

fn is_true(node: &Node<'_>) -> bool {
    matches!(node.value, Value::Bare("true")) || node.as_str() == Some("true")
}

/// Returns how often an object contains a key.
fn count(node: &Node<'_>, key: &str) -> usize {
    match &node.value {
        Value::Object(members) => members.iter().filter(|member| member.key == key).count(),
        _ => 0,
    }
}
