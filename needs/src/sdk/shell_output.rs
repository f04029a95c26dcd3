//! Where the text goes that `echo` and `printf` write.

use super::shell_variables::joined;
use super::shell_words::{Word, file_name, without_keywords};
use ram_diagnostics::ByteRange;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// Commands that only write their words.
const PRINTERS: &[&str] = &["echo", "printf", ":"];

/// Programs that run what they read, if they get no script.
const SHELLS: &[&str] = &["sh", "bash", "zsh", "dash", "ksh", "ash"];

/// Programs that run other programs, perhaps a shell.
const STARTERS: &[&str] = &[
    "sudo", "env", "exec", "nohup", "timeout", "xargs", "ssh", "su", "docker", "podman", "kubectl",
    "chroot", "nsenter",
];

/// The most commands of a pipe that are looked at.
const MOST: usize = 20;

/// Returns whether a command only writes its words or its document.
pub(crate) fn is_printer(command: &[Word]) -> bool {
    let program = command.first().map_or("", |word| file_name(&word.text));
    // `>&2` is also for people.
    let is_file = |word: &Word| word.text.starts_with('>') && !word.text.starts_with(">&");
    let is_redirected = || command.iter().any(is_file);
    PRINTERS.contains(&program) || program == "cat" && !is_redirected()
}

/// The commands of a script that run what others write.
pub(crate) struct Readers<'a> {
    text: &'a str,
    commands: &'a [Vec<Word>],
    /// Files that are run, as scripts or by a shell.
    files: HashSet<&'a str>,
    /// The last loop or group whose output is run.
    last_group: usize,
    /// The commands of each function whose output may be run.
    functions: Vec<Range<usize>>,
}

impl<'a> Readers<'a> {
    pub(crate) fn of(text: &'a str, commands: &'a [Vec<Word>]) -> Self {
        let mut readers = Self {
            text,
            commands,
            files: HashSet::new(),
            last_group: 0,
            functions: Vec::new(),
        };
        for command in commands.iter().filter(|command| !command.is_empty()) {
            let program = file_name(&command[0].text);
            readers.files.insert(program);
            if SHELLS.contains(&program)
                || STARTERS.contains(&program)
                || ["source", ".", "chmod"].contains(&program)
            {
                let arguments = command[1..].iter().map(|word| file_name(&word.text));
                readers.files.extend(arguments);
            }
        }
        let is_group = |command: &&Vec<Word>| {
            command
                .first()
                .is_some_and(|word| ["done", "}", "fi", "esac"].contains(&&*word.text))
        };
        for (index, command) in commands
            .iter()
            .enumerate()
            .filter(|(_, command)| is_group(command))
        {
            if readers.of_output(index, command).is_some() {
                readers.last_group = index;
            }
        }
        readers.functions = readers.captured_functions();
        readers
    }

