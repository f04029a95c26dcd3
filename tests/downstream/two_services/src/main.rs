//! A macro-generated catalog of two services.

#![deny(warnings, missing_docs)]

/// The actions of the network team.
#[typed::catalog(
    page = "source-doc/network.md",
    columns(operation = "API", ram_action = "Permission", description = "What it does"),
    service_prefix = true,
    set = "Grants",
    crate = "typed"
)]
#[derive(Debug, PartialOrd, Ord)]
#[allow(deprecated)] // The page warns of an action that two operations share.
pub enum NetworkAction {}

const TAGS: Grants = Grants::matching("*:CreateTags");

fn main() {
    println!("{} actions of {:?}", NetworkAction::COUNT, NetworkAction::PAGE.title);
    for action in NetworkAction::ALL {
        println!(
            "{action:?} = {action} <- {} ({}) {}",
            action.operations().join(", "),
            action.description(),
            action.doc_url()
        );
    }
    println!("{:?}", NetworkAction::required_for("CreateVpc"));
    println!("{TAGS:?}");
    println!("{}", "vpc:CreateTag".parse::<NetworkAction>().unwrap_err());
    assert!(NetworkAction::EcsRunInstances < NetworkAction::VpcCreateVpc);
}
