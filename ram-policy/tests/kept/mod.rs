//! Where the smallest counterexample of a law is kept.

use proptest::prelude::ProptestConfig;
use proptest::test_runner::FileFailurePersistence;

/// Counterexamples go to a file with the name of the test beside it, and come first from then on. Left
/// to itself, proptest looks for a library above the test, and there is none.
pub(crate) fn kept() -> ProptestConfig {
    ProptestConfig {
        failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("regressions"))),
        ..ProptestConfig::default()
    }
}
