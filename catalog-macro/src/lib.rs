//! The macro of `ack-catalog`. Use it from there: `ack_catalog::catalog`, with the feature `macro`.

use proc_macro::TokenStream;
use std::path::PathBuf;
use std::{env, fs};

/// Makes a typed catalog of a documentation page of your own: the enum's variants are the RAM
/// actions in the page's table of operations.
///
/// ```ignore
/// #[ack_catalog::catalog(page = "source-doc/ecs.md")]
/// pub enum EcsAction {}
/// ```
///
/// The enum and its set (here `EcsActionSet`) have all that `AckAction` and `AckActionSet` have.
///
/// # Options
///
/// | option | meaning | default |
/// | --- | --- | --- |
/// | `page = "…"` | the page, relative to the folder of Cargo.toml | required |
/// | `columns(operation = "…", ram_action = "…", description = "…")` | the header texts of the three columns | `Operation`, `RAM Action`, `Description` |
/// | `set = "…"` | the name of the set | the enum's name and `Set` |
/// | `service_prefix = true` | each variant starts with its service: `EcsStartInstance` | `false` |
/// | `repair = true` | accept what the reader has to mend: merged cells, rows over several lines | `false` |
/// | `crate = "…"` | the path of `ack-catalog`, where it has been renamed | `::ack_catalog` |
///
/// # Names
///
/// A variant is the action's name without its service. A hyphen falls away and the letter behind it
/// becomes a capital (`get-project` is `getProject`); a name that starts with a digit gets a `_` in
/// front; keywords and the names of the enum's own items (`ALL`, `name`, `scope`, …) get a `_` behind.
/// Two actions that would be one variant are an error.
///
/// # What is kept
///
/// The enum keeps its attributes, its visibility and its documentation. Derives that stand below
/// `#[catalog]` are merged with those that it gives: `Clone`, `Copy`, `Debug`, `PartialEq`, `Eq`,
/// `Hash`. A derive above `#[catalog]` sees the empty enum and is not supported. The discriminants
/// are no promise: they change with the page.
///
/// # Errors
///
/// Each fault of the page is one compile error with the file, the line, the column and what to do.
/// The enum is still built from what could be read. Warnings are shown by the program
/// `ack-catalog` alone, since a macro has no way to warn.
#[proc_macro_attribute]
pub fn catalog(args: TokenStream, item: TokenStream) -> TokenStream {
    let folder = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let read = |page: &str| fs::read(folder.clone().unwrap_or_default().join(page));
    ack_catalog_core::expand(args.into(), item.into(), &read).into()
}
