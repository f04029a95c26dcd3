//! The catalog without the standard library. Only `refusals` allocates.

#![no_std]

use ack_catalog::{AckAction, AckActionSet};

const READS: AckActionSet = AckActionSet::matching("cs:Describe*");

/// Returns `true` for actions that only read.
pub fn is_read(ram_action: &str) -> bool {
    ram_action
        .parse::<AckAction>()
        .is_ok_and(|action| READS.contains(action))
}

/// Returns the actions that a request needs.
#[cfg(feature = "cs")]
pub fn needs(method: &str, path: &str) -> &'static [&'static str] {
    ack_catalog::CsAction::operation_of(method, path)
        .map_or(&[], |operation| operation.required_actions())
}

/// Counts the refused calls in a text.
#[cfg(feature = "refusal")]
pub fn refusals(text: &str) -> usize {
    ack_catalog::refusal::find(text).len()
}

/// A library that links `alloc` needs an allocator. This one has no memory.
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
