//! The macro generates the same enum from the project's own page as the shipped file.

use ack_catalog::{AckAction, AckActionSet, PUBLISHED};
use ack_catalog_tests::workspace;
use std::fs;

#[ack_catalog::catalog(page = "../source-doc/ack-api-user-authentication.md")]
pub enum MacroAction {}

#[test]
fn date_in_the_code_is_that_of_the_manifest() {
    let manifest = fs::read_to_string(workspace().join("catalog/Cargo.toml")).expect("a manifest");
    let page_date = format!("page-date = \"{PUBLISHED}\"\n");
    assert!(manifest.contains(&page_date), "{page_date}");
}

#[test]
fn macro_and_shipped_file_agree() {
    assert_eq!(MacroAction::COUNT, AckAction::COUNT);
    assert_eq!(MacroAction::PAGE, AckAction::PAGE);
    for (made, shipped) in MacroAction::ALL.iter().zip(AckAction::ALL) {
        assert_eq!(made.name(), shipped.name());
        assert_eq!(made.ram_action(), shipped.ram_action());
        assert_eq!(made.operation(), shipped.operation());
        assert_eq!(made.operations(), shipped.operations());
        assert_eq!(made.description(), shipped.description());
        assert_eq!(made.doc_url(), shipped.doc_url());
        assert_eq!(format!("{made} {made:?}"), format!("{shipped} {shipped:?}"));

        let names = |actions: &[MacroAction]| -> Vec<&str> {
            actions.iter().map(|action| action.name()).collect()
        };
        let shipped_names: Vec<&str> = AckAction::required_for(shipped.operation())
            .iter()
            .map(|action| action.name())
            .collect();
        assert_eq!(
            names(MacroAction::required_for(made.operation())),
            shipped_names
        );
    }
    for pattern in ["*", "cs:Get*", "CS:*cluster?", "cs:Describe*", "ecs:*"] {
        let made = MacroActionSet::matching(pattern);
        let shipped = AckActionSet::matching(pattern);
        assert_eq!(format!("{made:?}"), format!("{shipped:?}"));
    }
    let made: Result<MacroAction, _> = "cs:DescribeCluster".parse();
    let shipped: Result<AckAction, _> = "cs:DescribeCluster".parse();
    assert_eq!(
        made.unwrap_err().to_string(),
        shipped.unwrap_err().to_string()
    );
}

/// Names of 1 to 80 letters, in more rows than rustc computes the starts of.
#[ack_catalog::catalog(page = "pages/small/lengths.md")]
pub enum Lengths {}

#[test]
fn generator_and_lookup_use_the_same_hash() {
    assert_eq!(Lengths::COUNT, 260);
    for action in Lengths::ALL {
        let name = action.ram_action();
        assert_eq!(name, format!("svc:{}", action.name()));
        assert_eq!(Lengths::from_ram_action(name), Some(*action));
        for missing in [
            &name[..name.len() - 1],
            &name[1..],
            &format!("{name}0"),
            &format!("{}0", &name[..name.len() - 1]),
            &format!("t{}", &name[1..]),
            &name.to_uppercase(),
        ] {
            let is_other = Lengths::ALL
                .iter()
                .any(|other| other.ram_action() == missing);
            assert_eq!(
                Lengths::from_ram_action(missing).is_some(),
                is_other,
                "{missing}"
            );
        }
        let letters = action.name().len();
        assert_eq!(action.description(), format!("Has {letters} letters"));
        assert_eq!(Lengths::required_for(action.operation()), [*action]);
    }
    assert_eq!(Lengths::from_ram_action(""), None);
}
