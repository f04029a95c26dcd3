//! Resources as a person writes them: the shortest one that a pattern matches, such as `acs:cs:::cluster/`, is none.

use std::borrow::Cow;
use std::collections::HashSet;

/// The resources of a service that an action whose name contains a word is about, as they are named after the account.
///
/// Sources: the lists of actions and resources in the documentation of each service.
const SHAPES: [(&str, &[(&str, &str)]); 12] = [
    ("cs", &[("", "cluster/c0ffee")]),
    (
        "ram",
        &[
            ("Role", "role/deploy"),
            ("Group", "group/developers"),
            ("User", "user/ann"),
            ("Policy", "policy/readers"),
            ("Policies", "policy/readers"),
            ("", "user/ann"),
        ],
    ),
    ("sts", &[("", "role/deploy")]),
    (
        "ecs",
        &[
            ("Disk", "disk/d-c0ffee"),
            ("SecurityGroup", "securitygroup/sg-c0ffee"),
            ("Snapshot", "snapshot/s-c0ffee"),
            ("Image", "image/m-c0ffee"),
            ("KeyPair", "keypair/deploy"),
            ("Command", "command/c-c0ffee"),
            ("", "instance/i-c0ffee"),
        ],
    ),
    (
        "oss",
        &[
            ("ListObjects", "example-bucket"),
            ("ListMultipart", "example-bucket"),
            ("Object", "example-bucket/logs/a.txt"),
            ("Part", "example-bucket/logs/a.txt"),
            ("Multipart", "example-bucket/logs/a.txt"),
            ("", "example-bucket"),
        ],
    ),
    (
        "kms",
        &[("Secret", "secret/password"), ("", "key/key-c0ffee")],
    ),
    (
        "vpc",
        &[
            ("VSwitch", "vswitch/vsw-c0ffee"),
            ("RouteTable", "routetable/vtb-c0ffee"),
            ("NatGateway", "natgateway/ngw-c0ffee"),
            ("Eip", "eip/eip-c0ffee"),
            ("", "vpc/vpc-c0ffee"),
        ],
    ),
    ("slb", &[("", "loadbalancer/lb-c0ffee")]),
    ("rds", &[("", "dbinstance/rm-c0ffee")]),
    (
        "log",
        &[
            ("LogStore", "project/example/logstore/app"),
            ("", "project/example"),
        ],
    ),
    ("cr", &[("", "repository/cri-c0ffee/example/app")]),
    ("eci", &[("", "containergroup/eci-c0ffee")]),
];

/// A name that is not one of a documented resource.
pub(crate) const UNDOCUMENTED: &str = "example";

/// The most resources that are tried.
const TRIED: usize = 60;

/// Returns the resources of a service, the one that an action is about first.
fn shapes(service: &str, action: &str) -> impl Iterator<Item = &'static str> + use<> {
    let of_service = SHAPES.iter().find(|(code, _)| *code == service);
    let all: &'static [(&str, &str)] = of_service.map_or(&[], |(_, all)| *all);
    let name = action.split_once(':').map_or("", |(_, name)| name);
    let first = all.iter().find(|(word, _)| name.contains(word));
    let others = all.iter().map(|(_, id)| *id);
    first.map(|(_, id)| *id).into_iter().chain(others)
}

/// Reports whether an action is about resources named like this one.
pub(crate) fn is_about(action: &str, resource: &str) -> bool {
    let id = resource.splitn(5, ':').nth(4).unwrap_or_default();
    let service = action.split(':').next().unwrap_or_default();
    let Some(shape) = shapes(&service.to_ascii_lowercase(), action).next() else {
        return true;
    };
    match (id.split_once('/'), shape.split_once('/')) {
        (None, _) if id.is_empty() => true,
        // A bucket, or an object in one.
        (id, shape) if service.eq_ignore_ascii_case("oss") => id.is_some() == shape.is_some(),
        (Some((of_id, _)), Some((of_shape, _))) => of_id == of_shape,
        (id, shape) => id.is_some() == shape.is_some(),
    }
}

/// Returns the first resource for which `shows` holds, of those that have the fields of the shortest one, and values as in
/// real requests where it has none.
pub(crate) fn recognisable(
    action: &str,
    shortest: &str,
    mut shows: impl FnMut(&str) -> bool,
) -> Option<String> {
    let mut candidates = candidates(action, shortest);
    candidates.truncate(TRIED);
    if shortest.is_empty() {
        candidates.push(UNDOCUMENTED.to_owned());
    }
    candidates.into_iter().find(|resource| shows(resource))
}

