//! A document as a reader extracts it from its file.

use ram_policy::ByteRange;
use ram_policy::json::Embedded;
use std::ops::Range;

/// A document from a file, with the way back to its places there.
#[derive(Debug, Default)]
pub(crate) struct Extracted {
    pub(crate) embedded: Embedded,
    /// The address in Terraform: `resource.alicloud_ram_policy.name.policy_document`.
    pub(crate) name: String,
    /// Byte ranges in the document of what a tool computes, such as `${…}` and `%{…}` in Terraform, in order. A whole
    /// value includes its quotes.
    pub(crate) computed: Vec<Range<usize>>,
    /// The file contains the document as a quoted string, with escapes.
    pub(crate) is_quoted: bool,
    /// The answer of the API says that another version of the policy is in force.
    pub(crate) is_inactive_version: bool,
}

impl Extracted {
    /// Returns the offset in the file for an offset in the document. Within a computed value, that is its start.
    pub(crate) fn place(&self, offset: usize) -> usize {
        let computed = self.computed.partition_point(|it| it.end <= offset);
        let computed = self.computed.get(computed);
        let offset = computed.map_or(offset, |it| offset.min(it.start));
        self.embedded.outer(ByteRange::new(offset, offset)).start
    }
}
