//! Override files, whose values take the place of those in the other files of the folder.

use hcl_edit::structure::{Block, BlockLabel, Body};

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

/// Reports whether the text of an override file replaces the policy at an address, as in
/// [`PolicyText::address`](crate::PolicyText::address). A text in another syntax may do so if it has all of the names.
///
/// ```
/// let text = "locals {\n  readers = var.readers\n}\n";
/// assert!(ram_policy_source::overrides(text, "locals.readers"));
/// assert!(!ram_policy_source::overrides(text, "locals.writers"));
/// ```
pub fn overrides(text: &str, address: &str) -> bool {
    match text.parse::<Body>() {
        Ok(body) => body.blocks().any(|block| replaces(block, address)),
        Err(_) => address.split('.').all(|name| text.contains(name)),
    }
}

fn replaces(block: &Block, address: &str) -> bool {
    let mut rest = address.split('.');
    let labels = block.labels.iter().map(BlockLabel::as_str);
    let mut names = std::iter::once(block.ident.as_str()).chain(labels);
    if !names.all(|name| rest.next() == Some(name)) {
        return false;
    }
    let has_block = |name: &str| block.body.blocks().any(|one| one.ident.as_str() == name);
    match rest.next() {
        Some(name) => block.body.has_attribute(name) || has_block(name),
        // The statements are blocks.
        None => has_block("statement") || has_block("dynamic"),
    }
}