fn candidates(action: &str, shortest: &str) -> Vec<String> {
    let mut fields: Vec<&str> = shortest.splitn(5, ':').collect();
    let of_action = action.split(':').next().unwrap_or_default();
    let of_action = of_action.to_ascii_lowercase();
    let own = match &*of_action {
        "sts" => "ram",
        own => own,
    };
    if fields.len() < 5 && "acs".starts_with(fields[0]) {
        // The start of a name that goes on.
        fields[0] = "acs";
        if fields.get(1).is_some_and(|start| own.starts_with(start)) {
            fields[1] = "";
        }
        fields.resize(5, "");
    }
    let ["acs", service, region, account, id] = fields[..] else {
        return Vec::new();
    };
    let services = or(service, &[own, "ecs", "oss"]);
    let mut found = Vec::new();
    for service in &services {
        // Names of RAM have no region.
        let regions = match (region, &**service) {
            ("", "ram") => Vec::from([Cow::Borrowed("")]),
            (start, _) if start.ends_with('-') => {
                Vec::from([Cow::Owned(format!("{start}hangzhou")), Cow::Borrowed(start)])
            }
            (region, _) => or(
                region,
                &[
                    "cn-hangzhou",
                    "cn-beijing",
                    "ap-southeast-1",
                    "eu-central-1",
                ],
            ),
        };
        let accounts = or(account, &["1234567890123456", "6543210987654321"]);
        let of_action = if *service == own {
            &*of_action
        } else {
            service
        };
        for id in ids(of_action, action, id) {
            for account in &accounts {
                for region in &regions {
                    found.push(format!("acs:{service}:{region}:{account}:{id}"));
                }
            }
        }
    }
    found
}

fn or<'a>(field: &'a str, examples: &[&'a str]) -> Vec<Cow<'a, str>> {
    match field {
        "" => examples.iter().map(|one| Cow::Borrowed(*one)).collect(),
        field => Vec::from([Cow::Borrowed(field)]),
    }
}

/// Returns names of resources of a service that begin with this text.
fn ids(service: &str, action: &str, start: &str) -> Vec<String> {
    let mut ids: Vec<String> = Vec::new();
    for shape in shapes(service, action) {
        let begins = shape.starts_with(start) || (service == "oss" && start.ends_with('/'));
        if !begins {
            continue;
        }
        ids.push(match shape.split_once('/') {
            Some((_, name)) if !shape.starts_with(start) => {
                // In a folder, only the last part is added.
                let is_in_folder = start.matches('/').count() > 1;
                let last = name.rsplit('/').next().filter(|_| is_in_folder);
                format!("{start}{}", last.unwrap_or(name))
            }
            _ => shape.to_owned(),
        });
    }
    match start {
        "" => {
            let kinds = shapes(service, action).filter_map(|shape| shape.split_once('/'));
            ids.extend(kinds.map(|(kind, _)| format!("{kind}/x1")));
            ids.extend(["example", "x1"].map(str::to_owned));
        }
        start if start.ends_with('/') => {
            ids.extend(["c0ffee", "x1", "example"].map(|name| format!("{start}{name}")));
        }
        // The start of a name, or a whole one.
        start => ids.extend([format!("{start}-1"), start.to_owned()]),
    }
    let mut seen = HashSet::new();
    ids.retain(|id| seen.insert(id.clone()));
    ids
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resources_have_the_shape_of_the_action() {
        for (action, shortest, expected) in [
            (
                "cs:StartAlert",
                "acs:cs:::cluster/",
                "acs:cs:cn-hangzhou:1234567890123456:cluster/c0ffee",
            ),
            (
                "cs:StartAlert",
                "",
                "acs:cs:cn-hangzhou:1234567890123456:cluster/c0ffee",
            ),
            (
                "cs:StartAlert",
                "acs:c",
                "acs:cs:cn-hangzhou:1234567890123456:cluster/c0ffee",
            ),
            (
                "ram:GetRole",
                "acs:ram:::",
                "acs:ram::1234567890123456:role/deploy",
            ),
            (
                "ram:AttachPolicyToUser",
                "acs:ram:::",
                "acs:ram::1234567890123456:user/ann",
            ),
            (
                "ram:GetRole",
                "acs:ram:::role/a",
                "acs:ram::1234567890123456:role/a-1",
            ),
            (
                "oss:GetObject",
                "acs:oss:::b/",
                "acs:oss:cn-hangzhou:1234567890123456:b/logs/a.txt",
            ),
            (
                "oss:GetObject",
                "acs:oss:::b/logs/",
                "acs:oss:cn-hangzhou:1234567890123456:b/logs/a.txt",
            ),
            (
                "sts:AssumeRole",
                "",
                "acs:ram::1234567890123456:role/deploy",
            ),
            (
                "ecs:StopInstance",
                "acs:ecs:cn-:7:instance/",
                "acs:ecs:cn-hangzhou:7:instance/i-c0ffee",
            ),
        ] {
            let found = recognisable(action, shortest, |_| true);
            assert_eq!(found.as_deref(), Some(expected), "{action} {shortest}");
        }
        assert_eq!(recognisable("cs:StartAlert", "other", |_| true), None);
        let outside = |resource: &str| !resource.starts_with("acs:cs:cn-");
        assert_eq!(
            recognisable("cs:StartAlert", "acs:cs:::", outside).as_deref(),
            Some("acs:cs:ap-southeast-1:1234567890123456:cluster/c0ffee")
        );
    }

    #[test]
    fn an_action_is_about_its_kind_of_resource() {
        for (action, resource, expected) in [
            ("ram:GetRole", "acs:ram:::role/", true),
            ("ram:GetRole", "acs:ram:::user/", false),
            ("kms:Decrypt", "acs:kms:::key/", true),
            ("kms:GetSecretValue", "acs:kms:::key/", false),
            ("oss:GetObject", "acs:oss:::b/", true),
            ("oss:GetBucketAcl", "acs:oss:::b/", false),
            ("ram:GetRole", "", true),
        ] {
            assert_eq!(is_about(action, resource), expected, "{action} {resource}");
        }
    }
}
