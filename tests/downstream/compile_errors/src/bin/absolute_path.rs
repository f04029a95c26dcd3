#[ack_catalog::catalog(page = "/page.md")]
pub enum Action {}

fn main() {
    println!("{}", Action::COUNT);
}
