//! The policy documents in what a command is given: files, folders, standard input.
//!
//! A file is a bare document, an answer of the RAM API, a line of either per line, or Terraform. All
//! of it ends up as documents with the way back to the places in their file.

use crate::files::read::read;
use crate::output::failure::Failure;
use crate::output::printable::{path_name, printable_line};
use crate::policy::excerpt::SHOWN;
use crate::policy::input::kinds::POLICY;
use crate::policy::input::standard::{STANDARD_INPUT, standard_input};
use crate::policy::input::template::Found;
use crate::policy::input::terraform;
use crate::policy::input::walk;
use ack_catalog_core::Source;
use ram_policy::ByteRange;
use ram_policy::json::{self, Embedded, Node, Value};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A document, and where it comes from.
pub(crate) struct Document {
    /// The file as it was named, `standard input` for `-`.
    pub(crate) name: Arc<str>,
    /// The whole of the file.
    pub(crate) file: Arc<str>,
    found: Found,
}

impl Document {
    /// The document's own text.
    pub(crate) fn text(&self) -> &str {
        &self.found.embedded.text
    }

    /// How many of its values are filled in by Terraform, and taken as text here.
    pub(crate) fn computed(&self) -> usize {
        self.found.computed.len()
    }

    /// Where these stand in the document.
    pub(crate) fn computed_places(&self) -> Vec<ByteRange> {
        let places = self.found.computed.iter();
        places
            .map(|place| ByteRange::new(place.start, place.end))
            .collect()
    }

    /// Whether it stands in the file as a string, and not as it is.
    pub(crate) fn is_quoted(&self) -> bool {
        self.found.is_quoted
    }

    /// Whether the API's answer that it stands in says that another version of the policy is in force.
    pub(crate) fn is_of_other_version(&self) -> bool {
        self.found.is_of_other_version
    }

    /// The place in the file of a place in the document.
    pub(crate) fn outer(&self, range: ByteRange) -> ByteRange {
        let start = self.found.place(range.start);
        ByteRange::new(start, self.found.place(range.end).max(start))
    }

    /// The file, to find many places in it: it is passed over once for all of them.
    pub(crate) fn source(&self) -> Source<'_> {
        Source::new(&self.name, &self.file)
    }

    /// The line and the column in the file of a place in the document.
    pub(crate) fn line_column(&self, source: &Source<'_>, range: ByteRange) -> (usize, usize) {
        source.line_column(self.outer(range).start)
    }

    /// `policy.json:3:9`
    pub(crate) fn place(&self, range: ByteRange) -> String {
        self.place_at(self.line_column(&self.source(), range))
    }

    /// The same for a line and a column.
    pub(crate) fn place_at(&self, (line, column): (usize, usize)) -> String {
        format!("{}:{line}:{column}", self.shown())
    }

    /// The first of some places: `3:9, 4:9, and 7 more`
    pub(crate) fn first_places(&self, ranges: &[ByteRange]) -> String {
        let source = self.source();
        let mut places: Vec<String> = ranges
            .iter()
            .take(SHOWN)
            .map(|range| {
                let (line, column) = self.line_column(&source, *range);
                format!("{line}:{column}")
            })
            .collect();
        if ranges.len() > SHOWN {
            places.push(format!("and {} more", ranges.len() - SHOWN));
        }
        places.join(", ")
    }

    /// The file as messages name it.
    pub(crate) fn shown(&self) -> String {
        printable_line(&self.name)
    }
}

/// Where documents are read from.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Input {
    Standard,
    File(PathBuf),
}

impl Input {
    /// What an argument names: standard input, a file, or all files of policies in a folder.
    pub(crate) fn of(path: &Path) -> Result<Vec<Self>, Failure> {
        if path.as_os_str() == "-" {
            return Ok(vec![Self::Standard]);
        }
        if !path.is_dir() {
            return Ok(vec![Self::of_file(path)]);
        }
        let files = walk::files(path, |ending| ENDINGS.contains(&ending))?;
        if files.is_empty() {
            let message = format!("{} holds no policies", path_name(path));
            return Err(
                Failure::new(message).help(format!("files of policies end in {}", listed()))
            );
        }
        Ok(files.iter().map(|path| Self::of_file(path)).collect())
    }

    /// Without a `./` in front, which readers of annotations do not expect.
    fn of_file(path: &Path) -> Self {
        Self::File(path.strip_prefix(".").unwrap_or(path).to_owned())
    }

    /// The same for all names of a file.
    pub(crate) fn resolved(&self) -> Self {
        match self {
            Self::Standard => Self::Standard,
            // What is not there is said where it is read.
            Self::File(path) => Self::File(path.canonicalize().unwrap_or_else(|_| path.clone())),
        }
    }

    /// As messages name it.
    pub(crate) fn shown(&self) -> String {
        printable_line(&self.name())
    }

