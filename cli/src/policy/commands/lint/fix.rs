//! Fixes in the text of a file.

use super::settings::Settings;
use crate::output::failure::Failure;
use crate::policy::edit::replacements::{apply_replacements, reads_back_as};
use crate::policy::input::documents::Input;
use ram_policy::ByteRange;
use ram_policy::lint::{Applicability, FIX_PASSES, Finding, FixPass, Linter};
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
            .map(|document| linter.fix_once(document.text(), applicability, is_wanted))
            .collect();
        let mut replacements: Vec<(ByteRange, &str)> = Vec::new();
        let mut expected: Vec<&str> = documents.iter().map(|one| one.text()).collect();
        let mut count = 0;
        fixed.out_of_reach = 0;
        for ((document, pass), expected) in documents.iter().zip(&passes).zip(&mut expected) {
            let Some(pass) = pass else {
                continue;
            };
            if document.is_quoted() {
                fixed.out_of_reach += pass.fixed.len();
                continue;
            }
            replacements.extend(
                pass.replacements
                    .iter()
                    .map(|(range, with)| (document.outer(*range), &**with)),
            );
            *expected = &pass.text;
            count += pass.fixed.len();
        }
        if count == 0 {
            break;
        }
        let next = apply_replacements(&fixed.text, &replacements);
        // The text around a document can give the change another meaning.
        if !reads_back_as(input, &next, &expected) {
            fixed.out_of_reach += count;
            break;
        }
        fixed.text = next;
        fixed.count += count;
    }
    Ok(fixed)
}
