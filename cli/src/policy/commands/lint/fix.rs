//! The faults of a file mended in its text.

use crate::output::failure::Failure;
use crate::policy::commands::lint::settings::Settings;
use crate::policy::edit::replacements::{reads_as, replaced};
use crate::policy::input::documents::{Document, Input};
use ram_policy::ByteRange;
use ram_policy::lint::{Applicability, FIX_PASSES, Finding, FixPass, Linter};
use rayon::prelude::*;

/// A file's text with faults mended.
pub(crate) struct Mended {
    pub(crate) text: String,
    /// How many findings were mended.
    pub(crate) count: usize,
    /// How many could be, if their documents stood in the file as they are.
    pub(crate) out_of_reach: usize,
}

/// Mends the documents of a file round by round, and reads the file again after each.
pub(crate) fn mend(
    linter: &Linter<'_>,
    settings: &Settings,
    input: &Input,
    text: &str,
    mending: Applicability,
) -> Result<Mended, Failure> {
    let allowed = settings.allowed_in(input);
    let is_wanted =
        |finding: &Finding| settings.is_selected(finding) && allowed.reason(finding).is_none();
    let mut mended = Mended {
        text: text.to_owned(),
        count: 0,
        out_of_reach: 0,
    };
    for _ in 0..FIX_PASSES {
        let documents = input.parts(mended.text.as_bytes())?.documents;
        let rounds: Vec<Option<FixPass>> = documents
            .par_iter()
            .map(|document| linter.fix_once(document.text(), mending, is_wanted))
            .collect();
        let mut replacements: Vec<(ByteRange, &str)> = Vec::new();
        let mut expected: Vec<&str> = documents.iter().map(Document::text).collect();
        let mut count = 0;
        mended.out_of_reach = 0;
        for ((document, round), expected) in documents.iter().zip(&rounds).zip(&mut expected) {
            let Some(round) = round else {
                continue;
            };
            if document.is_quoted() {
                mended.out_of_reach += round.fixed.len();
                continue;
            }
            let outer = round.replacements.iter();
            replacements.extend(outer.map(|(range, with)| (document.outer(*range), &**with)));
            *expected = &round.text;
            count += round.fixed.len();
        }
        if count == 0 {
            break;
        }
        let next = replaced(&mended.text, &replacements);
        // What Terraform or JSON makes of the text around it is not for us to guess.
        if !reads_as(input, &next, &expected) {
            mended.out_of_reach += count;
            break;
        }
        mended.text = next;
        mended.count += count;
    }
    Ok(mended)
}
