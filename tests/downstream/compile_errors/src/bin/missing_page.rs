#[ack_catalog::catalog(page = "source-doc/no-such-page.md")]
pub enum Action {}

fn main() {
    println!("{}", Action::COUNT);
}
