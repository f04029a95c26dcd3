//! Names that code gives to the program `aliyun`, and to lists of words that begin with it.

use super::near::is_word;
use super::near::line_before;
use super::parts::Parts;
use ram_diagnostics::ByteRange;
use std::collections::{BTreeSet, HashMap, HashSet};

/// What can be around the text of a string.
pub(crate) const QUOTES: [char; 4] = ['"', '\'', '`', ' '];

/// What runs a list of words.
const RUNNERS: [&str; 8] = [
    "Command",
    "subprocess",
    "run(",
    "exec",
    "spawn",
    "Popen",
    "ProcessBuilder",
    "system(",
];

/// The names of a file.
pub(crate) struct Programs<'a> {
    /// Variables with the program.
    names: HashSet<&'a str>,
    /// Where these variables are words of a list.
    pub(crate) uses: BTreeSet<ByteRange>,
    /// True if the file names the program.
    pub(crate) are_named: bool,
    lists: HashMap<&'a str, List>,
}

/// What is done with a list of words.
#[derive(Clone, Copy, Default)]
pub(crate) struct List {
    pub(crate) is_run: bool,
    /// The last place that adds words to it.
    pub(crate) extended: usize,
}

impl List {
    fn of(code: &str, places: &[usize]) -> Self {
        let mut list = Self::default();
        for at in places {
            list.is_run |= is_runner(line_before(code, *at));
            if is_extended(code, *at) {
                list.extended = *at;
            }
        }
        list
    }
}

/// Returns where each name is.
fn places<'a>(code: &str, names: impl Iterator<Item = &'a str>) -> HashMap<&'a str, Vec<usize>> {
    let mut places: HashMap<&str, Vec<usize>> = names.map(|name| (name, Vec::new())).collect();
    let mut at = 0;
    for word in code.split(|c| !is_word(c)) {
        if let Some(places) = places.get_mut(word) {
            places.push(at);
        }
        at += word.len();
        at += code[at..].chars().next().map_or(0, char::len_utf8);
    }
    places
}

