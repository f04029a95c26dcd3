//! The crates that are published.

/// A published crate of the workspace.
#[derive(Debug, PartialEq, Eq)]
pub struct PublishedCrate {
    /// Its folder.
    pub folder: &'static str,
    /// Its name on the registry.
    pub package: &'static str,
    /// Whether it is a library, whose public interface is a promise.
    pub is_library: bool,
}

const fn library(folder: &'static str, package: &'static str) -> PublishedCrate {
    PublishedCrate {
        folder,
        package,
        is_library: true,
    }
}

/// All published crates, in the order in which they are published.
pub const PUBLISHED: [PublishedCrate; 7] = [
    library("diagnostics", "ram-diagnostics"),
    library("ram-policy", "ram-policy"),
    library("refusal", "ram-refusal"),
    library("catalog-core", "ack-catalog-core"),
    library("catalog-macro", "ack-catalog-macro"),
    library("catalog", "ack-catalog"),
    PublishedCrate {
        folder: "cli",
        package: "ack-catalog-cli",
        is_library: false,
    },
];
