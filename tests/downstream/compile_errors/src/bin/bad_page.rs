// The page has three faults. The good rows are there all the same: no second wave of errors.
#[ack_catalog::catalog(page = "pages/three-faults.md")]
pub enum Action {}

fn main() {
    println!("{} {}", Action::StartAlert, Action::COUNT);
    println!("{:?}", ActionSet::of(&[Action::OpenService]));
}
