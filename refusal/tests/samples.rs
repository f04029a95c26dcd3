//! Refused calls in real messages. They are not part of this project: the environment variable
//! `ACK_CATALOG_CORPUS` names their folder. Without it these tests are ignored.

use libtest_mimic::{Arguments, Failed, Trial};
use ram_refusal::{Action, Caller, Deny, Kind, PolicyType, Wrapping, find};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

type Found = (Kind, &'static str, usize);

/// The refusals of each sample: the kind, the action (or the code, or the resource), and the count. E08
/// is prose about a refusal.
const FOUND: [(&str, &[Found]); 32] = [
    ("E01", &[(Kind::Ram, "cs:DescribeClusterNamespaces", 1)]),
    ("E02", &[(Kind::Ram, "cs:DescribeEvents", 1)]),
    (
        "E03",
        &[
            (Kind::Ram, "cs:DescribeEvents", 1),
            (Kind::Ram, "cs:DescribeClusterNodes", 1),
        ],
    ),
    ("E04", &[(Kind::Ram, "cs:DescribeClustersForRegion", 1)]),
    ("E05", &[(Kind::Ram, "cs:DescribeClustersForRegion", 1)]),
    (
        "E07",
        &[(Kind::Ram, "cs:DescribeKubernetesVersionMetadata", 1)],
    ),
    ("E08", &[]),
    (
        "E09",
        &[
            (Kind::Service, "ErrorRamPolicyConfig", 1),
            (Kind::Service, "ForbiddenGrantPermissions", 1),
        ],
    ),
    (
        "E10",
        &[
            (Kind::Rbac, "events", 1),
            (Kind::Rbac, "ForbiddenQueryClusterNamespace", 1),
        ],
    ),
    (
        "E11",
        &[
            (Kind::Rbac, "APISERVER_403", 2),
            (Kind::Service, "ForbiddenCheckControlPlaneLog", 1),
            (Kind::Service, "ForbiddenHelmUsage", 1),
            (Kind::Service, "ForbiddenRotateCert", 1),
            (Kind::Service, "ForbiddenAttachInstance", 1),
            (Kind::Service, "ForbiddenUpdateKMSState", 1),
            (Kind::Service, "", 1),
            (Kind::Rbac, "ForbiddenQueryClusterNamespace", 1),
        ],
    ),
    ("E12", &[(Kind::Service, "", 1)]),
    ("E14", &[(Kind::Service, "ErrManagedAddonRoleNotAttach", 1)]),
    (
        "E16",
        &[(
            Kind::Service,
            "acs:ram::5148984587763792:role/aliyuncsdefaultrole",
            1,
        )],
    ),
    (
        "E17",
        &[(
            Kind::Service,
            "EntityNotExist.AliyunECIContainerGroupRole",
            1,
        )],
    ),
    ("E23", &[(Kind::Ram, "Forbidden.RAM", 1)]),
    ("E24", &[(Kind::Ram, "Forbidden.RAM", 1)]),
    ("E26", &[(Kind::Ram, "Forbidden.RAM", 1)]),
    ("E27", &[(Kind::Ram, "Forbidden.RAM", 1)]),
    ("E29", &[(Kind::Ram, "ram:ListAccessKeys", 1)]),
    ("E30", &[(Kind::Ram, "ram:CreateRole", 1)]),
    ("E32", &[(Kind::Other, "UserNotAllowed", 1)]),
    ("E33", &[(Kind::Ram, "fc:ListFunctions", 1)]),
    ("E35", &[(Kind::Ram, "Forbidden.RAM", 1)]),
    ("E37", &[(Kind::Ram, "", 1)]),
    ("E39", &[(Kind::Other, "AccessDenied", 1)]),
    ("E40", &[(Kind::Ram, "AccessDenied", 1)]),
    ("E41", &[(Kind::Other, "Forbedden.NotSupportRAM", 1)]),
    (
        "E42",
        &[
            (Kind::Ram, "Forbbiden.SubUser", 1),
            (Kind::Ram, "Forbidden.NoPermission", 1),
        ],
    ),
    ("----------------", &[]),
    ("T01", &[]),
    ("T02", &[]),
    ("T08", &[]),
];

type Test = fn(&Path) -> Result<(), Failed>;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let corpus = env::var_os("ACK_CATALOG_CORPUS").map(PathBuf::from);
    let tests: [(&str, Test); 2] = [
        ("samples_are_decoded", samples_are_decoded),
        (
            "samples_with_detail_are_decoded_in_full",
            samples_with_detail_are_decoded_in_full,
        ),
    ];
    let trials = tests.map(|(name, test)| {
        let folder = corpus.clone().unwrap_or_default();
        Trial::test(name, move || test(&folder)).with_ignored_flag(corpus.is_none())
    });
    libtest_mimic::run(&arguments, trials.into()).exit_code()
}

