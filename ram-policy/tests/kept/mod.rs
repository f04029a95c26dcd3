//! Storage for the smallest counterexample of a property test.

use proptest::prelude::ProptestConfig;
use proptest::test_runner::FileFailurePersistence;

/// Returns a configuration that keeps counterexamples in a file next to the test, to be tried first later.
/// By default, proptest looks for a library above the test, which does not exist here.
pub(crate) fn kept() -> ProptestConfig {
    ProptestConfig {
        failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("regressions"))),
        ..ProptestConfig::default()
    }
}
