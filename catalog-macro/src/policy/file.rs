//! The policy in its file.

use ack_catalog_core::is_absolute;
use ram_diagnostics::{Diagnostic, Source, thousands};
use ram_policy::{ByteRange, Code, Kind, Policy};
use ram_policy_source::{PolicyText, read_json};
use std::io;
use syn::{Error, LitStr, Result};

/// Returns the bytes of a file.
pub(crate) type ReadFile<'a> = &'a dyn Fn(&str) -> io::Result<Vec<u8>>;

/// Extensions of files with policies that only the program reads.
const TERRAFORM: [&str; 4] = ["tf", "tfvars", "tofu", "hcl"];

/// A file that can be read, whatever is in it.
pub(super) struct File {
    path: LitStr,
    name: String,
    bytes: Vec<u8>,
}

/// A policy of a user, a group or a role.
pub(super) struct PolicyFile<'f> {
    source: Source<'f>,
    document: PolicyText,
    pub(super) policy: Policy,
}

impl File {
    /// Reads the file at a path relative to the folder of Cargo.toml.
    pub(super) fn read(path: &LitStr, read: ReadFile<'_>) -> Result<Self> {
        let name = path.value();
        let error = |text: &str| Err(Error::new(path.span(), text));
        if is_absolute(&name) {
            return error(
                "the path of the policy is absolute, so it works only on this machine; \
                 write it relative to the folder of Cargo.toml",
            );
        }
        let extension = name.rsplit_once('.').map(|(_, extension)| extension);
        let is_terraform =
            |known: &&str| extension.is_some_and(|own| own.eq_ignore_ascii_case(known));
        if TERRAFORM.iter().any(is_terraform) {
            return error(
                "the policy is in Terraform, which this macro does not read; \
                 write the policy in a file of its own, or run `ack-catalog check` in CI",
            );
        }
        let bytes = read(&name).map_err(|error| {
            let reason = match error.kind() {
                io::ErrorKind::NotFound => "no such file".to_owned(),
                _ => error.to_string(),
            };
            let text = format!(
                "cannot read the policy `{name}`: {reason}; \
                 the path is relative to the folder of this crate's Cargo.toml"
            );
            Error::new(path.span(), text)
        })?;
        Ok(Self {
            path: path.clone(),
            name,
            bytes,
        })
    }

    /// Reads the policy. Each of its problems is an error.
    pub(super) fn policy(&self) -> Result<PolicyFile<'_>> {
        let error = |text: &str| Error::new(self.path.span(), text);
        let source = Source::from_bytes(&self.name, &self.bytes)
            .map_err(|not_text| error(&not_text.to_string()))?;
        let document = read_json(&self.name, source.text()).map_err(|unread| {
            error(&format!("{}\n = help: {}", unread.message(), unread.help()))
        })?;
        if document.is_inactive_version() {
            return Err(error(&format!(
                "{}: this version of the policy is not in force\n = help: save the answer for the version in force",
                self.name
            )));
        }
        let policy: Policy = match document.text().parse() {
            Ok(policy) => policy,
            Err(unread) => {
                let unread: ram_policy::ReadError = unread;
                let problems = unread.problems().iter().map(|problem| {
                    let code = problem.code.name();
                    let help = match problem.code {
                        Code::Leniency(_) => "replace or remove it; the file must be valid JSON",
                        _ => &problem.help,
                    };
                    let range = document.outer(problem.range);
                    let found = Diagnostic::error(code, range, &*problem.message, help);
                    error(&rendered(&found, &source))
                });
                let more = (unread.more() > 0).then(|| {
                    let more = thousands(unread.more());
                    error(&format!("{} has {more} more problems", self.name))
                });
                let mut all = problems.chain(more);
                let mut errors = all
                    .next()
                    .unwrap_or_else(|| error("the policy cannot be read"));
                all.for_each(|one| errors.combine(one));
                return Err(errors);
            }
        };
        let policy = policy.of_kind(document.kind());
        let kind = policy.kind();
        if kind != Kind::Identity || policy.is_resource_based() {
            return Err(error(&format!(
                "{} is {}; expected the policy of a user, a group or a role",
                self.name,
                kind.phrase()
            )));
        }
        let policy = policy.with_placeholders(document.holes());
        Ok(PolicyFile {
            source,
            document,
            policy,
        })
    }
}

impl PolicyFile<'_> {
    /// Formats a place: `deploy/policy.json:4:5`.
    pub(super) fn place(&self, range: ByteRange) -> String {
        let start = self.document.outer(range).start;
        let (line, column) = self.source.line_column(start);
        format!("{}:{line}:{column}", self.source.name())
    }
}

/// Renders an error without the word that the compiler writes before it.
fn rendered(found: &Diagnostic, source: &Source<'_>) -> String {
    let text = found.render(source);
    text.strip_prefix("error").unwrap_or(&text).to_owned()
}
