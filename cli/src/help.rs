//! The list of commands in `--help`, in groups. clap has headings for options only.

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
            "audit",
        ],
    ),
    ("Refusals", &["explain"]),
    ("Other", &["schema", "help"]),
];

/// Lists the commands of the program in their groups.
pub(crate) fn grouped(program: Command) -> Command {
    let mut listed = program.clone();
    listed.build();
    let header = program.get_styles().get_header();
    let literal = program.get_styles().get_literal();
    let mut template = String::from("{about-with-newline}\n{usage-heading} {usage}\n");
    for (group, names) in GROUPS {
        let commands: Vec<&Command> = names
            .iter()
            .filter_map(|name| listed.find_subcommand(name))
            .collect();
        if commands.is_empty() {
            continue;
        }
        // Writing to a `String` does not fail.
        let _ = writeln!(template, "\n{header}{group}:{header:#}");
        for command in commands {
            let about = match command.get_name() {
                "help" => "Print help for a command".to_owned(),
                _ => command
                    .get_about()
                    .map(ToString::to_string)
                    .unwrap_or_default(),
            };
            let name = command.get_name();
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

    #[test]
    fn every_command_is_in_one_group() {
        let mut program = Cli::command();
        program.build();
        let mut commands: Vec<&str> = program
            .get_subcommands()
            .filter(|command| !command.is_hide_set())
            .map(clap::Command::get_name)
            .collect();
        commands.sort_unstable();
        let mut grouped: Vec<&str> = GROUPS
            .iter()
            .flat_map(|(_, names)| *names)
            .copied()
            .collect();
        grouped.sort_unstable();
        if cfg!(feature = "catalog") {
            assert_eq!(commands, grouped);
        }
    }

    #[test]
    fn the_help_fits_80_columns() {
        let help = super::grouped(Cli::command()).render_help().to_string();
        for line in help.lines() {
            assert!(line.chars().count() <= 80, "{line}");
        }
    }
}
