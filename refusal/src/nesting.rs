//! Braces, and the calls within them.

use crate::partial::Partial;
use crate::unwrap::Clean;
use alloc::vec::Vec;
use core::mem::take;

/// What stands between two braces.
#[derive(Default)]
pub(crate) struct Frame {
    pub(crate) opening: u8,
    pub(crate) is_go: bool,
    pub(crate) own: Partial,
    /// Calls within braces of its own.
    pub(crate) inner: Vec<Partial>,
    /// Whether there were several of those, which are left for themselves.
    pub(crate) has_several: bool,
    pub(crate) done: Vec<Partial>,
}

impl Frame {
    /// Whether its parts have names, rather than being those of a list.
    pub(crate) const fn is_object(&self) -> bool {
        self.opening == b'{' || self.is_go
    }

    /// The calls, or what is known of one.
    pub(crate) fn finish(self, clean: &Clean<'_>) -> Vec<Partial> {
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
                one.fill(Partial {
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
        done.sort_by_key(|partial| partial.range().start);
        done
    }
}
