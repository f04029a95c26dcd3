//! What is found at the places of a Terraform file.

use super::found::{Documents, Unread, Why};
use super::here::Here;
use super::scope::Reason;
use super::target::{target, template};
use super::uses::{Use, Used};
use crate::field::Shown;
use crate::form::BOUNDARY;
use crate::policy_text::PolicyText;
use crate::role::Role;
use hcl_edit::Span as _;
use hcl_edit::expr::Expression;
use hcl_edit::structure::Body;
use std::ops::Range;

impl Documents {
    /// Records what an expression refers to.
    pub(super) fn refer(&mut self, here: &Here<'_>, value: &Expression, used: Used) {
        let range = value.span().unwrap_or_default();
        if let Some(target) = target(&here.source[range]) {
            self.uses.push(Use { target, used });
        }
    }

    /// Records what a block refers to that is not there, since its resource is never created.
    pub(super) fn refer_inside(&mut self, here: &Here<'_>, body: &Body) {
        for attribute in body.attributes() {
            let range = attribute.value.span().unwrap_or_default();
            let file = target(&here.source[range]);
            let file = file.as_deref().and_then(|file| file.strip_prefix("file:"));
            self.absent_files.extend(file.map(str::to_owned));
            self.refer(here, &attribute.value, Used::Other);
        }
        for block in body.blocks() {
            self.refer_inside(here, &block.body);
        }
    }

    /// Records a document.
    pub(super) fn read(&mut self, here: &Here<'_>, mut document: PolicyText) {
        document.address = here.place.address();
        if here.place.shown() == Some(Shown::Boundary) {
            let boundary = Unread::document(document, Why::Text(BOUNDARY));
            self.unread.push(boundary);
            return;
        }
        document.kind = here.place.kind();
        document.is_of_aws = here.place.is_of_other_cloud();
        self.read.push(document);
    }

    /// Records a policy of another cloud that is not in the file as text.
    fn unread_of_aws(&mut self, here: &Here<'_>, range: &Range<usize>) {
        // A value is visited as such, and as a part of others.
        if self
            .of_aws
            .last()
            .is_some_and(|(_, at)| at.start == range.start)
        {
            return;
        }
        match target(&here.source[range.clone()]) {
            Some(target) => {
                if let Some(path) = target.strip_prefix("file:") {
                    self.files_of_aws.push(path.to_owned());
                } else if target.starts_with("locals.") {
                    let policy = (here.place.address(), range.clone());
                    self.of_aws.push(policy);
                    let used = Used::Other;
                    self.uses.push(Use { target, used });
                }
            }
            None if here.role() != Role::Text => {
                self.files_of_aws
                    .extend(template(&here.source[range.clone()]));
                let policy = (here.place.address(), range.clone());
                self.of_aws.push(policy);
            }
            None => {}
        }
    }

    /// Records a policy that is not in the file as text.
    pub(super) fn unread(&mut self, here: &Here<'_>, range: Option<Range<usize>>, why: Why) {
        let range = range.unwrap_or_default();
        if here.place.is_of_other_cloud() {
            self.unread_of_aws(here, &range);
            return;
        }
        // A policy inside another one is part of it.
        let last = self.unread.last();
        if last.is_none_or(|last| last.range.end <= range.start) {
            let named = target(&here.source[range.clone()]);
            if let Some(target) = named.clone() {
                let used = here.used();
                self.uses.push(Use { target, used });
            }
            let followed = named.map(|named| here.values.scope().followed(named));
            let (target, mut reason) = followed.unzip();
            let is_boundary = here.place.shown() == Some(Shown::Boundary);
            let target = target.filter(|_| !is_boundary);
            let why = if is_boundary {
                Why::Text(BOUNDARY)
            } else {
                why
            };
            if let (Some(target), Some(None)) = (&target, &reason)
                && here.values.is_other(target)
            {
                reason = Some(Some(Reason::NotPolicy));
            }
            self.unread.push(Unread {
                address: here.place.address(),
                target,
                kind: here.place.kind(),
                range,
                why: reason.flatten().map_or(why, Why::Name),
            });
        }
    }
}
