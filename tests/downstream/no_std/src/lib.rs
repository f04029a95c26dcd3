//! The catalog without the standard library and without allocation.

#![no_std]

use ack_catalog::{AckAction, AckActionSet};

const READS: AckActionSet = AckActionSet::matching("cs:Describe*");

/// Whether a text is an action that only reads.
pub fn is_read(ram_action: &str) -> bool {
    ram_action
        .parse::<AckAction>()
        .is_ok_and(|action| READS.contains(action))
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    loop {}
}
