// The same page, in a crate that allows no warnings.
#![deny(warnings)]

#[ack_catalog::catalog(page = "pages/two-links.md", tables = "all")]
#[allow(deprecated)]
enum Allowed {}

#[expect(deprecated)]
#[ack_catalog::catalog(page = "pages/two-links.md", tables = "all")]
enum Expected {}

fn main() {
    println!("{} {}", Allowed::COUNT, Expected::COUNT);
}