    /// As it was named.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Standard => STANDARD_INPUT.to_owned(),
            Self::File(path) => path.display().to_string(),
        }
    }

    pub(crate) fn bytes(&self) -> Result<Vec<u8>, Failure> {
        match self {
            Self::File(path) => read(path, &self.shown(), POLICY),
            Self::Standard => standard_input(POLICY),
        }
    }

    /// The documents in what was read from here, at least one, and all of them.
    pub(crate) fn documents(&self, bytes: &[u8]) -> Result<Vec<Document>, Failure> {
        let mut parts = self.parts(bytes)?;
        if parts.refused.is_empty() {
            return Ok(parts.documents);
        }
        Err(parts.refused.remove(0))
    }

    /// The documents in what was read from here, and why others could not be read.
    pub(crate) fn parts(&self, bytes: &[u8]) -> Result<Parts, Failure> {
        let ending = match self {
            Self::Standard => None,
            Self::File(path) => walk::ending(path),
        };
        of_file(&self.name(), bytes, ending.as_deref())
    }
}

/// What a file holds.
#[derive(Default)]
pub(crate) struct Parts {
    pub(crate) documents: Vec<Document>,
    pub(crate) refused: Vec<Failure>,
}

/// The documents of an argument, at least one.
pub(crate) fn documents(path: &Path) -> Result<Vec<Document>, Failure> {
    let mut all = Vec::new();
    for input in Input::of(path)? {
        all.extend(input.documents(&input.bytes()?)?);
    }
    Ok(all)
}

/// What files of policies end in. `.xml` is among them so that such an answer is refused with a
/// reason, and not passed over.
const ENDINGS: [&str; 5] = ["json", "jsonl", "ndjson", "tf", "xml"];

fn listed() -> String {
    ENDINGS.map(|ending| format!(".{ending}")).join(", ")
}

fn of_file(name: &str, bytes: &[u8], ending: Option<&str>) -> Result<Parts, Failure> {
    let shown = printable_line(name);
    let source = Source::from_bytes(&shown, bytes).map_err(Failure::new)?;
    let text = source.text();
    let start = text.trim_start_matches('\u{feff}').trim_start();
    if start.starts_with('<')
        && !start
            .get(..3)
            .is_some_and(|tag| tag.eq_ignore_ascii_case("<br"))
    {
        let message = format!("{shown} is XML, and only JSON is read");
        let help = "the API answers in JSON with `Format=JSON`; `aliyun ram GetPolicyVersion …` always does";
        return Err(Failure::new(message).help(help));
    }
    let name: Arc<str> = name.into();
    let file: Arc<str> = text.into();
    let document = |found| Document {
        name: Arc::clone(&name),
        file: Arc::clone(&file),
        found,
    };
    let is_json = start.starts_with(['{', '[', '"', '｛', '/', '#', '\\'])
        || (ending.is_none() && json::parse(text).problems.is_empty());
    if ending == Some("tf") || (ending.is_none() && !is_json && !start.is_empty()) {
        return of_terraform(&source, &name, &file);
    }
    let is_lines = matches!(ending, Some("jsonl" | "ndjson")) || holds_a_document_per_line(text);
    if !is_lines {
        return Ok(Parts {
            documents: vec![document(of_json(&shown, text)?)],
            refused: Vec::new(),
        });
    }
    let mut parts = Parts::default();
    let mut at = 0;
    for (index, line) in text.split_inclusive('\n').enumerate() {
        if !line.trim().is_empty() {
            let whose = format!("{shown}, line {}", index + 1);
            match of_json(&whose, line) {
                Ok(mut found) => {
                    for (_, outer) in &mut found.embedded.runs {
                        *outer += at;
                    }
                    parts.documents.push(document(found));
                }
                Err(failure) => parts.refused.push(failure),
            }
        }
        at += line.len();
    }
    Ok(parts)
}

/// Whether more than one line has text, and the first such line is an object of its own.
fn holds_a_document_per_line(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let (Some(first), Some(second)) = (lines.next(), lines.next()) else {
        return false;
    };
    let is_object = |line: &str| {
        let parsed = json::parse(line);
        let root = parsed.root.filter(|_| parsed.problems.is_empty());
        root.is_some_and(|root| matches!(root.value, Value::Object(_)))
    };
    is_object(first) && second.starts_with('{')
}

/// Where the API's answers hold a document, in the order in which it is looked for.
const IN_ANSWERS: [[&str; 2]; 4] = [
    ["PolicyVersion", "PolicyDocument"],
    ["DefaultPolicyVersion", "PolicyDocument"],
    ["Policy", "PolicyDocument"],
    ["Role", "AssumeRolePolicyDocument"],
];

