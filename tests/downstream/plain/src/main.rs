//! A caller of ACK that uses the catalog.

use ack_catalog::{AckAction, AckActionSet};

/// The operations that this program calls.
const NEEDS: AckActionSet = AckActionSet::of(&[
    AckAction::DescribeClustersV1,
    AckAction::GetUpgradeStatus,
]);

fn main() -> Result<(), ack_catalog::UnknownActionError> {
    let granted = AckActionSet::matching("cs:Get*");
    for action in NEEDS.difference(granted) {
        println!("missing: {action}");
    }
    let refused: AckAction = "cs:DescribeClusterNamespaces".parse()?;
    println!("{refused:?}: {}", refused.operation());
    Ok(())
}
