//! The policy readers on real policies. They belong to others and are not part of this project: the
//! environment variable `ACK_CATALOG_CORPUS` names their folder. Without it, these tests are ignored.

use ack_catalog::{AckAction, CsAction};
use libtest_mimic::{Arguments, Failed, Trial};
use ram_policy::edit::{Grant, Granted, Revoked, revoke, shared_resources};
use ram_policy::lint::{Applicability, Finding, Fix, Linter};
use ram_policy::{Outcome, Pattern, Policies, Policy, ReadError, Request, compare};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

/// Documents that are valid JSON but rejected, with the first problem. The grammar requires the version that
/// 426 lacks.
const REFUSED: [(u64, &str); 5] = [
    (426, "missing-version"),
    (621, "wrong-effect"),
    (742, "unquoted-value"),
    (748, "stack-policy"),
    (758, "template"),
];

/// Documents that are rejected even with repairs: code, a document without a valid version, two stack
/// policies, and the outline of a document.
const BEYOND_REPAIR: [(u64, &str); 7] = [
    (155, "not-a-policy"),
    (621, "wrong-effect"),
    (651, "wrong-version"),
    (741, "stack-policy"),
    (743, "stack-policy"),
    (748, "stack-policy"),
    (758, "template"),
];

type Test = fn(&Path) -> Result<(), Failed>;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let corpus = env::var_os("ACK_CATALOG_CORPUS").map(PathBuf::from);
    let tests: [(&str, Test); 9] = [
        (
            "catalog_lists_most_actions_of_real_policies",
            catalog_lists_most_actions_of_real_policies,
        ),
        ("json_policies_are_read", json_policies_are_read),
        ("pasted_policies_are_repaired", pasted_policies_are_repaired),
        (
            "written_policies_read_back_as_the_same",
            written_policies_read_back_as_the_same,
        ),
        (
            "decisions_match_the_written_policy",
            decisions_match_the_written_policy,
        ),
        (
            "linter_finds_the_reviewed_findings",
            linter_finds_the_reviewed_findings,
        ),
        (
            "grants_are_exact_and_revocations_undo_them",
            grants_are_exact_and_revocations_undo_them,
        ),
        (
            "pairs_in_the_revised_page_are_grants",
            pairs_in_the_revised_page_are_grants,
        ),
        (
            "safe_fixes_change_no_decision",
            safe_fixes_change_no_decision,
        ),
    ];
    let trials = tests.map(|(name, test)| {
        let folder = corpus.clone().unwrap_or_default();
        Trial::test(name, move || test(&folder)).with_ignored_flag(corpus.is_none())
    });
    libtest_mimic::run(&arguments, trials.into()).exit_code()
}

struct Sample {
    id: u64,
    is_json: bool,
    text: String,
}

fn samples(corpus: &Path) -> Result<Vec<Sample>, Failed> {
    let lines = fs::read_to_string(corpus.join("policies/policies.jsonl"))?;
    let samples = lines.lines().map(|line| {
        let line: Value = serde_json::from_str(line)?;
        Ok(Sample {
            id: line["id"].as_u64().ok_or("an id")?,
            is_json: line["valid_json"].as_bool().ok_or("a truth")?,
            text: line["text"].as_str().ok_or("a text")?.to_owned(),
        })
    });
    samples.collect()
}

fn first_code(error: &ReadError) -> &'static str {
    error.problems()[0].code.name()
}

fn check(wanted: bool, message: impl Into<String>) -> Result<(), Failed> {
    if wanted {
        Ok(())
    } else {
        Err(message.into().into())
    }
}

fn json_policies_are_read(corpus: &Path) -> Result<(), Failed> {
    let samples = samples(corpus)?;
    let json: Vec<&Sample> = samples.iter().filter(|sample| sample.is_json).collect();
    let refused: Vec<(u64, &str)> = json
        .iter()
        .filter_map(|sample| Some((sample.id, first_code(&sample.text.parse::<Policy>().err()?))))
        .collect();
    check(refused == REFUSED, format!("{refused:?}"))?;
    check(
        (samples.len(), json.len()) == (398, 335),
        "the corpus has changed",
    )?;
    let broken = samples.iter().filter(|sample| !sample.is_json);
    let read = broken
        .filter(|sample| sample.text.parse::<Policy>().is_ok())
        .count();
    check(
        read == 0,
        format!("{read} documents that are no JSON were read"),
    )
}

fn pasted_policies_are_repaired(corpus: &Path) -> Result<(), Failed> {
    let mut beyond = Vec::new();
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for sample in samples(corpus)? {
        match Policy::read_repairing(&sample.text) {
            Ok(repaired) => {
                for repair in repaired.repairs {
                    let range = repair.range.as_range();
                    check(
                        sample.text.get(range).is_some(),
                        format!("{}: {repair:?}", sample.id),
                    )?;
                    *kinds.entry(repair.code.name()).or_default() += 1;
                }
            }
            Err(error) => beyond.push((sample.id, first_code(&error))),
        }
    }
    beyond.retain(|(id, _)| *id != 759);
    check(beyond == BEYOND_REPAIR, format!("{beyond:?}"))?;
    let wanted = [
        "comment",
        "full-width-punctuation",
        "line-break-tag",
        "markdown-escape",
    ];
    check(
        wanted.iter().all(|kind| kinds.contains_key(kind)),
        format!("{kinds:?}"),
    )
}

