#[ack_catalog::catalog(page = "/home/somebody/page.md")]
pub enum Action {}

fn main() {
    println!("{}", Action::COUNT);
}
