//! The policies of a question, each in its scope, with their way back to their files.

use crate::output::failure::Failure;
use crate::policy::input::load::{Loaded, load};
use clap::Args;
use ram_policy::{Cause, Policies, Scope};
use std::path::PathBuf;
use std::sync::Arc;

#[derive(Args, Default)]
pub(crate) struct PolicyArgs {
    /// Policies: documents, answers of the RAM API, JSON lines, Terraform, folders of them, or `-`.
    /// One with a `Principal` counts as the resource's, all others as the caller's
    #[arg(required = true, value_name = "POLICY")]
    policies: Vec<PathBuf>,

    /// A policy of the role's session
    #[arg(long, value_name = "POLICY")]
    session: Vec<PathBuf>,

    /// A control policy of the resource directory
    #[arg(long, value_name = "POLICY")]
    control: Vec<PathBuf>,

    /// A policy of the caller's that holds for a resource group only
    #[arg(long, value_name = "POLICY")]
    resource_group: Vec<PathBuf>,

    /// Read over what pasted text is broken by, and say what was mended
    #[arg(long)]
    repair: bool,
}

/// The scopes whose policies must each allow a request, as reasons name them.
pub(crate) const GATES: [(Scope, &str); 2] = [
    (Scope::Control, "the control policy: "),
    (Scope::Session, "the session policy: "),
];

/// All policies of a question.
pub(crate) struct PolicySet {
    loaded: Vec<(Scope, Loaded)>,
    /// The line and the column of each statement of each policy.
    places: Vec<Vec<(usize, usize)>>,
}

impl PolicyArgs {
    pub(crate) fn reads_standard_input(&self) -> bool {
        let all = [
            &self.policies,
            &self.session,
            &self.control,
            &self.resource_group,
        ];
        all.into_iter()
            .flatten()
            .any(|path| path.as_os_str() == "-")
    }

    pub(crate) fn load(&self) -> Result<PolicySet, Failure> {
        let scopes = [
            (Scope::Account, &self.policies),
            (Scope::Session, &self.session),
            (Scope::Control, &self.control),
            (Scope::ResourceGroup, &self.resource_group),
        ];
        let mut loaded = Vec::new();
        for (scope, paths) in scopes {
            for one in load(paths, self.repair)? {
                let name = one.document.printable_name();
                if scope != Scope::Account && one.policy.is_resource_based() {
                    let message =
                        format!("{name} has a `Principal`, and is the policy of a resource");
                    let help =
                        "name it without an option; only such policies say for whom they speak";
                    return Err(Failure::new(message).help(help));
                }
                loaded.push((scope, one));
            }
        }
        let places = statement_places(&loaded);
        Ok(PolicySet { loaded, places })
    }
}

impl PolicySet {
    /// Policies of the caller, or of a resource.
    pub(crate) fn load(paths: &[PathBuf]) -> Result<Self, Failure> {
        PolicyArgs {
            policies: paths.to_vec(),
            ..PolicyArgs::default()
        }
        .load()
    }

    pub(crate) fn policies(&self) -> Policies<'_> {
        self.loaded
            .iter()
            .fold(Policies::new(), |policies, (scope, one)| {
                policies.with(*scope, &one.policy)
            })
    }

    /// All policies of the file that was named first.
    pub(crate) fn into_first_file(self) -> Vec<Loaded> {
        let mut loaded: Vec<Loaded> = self.loaded.into_iter().map(|(_, one)| one).collect();
        if let Some(first) = loaded.first() {
            let file = Arc::clone(&first.document.file);
            loaded.retain(|one| Arc::ptr_eq(&file, &one.document.file));
        }
        loaded
    }

    pub(crate) fn loaded(&self) -> impl Iterator<Item = &Loaded> {
        self.loaded.iter().map(|(_, one)| one)
    }

    /// The policy of this number.
    pub(crate) fn get(&self, number: usize) -> &Loaded {
        &self.loaded[number].1
    }

    /// Where a statement of a policy is: `policy.json:3:9`
    pub(crate) fn place(&self, policy: usize, statement: usize) -> String {
        let place = self.places[policy][statement];
        self.get(policy).document.place_at(place)
    }

    pub(crate) fn line(&self, cause: &Cause) -> usize {
        let (line, _) = self.places[cause.policy][cause.statement];
        line
    }
}

/// The line and the column in its file of each statement of each policy. A file that holds many documents is
/// passed over once.
fn statement_places(loaded: &[(Scope, Loaded)]) -> Vec<Vec<(usize, usize)>> {
    let files =
        loaded.chunk_by(|(_, one), (_, next)| Arc::ptr_eq(&one.document.file, &next.document.file));
    let places = files.flat_map(|policies| {
        let source = policies[0].1.document.source();
        let of_policy = |(_, one): &(Scope, Loaded)| {
            one.policy
                .statements()
                .iter()
                .map(|statement| one.document.line_column(&source, statement.range))
                .collect()
        };
        policies.iter().map(of_policy).collect::<Vec<_>>()
    });
    places.collect()
}
