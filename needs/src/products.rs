//! The RAM codes of other services.

/// The rows of the table: the product's name in the API, and the codes of its actions.
fn rows() -> impl Iterator<Item = (&'static str, &'static str)> {
    let rows = include_str!("products.txt").lines();
    rows.filter_map(|row| row.split_once(' '))
        .filter(|(product, _)| *product != "#")
}

/// Returns whether a product is in the table.
pub(crate) fn is_known(product: &str) -> bool {
    rows().any(|(name, _)| name.eq_ignore_ascii_case(product))
}

/// Returns the action that an operation of another service needs if it has the usual form, `code:Operation`.
///
/// The name of an operation does not prove that of its action, and is wrong now and then. The codes are those
/// that documentation and published policies have. A product that is not in the table is its own code in lower case.
///
/// ```
/// use ack_catalog_needs::action_of;
///
/// assert_eq!(action_of("Cbn", "CreateCen"), "cen:CreateCen");
/// // As events name it.
/// assert_eq!(action_of("PrivateZone", "AddZone"), "pvtz:AddZone");
/// assert_eq!(action_of("newproduct", "Do"), "newproduct:Do");
/// ```
pub fn action_of(product: &str, operation: &str) -> String {
    actions_of(product, operation).remove(0)
}

/// Returns the actions that an operation may need: one for each code of the product, the most common first.
pub(crate) fn actions_of(product: &str, operation: &str) -> Vec<String> {
    let row = rows().find(|(name, _)| name.eq_ignore_ascii_case(product));
    let codes = row.and_then(|(_, codes)| codes.split(' ').next());
    match codes {
        Some(codes) => { codes.split(',') }
            .map(|code| format!("{code}:{operation}"))
            .collect(),
        None => vec![format!("{}:{operation}", product.to_ascii_lowercase())],
    }
}
