//! The crates that are published.

/// A published crate of the workspace.
#[derive(Debug, PartialEq, Eq)]
pub struct PublishedCrate {
    /// Its folder.
    pub folder: &'static str,
    /// Its name on the registry.
    pub package: &'static str,
    /// `true` for a library with a stable public interface.
    pub is_library: bool,
}

const fn library(folder: &'static str, package: &'static str) -> PublishedCrate {
    PublishedCrate {
        folder,
        package,
        is_library: true,
    }
}

/// The published crates in order of publication.
pub const PUBLISHED: [PublishedCrate; 10] = [
    library("diagnostics", "ram-diagnostics"),
    library("ram-policy", "ram-policy"),
    library("policy-source", "ram-policy-source"),
    library("refusal", "ram-refusal"),
    library("catalog-core", "ack-catalog-core"),
    library("catalog-build", "ack-catalog-build"),
    library("catalog-macro", "ack-catalog-macro"),
    library("catalog", "ack-catalog"),
    library("needs", "ack-catalog-needs"),
    PublishedCrate {
        folder: "cli",
        package: "ack-catalog-cli",
        is_library: false,
    },
];
