//! `ack-catalog lint` on actions of services that the catalog does not have.

use crate::common::run_in;
#[cfg(unix)]
use crate::common::{plain, workspace};
use serde_json::json;

/// Lints a policy that allows these actions on everything, by the rules about actions.
fn lint(actions: &[&str], args: &[&str]) -> String {
    let policy = json!({
        "Version": "1",
        "Statement": [{ "Effect": "Allow", "Action": actions, "Resource": "*" }],
    });
    let policy = serde_json::to_string_pretty(&policy).expect("JSON");
    let folder = crate::common::folder(&[("ack-catalog.toml", ""), ("policy.json", &policy)]);
    let args = [&["lint", "--select", "actions"], args, &["policy.json"]].concat();
    run_in(folder.path(), &args)
}

#[test]
fn misspelt_actions_have_a_word_that_no_listed_name_has() {
    insta::assert_snapshot!(lint(
        &[
            "ecs:DescribeInstnaces",
            "oss:GetObjcet",
            "ram:listpolcies",
            "vpc:CreateVpcc",
        ],
        &[]
    ));
}

#[test]
fn names_that_the_list_lacks_may_be_right() {
    let may_be_right = [
        // Other words, and words in another number.
        "ecs:DescribeInstance",
        "ecs:DescribeDiskGroups",
        "slb:UndeleteLoadBalancer",
        "oss:GetObjectGrl",
        // Services without a list.
        "unheardof:DescribeInstnaces",
        // Names of listed services that nothing resembles.
        "ecs:Frobnicate",
        "ecs:DescribeInstnac*",
    ];
    insta::assert_snapshot!(lint(&may_be_right, &[]));
}

#[test]
fn actions_are_written_as_the_list_writes_them() {
    insta::assert_snapshot!(lint(&["ecs:describeInstances", "ecs:DescribeDisks"], &[]));
}

#[test]
fn names_of_products_are_not_ram_codes() {
    insta::assert_snapshot!(lint(
        &[
            "mns-open:CreateQueue",
            "DMS-Enterprise:List*",
            "foasconsole:CreateDeployment",
            "foasconsole:Nothing",
            // Documents use these as codes, as well as others.
            "sls:GetLogs",
            "log:GetLogStoreLogs",
            "sas:DescribeFieldStatistics",
            "sas:ModifyWebLockStart",
            "ddoscoo:DescribeInstances",
            "ddoscoo:Describe*",
            "waf-openapi:DescribeInstance",
        ],
        &[]
    ));
}

#[test]
fn unsafe_fixes_write_the_listed_action() {
    insta::assert_snapshot!(lint(
        &["ecs:DescribeInstnaces", "foasconsole:Nothing"],
        &["--diff", "--unsafe-fixes"]
    ));
}

#[cfg(unix)]
#[test]
fn the_list_is_written_from_tables() {
    let folder = crate::common::folder(&[
        (
            "operations.tsv",
            "product\toperation\nShop\tOpenDoor\nShop\tOpenWindow\nShop\tOPEN\nDepot-Open\tGetBox\nGate\tOpen\nStall\tSell\nStand\tSell\n",
        ),
        (
            "actions.tsv",
            "service\taction\texists\tmentions\ttables\nshop\tshop:openDoor\tno\t1\t0\nstall\tstall:Sell\tno\t1\t0\n\
             shop\tshop:Opne\tno\t1\t0\ngate\tgate:Close\tno\t9\t2\n",
        ),
        (
            "codes.tsv",
            "product\tram_code\tevidence\tconfidence\nShop\tshop\t\thigh\nDepot-Open\tdepot,store\t\thigh\n\
             Gate\tdoor\t\thigh\nStall\tmarket\t\thigh\nStand\tmarket\t\tmedium\nYard\tgarden\t\tlow\nNone\t(none)\t\thigh\n",
        ),
        ("except.txt", "shop:Opne\n"),
    ]);
    let script = workspace().join(".github/other-services.sh");
    let output = plain("bash")
        .arg(script)
        .args(["operations.tsv", "actions.tsv", "codes.tsv", "except.txt"])
        .current_dir(folder.path())
        .output()
        .expect("bash");
    assert!(output.status.success(), "{output:?}");
    insta::assert_snapshot!(String::from_utf8_lossy(&output.stdout));
}
