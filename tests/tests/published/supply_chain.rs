//! Dependencies of the published crates, and their limits.

use ack_catalog_tests::crates::PUBLISHED;
use ack_catalog_tests::workspace;
use cargo_metadata::{CargoOpt, DependencyKind, Metadata, MetadataCommand, TargetKind};
use std::collections::BTreeSet;
use std::fs;

fn metadata() -> Metadata {
    let mut command = MetadataCommand::new();
    command.manifest_path(workspace().join("Cargo.toml"));
    command.features(CargoOpt::AllFeatures);
    command.exec().expect("cargo metadata")
}

/// Returns the packages that cargo builds into the published crates, with all features.
fn built_into_ours(metadata: &Metadata) -> BTreeSet<String> {
    let resolve = metadata.resolve.as_ref().expect("a resolution");
    let is_published = |id| metadata[id].publish != Some(Vec::new());
    let mut waiting: Vec<_> = metadata
        .workspace_members
        .iter()
        .filter(|id| is_published(id))
        .cloned()
        .collect();
    let mut seen = BTreeSet::new();
    while let Some(id) = waiting.pop() {
        if !seen.insert(id.clone()) {
            continue;
        }
        let node = resolve.nodes.iter().find(|node| node.id == id);
        for dependency in &node.expect("a node").deps {
            let kinds = &dependency.dep_kinds;
            if kinds
                .iter()
                .any(|kind| kind.kind != DependencyKind::Development)
            {
                waiting.push(dependency.pkg.clone());
            }
        }
    }
    let names = seen.iter().map(|id| metadata[id].name.to_string());
    names.collect()
}

#[test]
fn published_crates_open_no_connection() {
    let names = built_into_ours(&metadata());
    for name in [
        "reqwest",
        "hyper",
        "ureq",
        "curl",
        "native-tls",
        "rustls",
        "tokio",
        "socket2",
        "mio",
    ] {
        assert!(!names.contains(name), "{name}");
    }
    for published in &PUBLISHED {
        let mut folders = vec![workspace().join(published.folder).join("src")];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(&folder).expect("a folder") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let text = fs::read_to_string(&path).expect("a file");
                for word in ["TcpStream", "UdpSocket", "TcpListener", "UnixStream"] {
                    assert!(!text.contains(word), "{}: {word}", path.display());
                }
            }
        }
    }
}

#[test]
fn published_crates_have_no_build_script() {
    let metadata = metadata();
    for package in metadata.workspace_packages() {
        let is_script = |kinds: &[TargetKind]| kinds.contains(&TargetKind::CustomBuild);
        let scripts = package
            .targets
            .iter()
            .filter(|target| is_script(&target.kind));
        assert_eq!(scripts.count(), 0, "{}", package.name);
    }
}

#[test]
fn dependencies_and_documented_reasons_match() {
    let metadata = metadata();
    let reasons =
        fs::read_to_string(workspace().join("docs/dependencies.md")).expect("the reasons");
    let rows = reasons.lines().filter(|line| line.starts_with("| `"));
    let explained: BTreeSet<&str> = rows
        .filter_map(|row| row.split('|').nth(1))
        .flat_map(|cell| cell.split('`').skip(1).step_by(2))
        .collect();
    let ours: BTreeSet<String> = metadata
        .workspace_packages()
        .iter()
        .map(|package| package.name.to_string())
        .collect();
    let mut used = BTreeSet::new();
    for package in metadata.workspace_packages() {
        used.extend(
            package
                .dependencies
                .iter()
                .map(|dependency| &*dependency.name),
        );
    }
    used.retain(|name| !ours.contains(*name));
    assert_eq!(used, explained);
}

#[test]
fn all_published_crates_share_a_version() {
    let metadata = metadata();
    let versions: BTreeSet<String> = metadata
        .workspace_packages()
        .iter()
        .filter(|package| package.publish != Some(Vec::new()))
        .map(|package| package.version.to_string())
        .collect();
    assert_eq!(versions.len(), 1, "{versions:?}");
    let published: BTreeSet<&str> = metadata
        .workspace_packages()
        .iter()
        .filter(|package| package.publish != Some(Vec::new()))
        .map(|package| &**package.name)
        .collect();
    assert_eq!(
        published,
        PUBLISHED
            .iter()
            .map(|published| published.package)
            .collect()
    );
    // Their requirements on each other have the same version.
    for package in metadata.workspace_packages() {
        for dependency in &package.dependencies {
            if dependency.path.is_some() && !dependency.req.comparators.is_empty() {
                assert_eq!(
                    dependency.req.to_string(),
                    format!("^{}", versions.first().expect("one")),
                    "{}",
                    dependency.name
                );
            }
        }
    }
}
