//! Braces, and the calls within them.

use super::clean::Clean;
use super::draft::Draft;
use alloc::vec::Vec;
use core::mem::take;

/// What stands between two braces.
#[derive(Default)]
pub(super) struct Frame {
    pub(super) opening: u8,
    pub(super) is_go: bool,
    pub(super) own: Draft,
    /// Calls within braces of its own.
    pub(super) inner: Vec<Draft>,
    /// Whether there were several of those, which are left for themselves.
    pub(super) has_several: bool,
    pub(super) done: Vec<Draft>,
}

impl Frame {
    /// Whether its parts have names, rather than being those of a list.
    pub(super) const fn is_object(&self) -> bool {
        self.opening == b'{' || self.is_go
    }

    /// The calls, or what is known of one.
    pub(super) fn finish(self, clean: &Clean<'_>) -> Vec<Draft> {
        let Self {
            mut own,
            mut inner,
            has_several,
            mut done,
            ..
        } = self;
        if let ([one], false) = (&mut inner[..], has_several) {
            if own.has_head() && own.is_same_call(one, clean) {
                own.fill(take(one));
                inner.clear();
            } else if !own.has_head() && one.agrees(&own, clean) {
                one.fill(Draft {
                    message_field: None,
                    ..take(&mut own)
                });
            }
        }
        let is_call = own.has_head() || own.is_refusal();
        let is_alone = inner.is_empty() && done.is_empty() && !has_several;
        if is_call || (is_alone && !own.is_empty()) {
            inner.push(own);
        }
        done.append(&mut inner);
        done.sort_by_key(|draft| draft.range().start);
        done
    }
}
