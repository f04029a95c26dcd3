//! The macro of `ack-catalog`. Use it from there: `ack_catalog::catalog`, with the feature `macro`.

#[cfg(feature = "policy")]
mod policy;

use proc_macro::TokenStream;
use std::fs::File;
use std::io::Read as _;
use std::path::PathBuf;
use std::{env, fs, io};

/// Turns your own documentation page into a typed catalog: the variants of the enum are the RAM
/// actions in the page's table of operations.
///
/// ```ignore
/// #[ack_catalog::catalog(page = "source-doc/ecs.md")]
/// pub enum EcsAction {}
/// ```
///
/// The enum and its set (here `EcsActionSet`) have everything that `AckAction` and `AckActionSet` have,
/// except ids: only a ledger keeps numbers when the page changes.
///
/// # Options
///
/// | option | meaning | default |
/// | --- | --- | --- |
/// | `page = "…"` | the page, relative to the folder of Cargo.toml | required |
/// | `columns(operation = "…", ram_action = "…", description = "…")` | the header texts of the three columns; a page without descriptions needs no third | `Operation`, `RAM Action`, `Description` |
/// | `service = "…"` | the service of actions that the page writes without one | none |
/// | `tables = "all"` | read all tables with these columns as one | `"one"`: a second is an error |
/// | `wildcards = true` | accept actions with wildcards, such as `ecs:Describe*` | `false` |
/// | `set = "…"` | the name of the set | the enum's name and `Set` |
/// | `service_prefix = true` | start each variant with its service: `EcsStartInstance` | `false` |
/// | `repair = true` | accept pages that need repairs, such as merged cells or rows over several lines | `false` |
/// | `crate = "…"` | the path of `ack-catalog` if it is renamed | `::ack_catalog` |
///
/// # Names
///
/// A variant is named after its action, without the service. A hyphen is dropped and the letter after it
/// becomes a capital (`get-project` is `getProject`). An action of three parts has the variant of its last
/// two (`cce:cluster:create` is `ClusterCreate`). In a wildcard action `*` becomes `Any` and `?` becomes
/// `One` (`ecs:Describe*` is `DescribeAny`). A name that starts with a digit gets a `_` before
/// it; keywords and the names of the enum's own items (`ALL`, `name`, `scope`, …) get a `_` after it.
/// Two actions with the same variant are an error.
///
/// # Attributes
///
/// The enum keeps its attributes, its visibility and its documentation. Derives below `#[catalog]` are
/// merged with the traits that it implements, such as `Clone`, `Debug` and `Ord`. A derive above
/// `#[catalog]` sees the empty enum and is not supported. The discriminants change with the page.
///
/// # Errors
///
/// Each error of the page is a compile error with file, line, column and help. The enum is still built
/// from everything that could be read.
///
/// # Warnings
///
/// Each of the page's first ten warnings is a warning of the compiler. On stable Rust a macro can warn only
/// by using something deprecated, so it is about a constant:
///
/// ```text
/// warning: use of deprecated constant `_::PAGE_WARNING`: [crlf]: 5 lines end with a carriage return; the first is here
///         --> source-doc/ecs.md:1:10
/// ```
///
/// `#[allow(deprecated)]` on the enum silences them.
#[proc_macro_attribute]
pub fn catalog(args: TokenStream, item: TokenStream) -> TokenStream {
    let read = |path: &str| read(path, PAGE_LIMIT);
    ack_catalog_core::expand(args.into(), item.into(), &read).into()
}

/// The macro behind `ack_catalog::policy!`, which gives it the path of `ack-catalog` in brackets.
#[cfg(feature = "policy")]
#[proc_macro]
pub fn policy(input: TokenStream) -> TokenStream {
    let read = |path: &str| read(path, POLICY_LIMIT);
    policy::expand::expand(input.into(), &read).into()
}

/// The most bytes of a page.
const PAGE_LIMIT: u64 = 16 << 20;

/// The most bytes of the file of a policy. An answer of the API escapes each character of a policy, which itself can
/// have 1 MiB.
#[cfg(feature = "policy")]
const POLICY_LIMIT: u64 = 8 << 20;

/// Returns the bytes of a file of the crate that is compiled. A build never waits for a pipe.
fn read(path: &str, limit: u64) -> io::Result<Vec<u8>> {
    let folder = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let path = folder.unwrap_or_default().join(path);
    if !fs::metadata(&path)?.is_file() {
        return Err(io::Error::other("not a regular file"));
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(limit + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit {
        let mib = limit >> 20;
        return Err(io::Error::other(format!("too large: over {mib} MiB")));
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::read;
    use std::fs;

    #[test]
    fn only_a_file_within_the_limit_is_read() {
        let size = fs::metadata("Cargo.toml").expect("the file").len();
        assert_eq!(read("Cargo.toml", size).expect("bytes").len() as u64, size);
        let error = |path: &str, limit| read(path, limit).unwrap_err().to_string();
        assert_eq!(error("Cargo.toml", size - 1), "too large: over 0 MiB");
        assert_eq!(error("src", 1 << 20), "not a regular file");
        // A read of such a device never ends.
        #[cfg(unix)]
        assert_eq!(error("/dev/zero", 1 << 20), "not a regular file");
    }
}
