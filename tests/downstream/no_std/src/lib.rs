//! The catalog without the standard library, and without allocation unless refusals are looked for.

#![no_std]

use ack_catalog::{AckAction, AckActionSet};

const READS: AckActionSet = AckActionSet::matching("cs:Describe*");

/// Whether a text is an action that only reads.
pub fn is_read(ram_action: &str) -> bool {
    ram_action
        .parse::<AckAction>()
        .is_ok_and(|action| READS.contains(action))
}

/// How many refusals a text holds.
#[cfg(feature = "refusal")]
pub fn refusals(text: &str) -> usize {
    ack_catalog::refusal::find(text).len()
}

/// `alloc` asks for an allocator when a library is linked. This one has no memory to give.
#[cfg(feature = "refusal")]
struct NoMemory;

#[cfg(feature = "refusal")]
#[global_allocator]
static ALLOCATOR: NoMemory = NoMemory;

#[cfg(feature = "refusal")]
unsafe impl core::alloc::GlobalAlloc for NoMemory {
    unsafe fn alloc(&self, _: core::alloc::Layout) -> *mut u8 {
        core::ptr::null_mut()
    }

    unsafe fn dealloc(&self, _: *mut u8, _: core::alloc::Layout) {}
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    loop {}
}
