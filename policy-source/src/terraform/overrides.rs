//! Override files, whose values take the place of those in the other files of the folder.

use hcl_edit::structure::{BlockLabel, Body};
use std::collections::HashSet;

/// Reports whether Terraform takes a file of this name as an override file.
///
/// ```
/// use ram_policy_source::is_override_file;
///
/// assert!(is_override_file("override.tf") && is_override_file("main_override.tf.json"));
/// assert!(!is_override_file("overrides.tf"));
/// ```
pub fn is_override_file(name: &str) -> bool {
    let ends = [".tf", ".tf.json", ".tofu", ".tofu.json"];
    let stem = ends.iter().find_map(|end| name.strip_suffix(end));
    stem.is_some_and(|stem| stem == "override" || stem.ends_with("_override"))
}

/// What an override file replaces.
///
/// ```
/// use ram_policy_source::OverrideFile;
///
/// let file = OverrideFile::read("locals {\n  readers = var.readers\n}\n");
/// assert!(file.replaces("locals.readers"));
/// assert!(!file.replaces("locals.writers"));
/// ```
#[derive(Clone, Debug)]
pub struct OverrideFile {
    /// The addresses of values.
    values: HashSet<String>,
    /// The addresses of blocks with statements.
    blocks: HashSet<String>,
    /// The text, if its syntax is another one.
    unread: Option<String>,
}

impl OverrideFile {
    /// Reads the text of an override file.
    pub fn read(text: &str) -> Self {
        let body = text.parse::<Body>();
        let mut file = Self {
            values: HashSet::new(),
            blocks: HashSet::new(),
            unread: body.is_err().then(|| text.to_owned()),
        };
        for block in body.iter().flat_map(Body::blocks) {
            let labels = block.labels.iter().map(BlockLabel::as_str);
            let names: Vec<&str> = std::iter::once(block.ident.as_str())
                .chain(labels)
                .collect();
            let address = names.join(".");
            let inside = block.body.blocks().map(|inside| inside.ident.as_str());
            let inside: Vec<&str> = inside.collect();
            if inside.contains(&"statement") || inside.contains(&"dynamic") {
                file.blocks.insert(address.clone());
            }
            let attributes = block.body.attributes().map(|one| one.key.as_str());
            let values = attributes.chain(inside);
            let values = values.map(|name| format!("{address}.{name}"));
            file.values.extend(values);
        }
        file
    }

    /// Reports whether the file replaces the policy at an address, as in
    /// [`PolicyText::address`](crate::PolicyText::address). A text in another syntax may do so if it has all of the names.
    pub fn replaces(&self, address: &str) -> bool {
        if let Some(text) = &self.unread {
            return address.split('.').all(|name| text.contains(name));
        }
        let ends = address.match_indices('.').map(|(at, _)| at);
        let mut values = ends.chain([address.len()]).map(|end| &address[..end]);
        self.blocks.contains(address) || values.any(|value| self.values.contains(value))
    }
}
