use ack_catalog::AckAction;

fn main() {
    println!("{}", AckAction::DescribeClusterV1);
}