/// What is given to a variable.
enum Given<'a> {
    Program(&'a str),
    List(&'a str),
}

impl<'a> Programs<'a> {
    pub(crate) fn of(text: &str, parts: &'a Parts) -> Self {
        let code = parts.code.as_str();
        let mut programs = Self {
            names: HashSet::new(),
            uses: BTreeSet::new(),
            are_named: false,
            lists: HashMap::new(),
        };
        let mut lists = Vec::new();
        for range in { parts.strings.iter() }.filter(|range| is_program(range.of(text))) {
            programs.are_named = true;
            match given(before_string(code, range.start)) {
                Some(Given::Program(name)) => {
                    programs.names.insert(name);
                }
                Some(Given::List(name)) => lists.push(name),
                None => {}
            }
        }
        if !programs.names.is_empty() {
            programs.find_uses(code);
        }
        for range in &programs.uses {
            if let Some(Given::List(name)) = given(&code[..range.start]) {
                lists.push(name);
            }
        }
        if !lists.is_empty() {
            for (name, places) in places(code, lists.into_iter()) {
                let list = List::of(code, &places);
                programs.lists.insert(name, list);
            }
        }
        programs
    }

    /// Finds where the variables with the program are words, and forgets those with other values.
    fn find_uses(&mut self, code: &str) {
        let places = places(code, self.names.iter().copied());
        self.names.retain(|name| {
            let given = { places[name].iter() }.filter(|at| is_given(&code[**at + name.len()..]));
            given.count() == 1
        });
        for name in &self.names {
            let uses = { places[name].iter() }.map(|at| ByteRange::new(*at, at + name.len()));
            self.uses.extend(uses.filter(|range| {
                // `self.cli`
                let before = code[..range.start].trim_end_matches(|c| is_word(c) || c == '.');
                let before = before.trim_end();
                let is_item = before.ends_with(['[', '(', '{', ',']);
                // `"%s cs" % (cli, …)` is a text.
                let is_formatted = before.ends_with("% (") || before.ends_with(".format(");
                let is_first = code[range.end..]
                    .trim_start()
                    .starts_with([',', ']', ')', '}']);
                is_item && is_first && !is_formatted
            }));
        }
    }

    /// Returns what is done with the list that begins after this code.
    pub(crate) fn list(&self, before: &str) -> List {
        match given(before) {
            Some(Given::List(name)) => self.lists.get(name).copied().unwrap_or_default(),
            Some(Given::Program(_)) | None => List::default(),
        }
    }

    /// Returns a text that begins at `start` with the program in place of its variable: `{CLI} cs StopAlert`,
    /// `CLI + " cs StopAlert"`.
    pub(crate) fn replaced(&self, code: &str, text: &str, start: usize) -> String {
        let is_name = |name: &str| self.names.contains(last_word(name));
        let inner = text.strip_prefix('$').unwrap_or(text);
        let in_braces = inner
            .strip_prefix('{')
            .and_then(|inner| inner.split_once('}'));
        let split = in_braces.or_else(|| {
            let end = inner.find(|c| !is_word(c)).unwrap_or(inner.len());
            (inner.len() < text.len()).then(|| inner.split_at(end))
        });
        if let Some((_, rest)) = split.filter(|(name, _)| is_name(name)) {
            return format!("aliyun{rest}");
        }
        let sum = before_string(code, start).trim_end().strip_suffix('+');
        if sum.is_some_and(|sum| is_name(sum.trim_end())) {
            return format!("aliyun{text}");
        }
        text.to_owned()
    }
}

/// Returns whether words are added to the list whose name is here.
fn is_extended(code: &str, at: usize) -> bool {
    const METHODS: [&str; 7] = [
        ".append(", ".extend(", ".push(", ".add(", ".addAll(", ".insert(", ".concat(",
    ];
    let before = code[..at].trim_end_matches(' ');
    let after = code[at..].trim_start_matches(is_word);
    let sum = after.trim_start_matches(' ');
    METHODS.iter().any(|method| after.starts_with(method))
        || sum.starts_with("+=")
        || sum.starts_with("+ ")
        || after.starts_with("...")
        || ["append(", "...", "[*", "(*"]
            .iter()
            .any(|one| before.ends_with(one))
}

pub(crate) fn is_runner(line: &str) -> bool {
    RUNNERS.iter().any(|runner| line.contains(runner))
}

pub(crate) fn is_program(text: &str) -> bool {
    !text.contains(' ') && text.rsplit('/').next() == Some("aliyun")
}

/// Returns the code before a string with its quotes and its prefix, as in `rb"…"` of Python.
pub(crate) fn before_string(code: &str, start: usize) -> &str {
    let quoted = &code[..start];
    let before = quoted.trim_end_matches(['"', '\'', '`']);
    let prefix = last_word(before);
    let is_prefix = prefix.len() < 3 && before.len() < quoted.len();
    let is_prefix = is_prefix && prefix.chars().all(|c| "bfrtuBFRTU".contains(c));
    &before[..before.len() - if is_prefix { prefix.len() } else { 0 }]
}

fn last_word(text: &str) -> &str {
    &text[text.trim_end_matches(is_word).len()..]
}

/// Returns whether this code, after a name, gives it a value: ` = `, `, err := `, `: str = `.
fn is_given(after: &str) -> bool {
    let line = after.split('\n').next().unwrap_or_default();
    let Some((between, value)) = line.split_once('=') else {
        return false;
    };
    let is_type = |c: char| is_word(c) || " ,:[]<>.|".contains(c);
    !value.starts_with('=') && between.len() < 50 && between.chars().all(is_type)
}

/// Returns the variable that a string after this code is given to, or the list in it.
fn given(before: &str) -> Option<Given<'_>> {
    /// Functions that return the program.
    const LOOK_UPS: [&str; 5] = ["which(", "get(", "getenv(", "LookPath(", "Getenv("];
    /// Methods that add to a list.
    const ADDERS: [&str; 4] = [".append(", ".push(", ".add(", ".extend(["];
    let line = line_before(before, before.len()).trim_end();
    if let Some(list) = ADDERS.iter().find_map(|adder| line.strip_suffix(adder)) {
        return Some(Given::List(last_word(list)));
    }
    let at = line.rfind('=')?;
    let (left, value) = (&line[..at], line[at + 1..].trim());
    if left.ends_with(['=', '!', '<', '>']) {
        return None;
    }
    let left = left.trim_end_matches([':', ' ', '+']);
    let is_statement = ["if ", "for ", "while ", "else", "elif ", "with ", "case "]
        .iter()
        .any(|word| left.trim_start().starts_with(word));
    // A type, or the statement that this one is in.
    let target = if is_statement {
        left.rsplit(':').next()?
    } else {
        left.split([':', ',']).next()?
    };
    let name = last_word(target.trim_end());
    let is_looked_up = value.ends_with("or")
        || value.ends_with(['|', '?'])
        || LOOK_UPS.iter().any(|one| value.contains(one));
    if name.is_empty() {
        None
    } else if value.is_empty() || is_looked_up {
        Some(Given::Program(name))
    } else {
        Some(Given::List(name))
    }
}
