//! Arguments of commands that read events.

use clap::Args;
use std::path::PathBuf;

#[derive(Args)]
pub(crate) struct TrailArgs {
    /// Events of ActionTrail: files or folders as they are delivered to OSS, exported from SLS or answered by
    /// `LookupEvents`, or `-`
    #[arg(long, value_name = "PATH", required = true, num_args = 1..)]
    pub(crate) trail: Vec<PathBuf>,

    /// Only the calls of this user or role: `ann`, `user/ann`, `role/deployer` or `acs:ram::<account-id>:user/ann`
    #[arg(long)]
    pub(crate) caller: Option<String>,

    /// Ignore events that cannot be read, except for naming and counting them
    #[arg(long)]
    pub(crate) skip_bad: bool,
}
