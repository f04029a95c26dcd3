//! The macro generates the same enums from the project's own pages as the shipped files.

use ack_catalog::{AckAction, AckActionSet, CS_PUBLISHED, CsAction, CsActionSet, PUBLISHED};
use ack_catalog_tests::workspace;
use std::fs;

#[ack_catalog::catalog(page = "../source-doc/ack-api-user-authentication.md")]
pub enum MacroAction {}

#[ack_catalog::catalog(page = "../source-doc/ack-actions.md")]
pub enum MacroService {}

#[test]
fn dates_in_the_code_are_those_of_the_manifest() {
    let manifest = fs::read_to_string(workspace().join("catalog/Cargo.toml")).expect("a manifest");
    for (page, date) in [
        ("ack-api-user-authentication.md", PUBLISHED),
        ("ack-actions.md", CS_PUBLISHED),
    ] {
        let section = format!("page = \"../source-doc/{page}\"\npage-date = \"{date}\"\n");
        assert!(manifest.contains(&section), "{section}");
    }
}

/// Compares an enum of the macro with the shipped one.
macro_rules! agree {
    ($made:ty, $made_set:ty, $shipped:ty, $shipped_set:ty) => {{
        assert_eq!(<$made>::COUNT, <$shipped>::COUNT);
        assert_eq!(<$made>::PAGE, <$shipped>::PAGE);
        for (made, shipped) in <$made>::ALL.iter().zip(<$shipped>::ALL) {
            assert_eq!(made.name(), shipped.name());
            assert_eq!(made.ram_action(), shipped.ram_action());
            assert_eq!(made.operation(), shipped.operation());
            assert_eq!(made.operations(), shipped.operations());
            assert_eq!(made.description(), shipped.description());
            assert_eq!(made.doc_url(), shipped.doc_url());
            assert_eq!(format!("{made} {made:?}"), format!("{shipped} {shipped:?}"));
            for operation in made.operations() {
                let made: Vec<&str> = <$made>::required_for(operation)
                    .iter()
                    .map(|action| action.name())
                    .collect();
                let shipped: Vec<&str> = <$shipped>::required_for(operation)
                    .iter()
                    .map(|action| action.name())
                    .collect();
                assert_eq!(made, shipped);
            }
        }
        for pattern in ["*", "cs:Get*", "CS:*cluster?", "cs:Describe*", "ecs:*"] {
            let made = <$made_set>::matching(pattern);
            let shipped = <$shipped_set>::matching(pattern);
            assert_eq!(format!("{made:?}"), format!("{shipped:?}"));
        }
        let made = "cs:DescribeCluster".parse::<$made>().unwrap_err();
        let shipped = "cs:DescribeCluster".parse::<$shipped>().unwrap_err();
        assert_eq!(made.to_string(), shipped.to_string());
    }};
}

#[test]
fn macro_and_shipped_files_agree() {
    agree!(MacroAction, MacroActionSet, AckAction, AckActionSet);
    agree!(MacroService, MacroServiceSet, CsAction, CsActionSet);
    assert_eq!(MacroService::OPERATIONS, CsAction::OPERATIONS);
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
