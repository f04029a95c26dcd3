//! Fixes in the text of a file.

use super::lint_documents::{is_open, keeps_comments};
use super::linted::LintedFinding;
use super::settings::Settings;
use crate::output::failure::Failure;
use crate::policy::input::document::Document;
use crate::policy::input::documents::Input;
use ram_policy::lint::{Applicability, FIX_PASSES, Finding, FixPass, Linter};
use ram_policy::{ByteRange, Policy};
use ram_policy_source::{Container, PolicyText};
use rayon::prelude::*;
use std::collections::HashSet;

pub(crate) struct FixedFile {
    pub(crate) text: String,
    /// The number of fixed findings.
    pub(crate) count: usize,
    /// The number of findings whose fix cannot be made in this file.
    pub(crate) out_of_reach: usize,
    /// The numbers of the documents that have these findings.
    pub(crate) unreached: HashSet<usize>,
}

/// Fixes the documents of a file. One that would still not be a readable policy is not touched.
pub(crate) fn fix_file(
    linter: &Linter<'_>,
    settings: &Settings,
    input: &Input,
    text: &str,
    applicability: Applicability,
) -> Result<FixedFile, Failure> {
    let mut run = Fixer {
        linter,
        settings,
        input,
        applicability,
        kept: HashSet::new(),
    };
    let fixed = run.fix(text)?;
    let [before, after] = [text, &fixed.text].map(|text| input.parts(text.as_bytes()));
    let (before, after) = (before?.documents, after?.documents);
    for (number, (before, after)) in before.iter().zip(&after).enumerate() {
        if before.text() != after.text() && after.text().parse::<Policy>().is_err() {
            run.kept.insert(number);
        }
    }
    if run.kept.is_empty() {
        return Ok(fixed);
    }
    run.fix(text)
}

/// Fixes one finding of a file. Returns the new text, unless the fix cannot be proved or made there.
pub(crate) fn fix_one(
    linter: &Linter<'_>,
    settings: &Settings,
    input: &Input,
    text: &str,
    found: &LintedFinding,
) -> Option<String> {
    let documents = input.parts(text.as_bytes()).ok()?.documents;
    let document = documents.get(found.document)?;
    let is_safe = found.finding.fix.as_ref()?.is_safe();
    let run = Fixer {
        linter,
        settings,
        input,
        applicability: if is_safe {
            Applicability::Safe
        } else {
            Applicability::Unsafe
        },
        kept: HashSet::new(),
    };
    let is_wanted = |one: &Finding| {
        let is_it = one.rule == found.finding.rule && one.range == found.finding.range;
        is_it && !is_open(document, one) && keeps_comments(document, one)
    };
    let kind = settings.kind_of(document);
    let pass = linter.fix_once(kind, document.text(), run.applicability, is_wanted)?;
    let mut changes: Vec<&[(ByteRange, String)]> = vec![&[]; documents.len()];
    changes[found.document] = &pass.replacements;
    run.rewritten(text, &documents, &changes)
}

struct Fixer<'a> {
    linter: &'a Linter<'a>,
    settings: &'a Settings,
    input: &'a Input,
    applicability: Applicability,
    /// The documents that are not touched.
    kept: HashSet<usize>,
}

impl Fixer<'_> {
    /// Fixes documents pass by pass, and reads the file again after each.
    fn fix(&self, text: &str) -> Result<FixedFile, Failure> {
        let mut fixed = FixedFile {
            text: text.to_owned(),
            count: 0,
            out_of_reach: 0,
            unreached: HashSet::new(),
        };
        for _ in 0..FIX_PASSES {
            let documents = self.input.parts(fixed.text.as_bytes())?.documents;
            let passes = self.passes(&documents);
            let whole: Vec<&[(ByteRange, String)]> = passes
                .iter()
                .map(|pass| replacements(pass.as_ref()))
                .collect();
            let found = |pass: &Option<FixPass>| pass.as_ref().map_or(0, |pass| pass.fixed.len());
            let all = passes.iter().map(found).sum::<usize>();
            let mut count = 0;
            if let Some(next) = self.rewritten(&fixed.text, &documents, &whole) {
                (fixed.text, count) = (next, all);
            } else {
                // The container of one document must not keep the others from being fixed. Its place is that of the
                // old text, so only the first change is made in this pass.
                for (number, pass) in passes.iter().enumerate() {
                    let mut only: Vec<&[(ByteRange, String)]> = vec![&[]; documents.len()];
                    only[number] = whole[number];
                    let next = self.rewritten(&fixed.text, &documents, &only);
                    if let Some(next) = next.filter(|_| found(pass) > 0) {
                        (fixed.text, count) = (next, found(pass));
                        break;
                    }
                }
            }
            fixed.count += count;
            fixed.out_of_reach = all - count;
            if count == 0 {
                let passes = passes.iter().enumerate();
                let of_pass = passes.filter(|(_, pass)| found(pass) > 0);
                fixed.unreached = of_pass.map(|(number, _)| number).collect();
                break;
            }
        }
        Ok(fixed)
    }

    fn passes(&self, documents: &[Document]) -> Vec<Option<FixPass>> {
        let suppressions = self.settings.suppressions_for(self.input);
        let documents = documents.par_iter().enumerate();
        let pass = |(number, document): (usize, &Document)| {
            let is_wanted = |finding: &Finding| {
                !is_open(document, finding)
                    && keeps_comments(document, finding)
                    && self.settings.is_selected(finding)
                    && suppressions.reason(finding).is_none()
            };
            let is_touched = !self.kept.contains(&number);
            let once = || {
                let kind = self.settings.kind_of(document);
                self.linter
                    .fix_once(kind, document.text(), self.applicability, is_wanted)
            };
            is_touched.then(once).flatten()
        };
        documents.map(pass).collect()
    }

    /// Changes documents, unless the text around one would give the change another meaning.
    fn rewritten(
        &self,
        text: &str,
        documents: &[Document],
        changes: &[&[(ByteRange, String)]],
    ) -> Option<String> {
        let pairs = documents.iter().zip(changes);
        let is_in_answer = |document: &Document| document.container() == Container::JsonString;
        if pairs
            .clone()
            .any(|(document, changes)| is_in_answer(document) && !changes.is_empty())
        {
            return None;
        }
        let changes: Vec<(&PolicyText, &[(ByteRange, String)])> = pairs
            .map(|(document, changes)| (&**document, *changes))
            .collect();
        self.input.rewritten(text, &changes).ok()
    }
}

fn replacements(pass: Option<&FixPass>) -> &[(ByteRange, String)] {
    pass.map_or(&[], |pass| &pass.replacements)
}