/// A bare document, or the document in an answer of the API.
fn of_json(name: &str, text: &str) -> Result<Found, Failure> {
    let whole = || Found {
        embedded: Embedded::whole(text),
        ..Found::default()
    };
    // All text that is no answer is left to the policy reader, which knows what is wrong with it.
    let parsed = json::parse(text);
    let Some(root) = parsed.root else {
        return Ok(whole());
    };
    let mut of_answers = IN_ANSWERS.iter().map(|[outer, _]| *outer);
    let is_answer =
        root.get("RequestId").is_some() || of_answers.any(|key| root.get(key).is_some());
    if root.get("Statement").is_some() || !is_answer {
        return Ok(whole());
    }
    let find = |[outer, inner]: &[&str; 2]| root.get(outer).and_then(|node| node.get(inner));
    let found = IN_ANSWERS.iter().filter_map(find);
    // The deprecated field of `GetPolicy` reads so.
    let found = found.filter(|node: &&Node<'_>| node.as_str() != Some("N/A"));
    let found: Vec<&Node<'_>> = found.collect();
    // A second document behind the first, or under a key that comes twice, must not be passed over.
    let is_twice = IN_ANSWERS.iter().any(|[outer, inner]| {
        let inside = root.get(outer);
        count(&root, outer) > 1 || inside.is_some_and(|node| count(node, inner) > 1)
    });
    let roots = ["PolicyVersion", "DefaultPolicyVersion", "Role"];
    let several = roots
        .iter()
        .filter(|outer| root.get(outer).is_some())
        .count()
        > 1
        || found.len() > 1;
    if !parsed.problems.is_empty() || !parsed.leniencies.is_empty() || is_twice || several {
        let what = parsed
            .problems
            .first()
            .map_or("", |problem| &*problem.message);
        let message =
            format!("{name} is no well-formed answer of the RAM API with one document {what}");
        let help = "write each answer to a file or a line of its own, as the API gave it";
        return Err(Failure::new(message.trim_end()).help(help));
    }
    let Some(node) = found.first() else {
        let message = format!("{name} is an answer of the RAM API without a policy document");
        let help = "`aliyun ram GetPolicyVersion --PolicyType Custom --PolicyName … --VersionId …` \
                    gives the document";
        return Err(Failure::new(message).help(help));
    };
    let is_quoted = node.as_str().is_some();
    let embedded = if is_quoted {
        Embedded::string(text, node.range)
    } else {
        Embedded {
            text: text[node.range.as_range()].to_owned(),
            runs: vec![(0, node.range.start)],
        }
    };
    let version = root.get("PolicyVersion");
    let is_default = version.and_then(|version| version.get("IsDefaultVersion"));
    Ok(Found {
        embedded,
        is_quoted,
        is_of_other_version: is_default.is_some_and(is_false),
        ..Found::default()
    })
}

fn is_false(node: &Node<'_>) -> bool {
    matches!(node.value, Value::Bare("false")) || node.as_str() == Some("false")
}

/// How often an object has a key.
fn count(node: &Node<'_>, key: &str) -> usize {
    match &node.value {
        Value::Object(members) => members.iter().filter(|member| member.key == key).count(),
        _ => 0,
    }
}

fn of_terraform(source: &Source<'_>, name: &Arc<str>, file: &Arc<str>) -> Result<Parts, Failure> {
    let shown = printable_line(name);
    let place = |offset| {
        let (line, column) = source.line_column(offset);
        format!("{shown}:{line}:{column}")
    };
    let found = terraform::documents(file).map_err(|error| {
        let message = format!(
            "{}: this is neither JSON nor Terraform: {}",
            place(error.offset),
            error.message
        );
        let help = "mend it there, or look whether this is the right file";
        Failure::new(message).help(help)
    })?;
    let unread = &found.unread;
    let calls = unread
        .iter()
        .take(SHOWN)
        .map(|unread| format!("{} at {}", unread.name, place(unread.range.start)));
    let mut calls: Vec<String> = calls.collect();
    if unread.len() > SHOWN {
        calls.push(format!("and {} more", unread.len() - SHOWN));
    }
    let help = "a policy is read where it stands as text; of one that Terraform makes, check what \
                `terraform show -json` has of it";
    if found.read.is_empty() {
        return Err(Failure::new(format!("{shown} holds no policy document")).help(help));
    }
    let mut parts = Parts::default();
    if !calls.is_empty() {
        let message = format!("not read: {}", calls.join(", "));
        parts.refused.push(Failure::new(message).help(help));
    }
    for found in found.read {
        let text = &found.embedded.text;
        let mut computed = found.computed.iter();
        if let Some(directive) = computed.find(|range| text[(*range).clone()] == *" ") {
            let place = place(found.place(directive.start));
            let message = format!("{place}: `%{{…}}` makes a part of the document");
            parts.refused.push(Failure::new(message).help(help));
            continue;
        }
        parts.documents.push(Document {
            name: Arc::clone(name),
            file: Arc::clone(file),
            found,
        });
    }
    Ok(parts)
}
