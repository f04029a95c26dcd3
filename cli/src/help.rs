//! Groups the commands in `--help`. clap has headings only for options.

use clap::Command;
use std::fmt::Write as _;

const GROUPS: [(&str, &[&str]); 4] = [
    ("Catalog", &["generate", "diff", "inspect", "list", "show"]),
    (
        "Policies",
        &[
            "check",
            "compare",
            "write-policy",
            "grant",
            "revoke",
            "lint",
            "rules",
            "needs",
            "audit",
            "replay",
            "unused",
        ],
    ),
    ("Refusals", &["explain"]),
    ("Other", &["schema", "server", "help"]),
];

/// Returns the program with its commands in groups.
pub(crate) fn grouped(program: Command) -> Command {
    let mut listed = program.clone();
    listed.build();
    let header = program.get_styles().get_header();
    let literal = program.get_styles().get_literal();
    let mut template = String::from("{about-with-newline}\n{usage-heading} {usage}\n");
    for (group, names) in GROUPS {
        let mut commands = names
            .iter()
            .filter_map(|name| listed.find_subcommand(name))
            .peekable();
        if commands.peek().is_some() {
            // Writing to a `String` does not fail.
            let _ = writeln!(template, "\n{header}{group}:{header:#}");
        }
        for command in commands {
            let name = command.get_name();
            let about = match command.get_about() {
                Some(about) if name != "help" => about.to_string(),
                _ => "Print help for a command".to_owned(),
            };
            let _ = writeln!(template, "  {literal}{name:<12}{literal:#}  {about}");
        }
    }
    let _ = write!(
        template,
        "\n{header}Options:{header:#}\n{{options}}{{after-help}}"
    );
    program.help_template(template)
}

#[cfg(test)]
mod tests {
    use super::GROUPS;
    use crate::Cli;
    use clap::CommandFactory as _;
    use std::collections::BTreeSet;

    #[test]
    fn every_command_is_in_one_group() {
        let mut program = Cli::command();
        program.build();
        let commands: BTreeSet<&str> = program
            .get_subcommands()
            .filter(|command| !command.is_hide_set())
            .map(clap::Command::get_name)
            .collect();
        let grouped = GROUPS.iter().flat_map(|(_, names)| *names).copied();
        if cfg!(feature = "catalog") {
            assert_eq!(grouped.clone().count(), commands.len());
            assert_eq!(grouped.collect::<BTreeSet<_>>(), commands);
        }
    }

    #[test]
    fn help_fits_80_columns() {
        let help = super::grouped(Cli::command()).render_help().to_string();
        for line in help.lines() {
            assert!(line.chars().count() <= 80, "{line}");
        }
    }
}