/// Returns the samples with their IDs.
fn samples(corpus: &Path) -> Result<Vec<(String, String)>, Failed> {
    let text = fs::read_to_string(corpus.join("refusals.txt"))?;
    let samples = text.split("\n### ").skip(1).map(|sample| {
        let (head, body) = sample.split_once('\n').unwrap_or((sample, ""));
        let id = head.split(' ').next().unwrap_or_default();
        (id.to_owned(), body.to_owned())
    });
    Ok(samples.collect())
}

fn check(wanted: bool, message: impl Into<String>) -> Result<(), Failed> {
    if wanted {
        Ok(())
    } else {
        Err(message.into().into())
    }
}

fn samples_are_decoded(corpus: &Path) -> Result<(), Failed> {
    let samples = samples(corpus)?;
    check(samples.len() >= FOUND.len(), "samples are missing")?;
    for (id, text) in samples {
        let row = FOUND.iter().find(|(name, _)| *name == id);
        // The other templates have no values.
        let wanted = row.map_or(&[][..], |(_, wanted)| wanted);
        check(
            row.is_some() || id.starts_with('T'),
            format!("{id}: no row"),
        )?;
        let refusals = find(&text);
        let found: Vec<(Kind, &str, usize)> = refusals
            .iter()
            .map(|refusal| {
                let action = refusal.action.as_ref().map(Action::as_str);
                let name = action.or(refusal.code.as_deref());
                let name = name.or(refusal.resource.as_deref());
                (refusal.kind, name.unwrap_or_default(), refusal.count)
            })
            .collect();
        check(found == wanted, format!("{id}: {found:?}"))?;
        for refusal in &refusals {
            let is_named = (refusal.kind == Kind::Ram) == refusal.missing.is_none();
            check(is_named, format!("{id}: {refusal:?}"))?;
        }
    }
    Ok(())
}

fn samples_with_detail_are_decoded_in_full(corpus: &Path) -> Result<(), Failed> {
    let samples = samples(corpus)?;
    let found = |wanted: &str| {
        let sample = samples.iter().find(|(id, _)| id == wanted);
        let found = sample.and_then(|(_, text)| find(text).pop());
        found.ok_or_else(|| Failed::from(wanted))
    };
    for (id, form) in [("E04", Wrapping::Tea), ("E05", Wrapping::Json)] {
        let refusal = found(id)?;
        check(
            refusal.caller == Some(Caller::RoleSession)
                && refusal.principal.as_deref() == Some("demo-role-for-rrsa:ack-ram-tool")
                && refusal.owner.as_deref() == Some("11***")
                && refusal.deny == Some(Deny::Implicit)
                && refusal.policy_type == Some(PolicyType::ResourceGroupLevelIdentityBasedPolicy)
                && refusal.request_id.as_deref() == Some("E78A2E2D-***")
                && refusal.code.as_deref() == Some("StatusForbidden")
                && refusal.wrapping == form,
            format!("{refusal:?}"),
        )?;
    }
    let refusal = found("E33")?;
    check(
        refusal.policy_type == Some(PolicyType::AccountLevelIdentityBasedPolicy)
            && refusal.deny == Some(Deny::Implicit)
            && refusal.wrapping == Wrapping::ServerError,
        format!("{refusal:?}"),
    )?;
    let ids = [
        (
            "E16",
            "A1CE363D-1E64-471F-A07B-B0537A9EE1E3",
            Wrapping::Aliyungo,
        ),
        (
            "E26",
            "8E9039D9-BEEF-40B8-B79C-E722DBB2DA24",
            Wrapping::Python,
        ),
        (
            "E27",
            "0DCC6ABD-2296-503E-A5FF-89D50809DCA0",
            Wrapping::DotNet,
        ),
        (
            "E29",
            "D24CA09B-5F54-579A-AEF1-1244A3CF8DEB",
            Wrapping::Terraform,
        ),
        (
            "E30",
            "75ED230B-E2EE-479D-AADD-BB84B906716F",
            Wrapping::Json,
        ),
        ("E39", "65AF5037***5347E6D09", Wrapping::Xml),
    ];
    for (id, request, form) in ids {
        let refusal = found(id)?;
        check(
            refusal.request_id.as_deref() == Some(request) && refusal.wrapping == form,
            format!("{id}: {refusal:?}"),
        )?;
    }
    Ok(())
}
