//! The policies that decide, each with its attachment and its file.

use crate::output::failure::{Failure, note};
use crate::policy::excerpt::first;
use crate::policy::input::load::{Loaded, Repair, load, refuse_inactive_version};
use crate::policy::verdict::places::Places;
use clap::Args;
use ram_diagnostics::ByteRange;
use ram_policy::{Attachment, Cause, Effect, Policies, Policy};
use ram_policy_source::FILE_TYPES;
use std::path::PathBuf;
use std::sync::Arc;

#[derive(Args, Default)]
pub(crate) struct PolicyArgs {
    #[arg(required = true, value_name = "POLICY", help = format!(
        "Files with policies ({FILE_TYPES}), folders, or `-`. A policy counts as attached where its kind says: one with \
         a `Principal`, or of a bucket, a key or a role, to the resource; any other to the caller"
    ))]
    policies: Vec<PathBuf>,

    /// Session policy of the role
    #[arg(long, value_name = "POLICY")]
    session: Vec<PathBuf>,

    /// Control policy of the resource directory
    #[arg(long, value_name = "POLICY")]
    control: Vec<PathBuf>,

    /// Policy attached to the caller for one resource group only
    #[arg(long, value_name = "POLICY")]
    resource_group: Vec<PathBuf>,

    /// Tolerate copy-and-paste damage, and report each repair
    #[arg(long)]
    repair: bool,

    /// True for a command that has this option.
    #[arg(skip = true)]
    offers_repair: bool,
}

/// Returns how reasons name the policies of an attachment.
pub(crate) const fn policies_of(attachment: Attachment) -> &'static str {
    match attachment {
        Attachment::Control => "the control policy",
        Attachment::Session => "the session policy",
        Attachment::Endpoint => "the endpoint policy",
        Attachment::Account | Attachment::ResourceGroup => "the caller's policies",
        Attachment::Resource => "the role's trust policy",
    }
}

pub(crate) struct PolicySet {
    loaded: Vec<(Attachment, Loaded)>,
    /// The line and the column of each statement of each policy in its file.
    places: Vec<Vec<(usize, usize)>>,
    /// True if a policy counts as one of the caller, although it is the argument of a module.
    pub(crate) is_assumed: bool,
}

impl PolicyArgs {
    pub(crate) fn reads_standard_input(&self) -> bool {
        let mut paths = Attachment::ALL.into_iter().flat_map(|at| self.paths(at));
        paths.any(|path| path.as_os_str() == "-")
    }

    /// Returns the arguments that name policies of this attachment.
    fn paths(&self, attachment: Attachment) -> &[PathBuf] {
        match attachment {
            Attachment::Control => &self.control,
            Attachment::Session => &self.session,
            Attachment::Account => &self.policies,
            Attachment::ResourceGroup => &self.resource_group,
            // Recognised by the place in its file, and by `Principal`.
            Attachment::Endpoint | Attachment::Resource => &[],
        }
    }

    pub(crate) fn load(&self) -> Result<PolicySet, Failure> {
        let mut loaded = Vec::new();
        let repair = if self.offers_repair {
            Repair::option(self.repair)
        } else {
            Repair::NotOffered
        };
        for attachment in Attachment::ALL {
            let paths = self.paths(attachment);
            for one in load(paths, repair)? {
                refuse_inactive_version(&one.document)?;
                let place = attachment.place(&one.policy).map_err(|error| {
                    let name = one.document.printable_name();
                    Failure::new(format!("{name}: {error}"))
                        .help("pass it without this option: its kind says where it belongs")
                })?;
                loaded.push((place, one));
            }
        }
        let assumed = { loaded.iter() }.filter(|(_, one)| is_assumed(one));
        let assumed: Vec<String> = assumed.map(|(_, one)| first_place(one)).collect();
        if !assumed.is_empty() {
            let message = format!(
                "what the module does with the policy of {} is not known; it counts as one of the caller",
                first(assumed.iter().cloned(), ", ")
            );
            let help =
                "check the policies that are attached, such as those of `terraform show -json`";
            note(&message, Some(help));
        }
        let is_assumed = !assumed.is_empty();
        let places = statement_places(&loaded);
        Ok(PolicySet {
            loaded,
            places,
            is_assumed,
        })
    }
}

/// Returns whether a policy that allows counts as one of the caller although it is the argument of a module, which can do
/// anything with it.
fn is_assumed(loaded: &Loaded) -> bool {
    let (document, policy) = (&loaded.document, &loaded.policy);
    let allows = { policy.statements().iter() }.any(|one| one.effect == Effect::Allow);
    let is_shown = document.kind().is_some() || policy.is_resource_based();
    document.address().starts_with("module.") && allows && !is_shown
}

fn first_place(loaded: &Loaded) -> String {
    let first = loaded.policy.statements().first();
    let range = first.map_or(ByteRange::new(0, 0), |statement| statement.range);
    loaded.document.place(range)
}

impl PolicySet {
    /// Loads policies of the caller or of resources.
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
            .fold(Policies::new(), |policies, (attachment, one)| {
                policies.with(*attachment, &one.policy)
            })
    }

    /// Returns all policies of the first file, and those of the other files.
    pub(crate) fn into_first_and_other_files(self) -> (Vec<Loaded>, Vec<Loaded>) {
        let loaded = self.loaded.into_iter().map(|(_, one)| one);
        let mut first = None;
        loaded.partition(|one| {
            let file = &one.document.file;
            Arc::ptr_eq(first.get_or_insert_with(|| Arc::clone(file)), file)
        })
    }

    pub(crate) fn loaded(&self) -> impl Iterator<Item = &Loaded> {
        self.loaded.iter().map(|(_, one)| one)
    }

    pub(crate) fn has_trust_policy(&self) -> bool {
        self.loaded().any(|one| one.policy.is_resource_based())
    }

    pub(crate) fn get(&self, number: usize) -> &Loaded {
        &self.loaded[number].1
    }

    pub(crate) fn line(&self, cause: &Cause) -> usize {
        self.places[cause.policy][cause.statement].0
    }
}

impl Places for PolicySet {
    fn policy(&self, number: usize) -> &Policy {
        &self.get(number).policy
    }

    fn place(&self, policy: usize, statement: usize) -> String {
        let place = self.places[policy][statement];
        self.get(policy).document.place_at(place)
    }
}

/// Locates the statements of each policy. A file with many documents is read once.
fn statement_places(loaded: &[(Attachment, Loaded)]) -> Vec<Vec<(usize, usize)>> {
    loaded
        .chunk_by(|(_, one), (_, next)| Arc::ptr_eq(&one.document.file, &next.document.file))
        .flat_map(|policies| {
            let source = policies[0].1.document.source();
            policies
                .iter()
                .map(move |(_, Loaded { document, policy })| {
                    let ranges = policy.statements().iter().map(|statement| statement.range);
                    ranges
                        .map(|range| document.line_column(&source, range))
                        .collect()
                })
        })
        .collect()
}
