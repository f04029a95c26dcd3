// The page has three faults. The good rows still expand, so that no further errors follow.
#[ack_catalog::catalog(page = "pages/three-faults.md")]
pub enum Action {}

fn main() {
    println!("{} {}", Action::StartAlert, Action::COUNT);
    println!("{:?}", ActionSet::of(&[Action::OpenService]));
}
