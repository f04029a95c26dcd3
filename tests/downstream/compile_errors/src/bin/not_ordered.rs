use ack_catalog::AckAction;

fn main() {
    println!("{}", AckAction::StartAlert < AckAction::StopAlert);
}