fn readable(corpus: &Path) -> Result<Vec<(u64, Policy)>, Failed> {
    let samples = samples(corpus)?.into_iter();
    let read = samples.filter_map(|sample| {
        let repaired = Policy::read_repairing(&sample.text).ok()?;
        Some((sample.id, repaired.policy))
    });
    Ok(read.collect())
}

fn written_policies_read_back_as_the_same(corpus: &Path) -> Result<(), Failed> {
    for (id, policy) in readable(corpus)? {
        let written: Policy = policy.to_string().parse()?;
        check(
            written.to_string() == policy.to_string(),
            format!("{id}: written otherwise"),
        )?;
        let comparison = compare(&policy, &written, &[]);
        check(comparison.is_same(), format!("{id}: {comparison:?}"))?;
    }
    Ok(())
}

fn decisions_match_the_written_policy(corpus: &Path) -> Result<(), Failed> {
    for (id, policy) in readable(corpus)? {
        let written: Policy = policy.to_string().parse()?;
        for action in AckAction::ALL {
            let request = Request::new(action.ram_action(), "acs:cs:cn-hangzhou:1:cluster/c1");
            let [one, other] =
                [&policy, &written].map(|policy| Policies::new().attach(policy).decide(&request));
            check(one.outcome == other.outcome, format!("{id}: {action}"))?;
        }
    }
    Ok(())
}

/// The exact actions of ACK in the policies that no source lists. Documentation uses them in examples, most of them once:
/// features of the console, and actions that the reference of no operation names.
const UNLISTED: [&str; 12] = [
    "cs:CreateClusterVpcEndpointConnection",
    "cs:DescribeNodePoolInventoryStatus",
    "cs:DescribePolarisConfig",
    "cs:DescribePolarisCronJob",
    "cs:DescribePolarisJob",
    "cs:DrainNodes",
    "cs:GetClusterInfo",
    "cs:GrantUsersPermissions",
    "cs:ListNodePoolComponents",
    "cs:ResetNodePoolNodes",
    "cs:UpdatePolarisCronJob",
    "cs:UpdatePolarisJob",
];

fn catalog_lists_most_actions_of_real_policies(corpus: &Path) -> Result<(), Failed> {
    let samples = samples(corpus)?;
    let texts = samples.iter().flat_map(|sample| sample.text.split('"'));
    let exact = texts.map(str::trim).filter(|text| {
        let name = text.strip_prefix("cs:").unwrap_or_default();
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
    });
    let exact: BTreeSet<&str> = exact.collect();
    check(exact.len() == 97, format!("{} actions", exact.len()))?;
    let is_unlisted = |action: &&&str| CsAction::from_ram_action(action).is_none();
    let unlisted: Vec<&&str> = exact.iter().filter(is_unlisted).collect();
    check(
        unlisted.iter().copied().eq(&UNLISTED),
        format!("{unlisted:?}"),
    )
}

/// Counts the findings of each rule. All of them, or a sample of the common ones, were reviewed, so a changed
/// number needs a new review.
fn linter_finds_the_reviewed_findings(corpus: &Path) -> Result<(), Failed> {
    let linter = Linter::new(&CsAction::KNOWN);
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for sample in samples(corpus)? {
        for finding in linter.text(&sample.text) {
            let key = (finding.severity.name(), finding.rule.name);
            *counts.entry(key).or_default() += 1;
        }
    }
    let lines = counts.iter();
    let lines = lines.map(|((level, rule), count)| format!("{level}\t{rule}\t{count}\n"));
    let found: String = lines.collect();
    check(found == include_str!("../expected/findings.tsv"), found)
}

fn safe_fixes_change_no_decision(corpus: &Path) -> Result<(), Failed> {
    let linter = Linter::new(&CsAction::KNOWN);
    let mut fixed = 0;
    for sample in samples(corpus)? {
        let after = linter.fix(&sample.text, Applicability::Safe, |_| true);
        fixed += after.fixed.len();
        let is_left = |finding: &&Finding| finding.fix.as_ref().is_some_and(Fix::is_safe);
        let left: Vec<&Finding> = after.remaining.iter().filter(is_left).collect();
        check(left.is_empty(), format!("{}: {left:?}", sample.id))?;
        let Ok(old) = Policy::read_repairing(&sample.text) else {
            continue;
        };
        // Copy-and-paste damage is also fixed, but comments stay.
        let mut repairs = old.repairs.iter();
        let new: Policy = if repairs.any(|repair| repair.code.name() == "comment") {
            Policy::read_repairing(&after.text)?.policy
        } else {
            after.text.parse()?
        };
        let comparison = compare(&old.policy, &new, &[]);
        check(
            comparison.is_same(),
            format!("{}: {comparison:?}", sample.id),
        )?;
    }
    check(fixed > 70, format!("only {fixed} were fixed"))
}

