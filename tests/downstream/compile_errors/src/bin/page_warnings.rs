// The page can be used, and deserves a look.
#[ack_catalog::catalog(page = "pages/two-links.md", tables = "all")]
pub enum Action {}

fn main() {
    println!("{}", Action::COUNT);
}
