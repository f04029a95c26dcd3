//! The program `ack-catalog`.

use std::process::ExitCode;

fn main() -> ExitCode {
    ack_catalog_cli::main()
}