/// Pairs each policy with rotating actions and resources, so that every combination is frequent.
fn grants_are_exact_and_revocations_undo_them(corpus: &Path) -> Result<(), Failed> {
    const ACTIONS: [&str; 5] = [
        "cs:ModifyCluster",
        "cs:DescribeClusterNodes",
        "oss:GetObject",
        "ecs:DescribeInstances",
        "dm:NobodyHasThis",
    ];
    const RESOURCES: [&str; 3] = ["*", "acs:cs:*:*:cluster/c1", "acs:oss:*:*:nobody/*"];
    let (mut edited_count, mut joined_count) = (0, 0);
    for (index, (id, old)) in readable(corpus)?.into_iter().enumerate() {
        // Edits need documents that require no repair.
        let Ok(old) = old.text().parse::<Policy>() else {
            continue;
        };
        for step in 0..4 {
            let action = ACTIONS[(index + step) % ACTIONS.len()];
            let resource = RESOURCES[(index / 2 + step) % RESOURCES.len()];
            let shared = shared_resources(&old);
            // Uses the policy's own resources, so that statements are joined.
            let resources: Vec<&str> = match shared.as_slice() {
                [only] if step == 3 => only.iter().map(String::as_str).collect(),
                _ => vec![resource],
            };
            let grant = Grant {
                actions: &[action],
                resources: &resources,
                unconditional: true,
            };
            let Ok(Granted::Edited { edited, joined, .. }) = grant.to(&old) else {
                continue;
            };
            let new = &edited.policy;
            let about = || format!("{id}: {action} on {resources:?}");
            edited_count += 1;
            joined_count += usize::from(joined.is_some());
            for resource in &resources {
                let request = Request::new(action, resource);
                let parts = Policies::new().attach(new).reach(&request, &[])?;
                let is_allowed = parts
                    .iter()
                    .all(|part| part.decision.outcome == Outcome::Allowed);
                check(is_allowed, about())?;
            }
            for other in AckAction::ALL {
                for place in [
                    "acs:cs:cn:1:cluster/c1",
                    "acs:cs:cn:1:cluster/other",
                    "acs:oss:cn:1:b/o",
                ] {
                    let name = other.ram_action();
                    let is_asked = name == action
                        && resources
                            .iter()
                            .any(|one| Pattern::resource(one).matches(place));
                    let request = Request::new(name, place);
                    let [before, after] =
                        [&old, new].map(|policy| Policies::new().attach(policy).outcome(&request));
                    check(
                        is_asked || before == after,
                        format!("{} moved {name} on {place}", about()),
                    )?;
                }
            }
            // Text outside the edit is unchanged.
            let mut rest = String::new();
            let mut at = 0;
            for (range, with) in &edited.replacements {
                rest.push_str(&old.text()[at..range.start]);
                rest.push_str(with);
                at = range.end;
            }
            rest.push_str(&old.text()[at..]);
            check(rest == new.text(), about())?;
            let is_new = !old.text().contains(action);
            let revoked = revoke(new, &[action], false);
            if let (true, Ok(Revoked::Edited { edited, .. })) = (is_new, revoked) {
                let again = compare(&old, &edited.policy, &[]);
                check(
                    again.is_same() || !again.is_decided,
                    format!("{}: {again:?}", about()),
                )?;
            }
        }
    }
    let is_enough = edited_count > 500 && joined_count > 20;
    check(
        is_enough,
        format!("{edited_count} edits, {joined_count} joined"),
    )
}

/// Each pair is a policy before and after a grant.
fn pairs_in_the_revised_page_are_grants(corpus: &Path) -> Result<(), Failed> {
    let page = fs::read_to_string(corpus.join("revisions/zh-2021-08-25.md"))?;
    let blocks = page.split("```\n").skip(1).step_by(2);
    let blocks = blocks.filter(|block| block.contains("\"Statement\""));
    let policies: Vec<Policy> = blocks.map(str::parse).collect::<Result<_, _>>()?;
    let cluster = "acs:cs:*:*:cluster/c2e63856bcd714197****";
    let grants: [(&[&str], &str); 3] = [
        (&["cs:List*", "cs:Describe*"], cluster),
        (&["cs:ModifyCluster"], cluster),
        (&["cs:DescribeEvents"], "*"),
    ];
    check(policies.len() == 6, format!("{} policies", policies.len()))?;
    for (pair, (actions, resource)) in policies.chunks(2).zip(grants) {
        let grant = Grant {
            actions,
            resources: &[resource],
            unconditional: false,
        };
        let Ok(Granted::Edited { edited, .. }) = grant.to(&pair[0]) else {
            return Err("no edit".into());
        };
        let comparison = compare(&edited.policy, &pair[1], &[]);
        check(comparison.is_same(), format!("{comparison:?}"))?;
    }
    Ok(())
}