    /// Returns the functions that only write their words, to people.
    pub(crate) fn printers(&self) -> HashSet<&'a str> {
        let has_words = |command: &&Vec<Word>| {
            let mut words = command.iter();
            words.any(|word| ["$@", "$*", "$1"].iter().any(|all| word.text.contains(all)))
        };
        let is_printer = |of: &Range<usize>| {
            let mut uses = self.commands[of.start + 1..of.end]
                .iter()
                .filter(has_words)
                .peekable();
            uses.peek().is_some() && uses.all(|command| is_printer(without_keywords(command)))
        };
        let defined = self.defined_functions();
        defined
            .into_iter()
            .filter(|(_, of)| is_printer(of))
            .map(|(name, _)| name)
            .collect()
    }

    /// Returns the functions of the script, with their commands.
    fn defined_functions(&self) -> HashMap<&'a str, Range<usize>> {
        let name_of = |command: &'a [Word]| match command {
            [function, name, ..] if function.text == "function" => Some(&*name.text),
            [name] => {
                let after = self.text.get(name.range.end..)?.trim_start_matches(' ');
                after.starts_with("()").then_some(&*name.text)
            }
            _ => None,
        };
        let mut defined = HashMap::new();
        let mut open = None;
        for (index, command) in self.commands.iter().enumerate() {
            if let Some(name) = name_of(command) {
                open = Some((name, index));
            } else if command.first().is_some_and(|word| word.text == "}")
                && let Some((name, start)) = open.take()
            {
                defined.insert(name, start..index);
            }
        }
        defined
    }

    /// Returns the functions whose output another command runs, or gets by `$(…)`.
    fn captured_functions(&self) -> Vec<Range<usize>> {
        let mut defined = self.defined_functions();
        let mut captured = HashSet::new();
        for (index, command) in self.commands.iter().enumerate() {
            if let Some(first) = command.first()
                && defined.contains_key(&*first.text)
                && !captured.contains(&*first.text)
                && (self.of_output(index, command).is_some() || self.around(index, first).is_some())
            {
                captured.insert(&*first.text);
            }
        }
        defined.retain(|name, _| captured.contains(name));
        defined.into_values().collect()
    }

    /// Returns what a printer writes, if it is perhaps run, and whether it is for certain.
    pub(crate) fn run_text(&self, index: usize, printer: &[Word]) -> Option<(Word, bool)> {
        let [first, words @ ..] = printer else {
            return None;
        };
        let last = words.last()?;
        let is_value = words.first().is_some_and(|word| word.text == "-v");
        let is_certain = self
            .of_output(index, &self.commands[index])
            .or_else(|| self.around(index, first))
            .or((is_value || self.is_in_group(index)).then_some(false))?;
        let word = Word {
            text: joined(words),
            range: ByteRange::new(words[0].range.start, last.range.end),
        };
        Some((word, is_certain))
    }

    /// Returns whether a command is in a group or a function whose output may be run.
    fn is_in_group(&self, index: usize) -> bool {
        index < self.last_group || self.functions.iter().any(|one| one.contains(&index))
    }

    /// Returns whether the output of a command is run, by the pipe or the file that gets it.
    fn of_output(&self, index: usize, command: &[Word]) -> Option<bool> {
        let mut at = command.last()?.range.end;
        let mut next: Vec<&[Word]> = { self.commands[index + 1..].iter().take(MOST) }
            .filter(|command| !command.is_empty())
            .map(Vec::as_slice)
            .collect();
        // Those within another come before it.
        next.sort_by_key(|command| command[0].range.start);
        let mut is_first = true;
        for command in next {
            let (first, last) = (&command[0], &command[command.len() - 1]);
            let Some(between) = self.text.get(at..first.range.start) else {
                continue;
            };
            if !between.contains('|') || between.contains("||") {
                break;
            }
            if is_shell(command) {
                return Some(is_first);
            }
            if may_run_input(command)
                || (file_name(&first.text) == "tee" && self.is_run_file(&command[1..]))
            {
                return Some(false);
            }
            is_first = false;
            at = last.range.end;
        }
        let redirect = command.iter().position(|word| word.text.starts_with('>'))?;
        self.is_run_file(&command[redirect..]).then_some(false)
    }

    /// Returns whether a file with one of these names is run.
    fn is_run_file(&self, words: &[Word]) -> bool {
        words.iter().any(|word| {
            let name = file_name(word.text.trim_start_matches('>'));
            let is_script = [".sh", ".bash"].iter().any(|end| name.ends_with(end));
            is_script || !name.is_empty() && !SHELLS.contains(&name) && self.files.contains(name)
        })
    }

    /// Returns whether a command is within `source <(…)` or `$(…)`.
    fn around(&self, index: usize, first: &Word) -> Option<bool> {
        let before = self.text.get(..first.range.start)?.trim_end();
        if before.ends_with("$(") || before.ends_with('`') {
            return Some(false);
        }
        if !before.ends_with("<(") {
            return None;
        }
        let mut outer = self.commands[..index].iter().rev().take(MOST);
        let outer = outer.find(|command| !command.is_empty())?;
        let (program, arguments) = outer.split_first()?;
        let is_source = ["source", "."].contains(&&*program.text);
        let is_run = is_source || SHELLS.contains(&file_name(&program.text));
        (is_run
            && arguments
                .iter()
                .all(|word| word.text.starts_with(['-', '<'])))
        .then_some(true)
    }
}

/// Returns whether a command is a shell that runs what it reads, and not only parses it: `bash -n`.
fn is_shell(command: &[Word]) -> bool {
    let words = command.iter().map(|word| file_name(&word.text));
    let mut words = words.skip_while(|word| ["sudo", "env", "exec"].contains(word));
    let is_shell = { words.next() }.is_some_and(|program| SHELLS.contains(&program));
    let is_option = |word: &&str| word.starts_with('-') && *word != "-c" && *word != "-n";
    let mut arguments = words.skip_while(is_option);
    is_shell && arguments.next().is_none()
}

/// Returns whether a command may run what it reads: `ssh host bash`, `while read -r line`.
fn may_run_input(command: &[Word]) -> bool {
    let program = file_name(&command[0].text);
    let words = || {
        command[1..]
            .iter()
            .filter(|word| !word.text.starts_with('-'))
    };
    match program {
        "while" | "crontab" | "at" | "batch" | "parallel" => true,
        "ssh" if words().count() == 1 => true,
        "xargs" => words().any(|word| SHELLS.contains(&file_name(&word.text))),
        _ => {
            let last = words().next_back().map_or("", |word| file_name(&word.text));
            STARTERS.contains(&program) && SHELLS.contains(&last)
        }
    }
}
