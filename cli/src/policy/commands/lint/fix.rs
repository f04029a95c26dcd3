//! Fixes in the text of a file.

use super::lint_documents::is_open;
use super::settings::Settings;
use crate::output::failure::Failure;
use crate::policy::input::documents::Input;
use ram_policy::ByteRange;
use ram_policy::lint::{Applicability, FIX_PASSES, Finding, FixPass, Linter};
use ram_policy_source::{Container, PolicyText};
use rayon::prelude::*;

pub(super) struct FixedFile {
    pub(crate) text: String,
    /// The number of fixed findings.
    pub(crate) count: usize,
    /// The number of findings whose fix cannot be made in this file.
    pub(crate) out_of_reach: usize,
}

/// Fixes the documents of a file pass by pass, and reads the file again after each.
pub(super) fn fix_file(
    linter: &Linter<'_>,
    settings: &Settings,
    input: &Input,
    text: &str,
    applicability: Applicability,
) -> Result<FixedFile, Failure> {
    let suppressions = settings.suppressions_for(input);
    let is_wanted =
        |finding: &Finding| settings.is_selected(finding) && suppressions.reason(finding).is_none();
    let mut fixed = FixedFile {
        text: text.to_owned(),
        count: 0,
        out_of_reach: 0,
    };
    for _ in 0..FIX_PASSES {
        let documents = input.parts(fixed.text.as_bytes())?.documents;
        let passes: Vec<Option<FixPass>> = documents
            .par_iter()
            .map(|document| {
                let is_wanted =
                    |finding: &Finding| !is_open(document, finding) && is_wanted(finding);
                linter.fix_once(document.text(), applicability, is_wanted)
            })
            .collect();
        let mut changes: Vec<(&PolicyText, &[(ByteRange, String)])> = Vec::new();
        let mut count = 0;
        fixed.out_of_reach = 0;
        for (document, pass) in documents.iter().zip(&passes) {
            let found = pass.as_ref().map_or(0, |pass| pass.fixed.len());
            let is_in_answer = document.container() == Container::JsonString;
            let replacements = match pass {
                Some(pass) if !is_in_answer => &pass.replacements[..],
                _ => &[],
            };
            changes.push((document, replacements));
            if is_in_answer {
                fixed.out_of_reach += found;
            } else {
                count += found;
            }
        }
        if count == 0 {
            break;
        }
        // The text around a document can give the change another meaning.
        let Ok(next) = input.rewritten(&fixed.text, &changes) else {
            fixed.out_of_reach += count;
            break;
        };
        fixed.text = next;
        fixed.count += count;
    }
    Ok(fixed)
}
