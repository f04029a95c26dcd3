//! Which variables and functions have a type, or come from a module.

use super::near::{end, first_word, is_word, last_word, line_before};
use ram_diagnostics::ByteRange;
use std::collections::HashMap;

/// A name that a file gives to what a module or a type makes.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Given<'a> {
    Variable(&'a str),
    /// A function that returns it, or another name of the type.
    Function(&'a str),
}

/// The words of a file.
pub(crate) struct Words<'a> {
    code: &'a str,
    places: HashMap<&'a str, Vec<usize>>,
    /// The functions that begin with a keyword, in the order of the text.
    functions: Vec<(usize, &'a str)>,
}

/// Words that can come before the name of a type, and are no variable.
const KEYWORDS: &[&str] = &[
    "as",
    "assert",
    "await",
    "case",
    "class",
    "const",
    "defer",
    "elif",
    "else",
    "extends",
    "final",
    "from",
    "func",
    "go",
    "if",
    "implements",
    "import",
    "in",
    "instanceof",
    "interface",
    "is",
    "let",
    "new",
    "not",
    "or",
    "and",
    "package",
    "private",
    "protected",
    "public",
    "raise",
    "readonly",
    "return",
    "static",
    "struct",
    "throw",
    "throws",
    "type",
    "typeof",
    "val",
    "var",
    "void",
    "while",
    "with",
    "yield",
];

impl<'a> Words<'a> {
    pub(crate) fn of(code: &'a str) -> Self {
        let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
        let mut functions = Vec::new();
        let mut at = 0;
        for word in code.split(|c| !is_word(c)) {
            if !word.is_empty() {
                places.entry(word).or_default().push(at);
            }
            if ["def", "func", "function", "fun"].contains(&word) {
                let name = function_name(&code[at + word.len()..]);
                functions.push((at, name));
            }
            at += word.len();
            at += code[at..].chars().next().map_or(0, char::len_utf8);
        }
        Self {
            code,
            places,
            functions,
        }
    }

    /// Returns each word with its places.
    pub(crate) fn all(&self) -> impl Iterator<Item = (&'a str, &[usize])> {
        self.places
            .iter()
            .map(|(word, places)| (*word, places.as_slice()))
    }

    /// Returns the names of the functions that begin with a keyword.
    pub(crate) fn functions(&self) -> impl Iterator<Item = &'a str> {
        self.functions.iter().map(|(_, name)| *name)
    }

    /// Returns the names that a module, a type or a function gives its product to, each with the class of the module, without
    /// those of what has the same name in another module.
    pub(crate) fn given_by(
        &self,
        name: &str,
        is_other_module: impl Fn(&str) -> bool,
    ) -> Vec<(Given<'a>, &'a str)> {
        let places = self.places.get(name).into_iter().flatten();
        places
            .filter(|at| {
                let module = self.code[..**at].strip_suffix('.').map(last_word);
                !module.is_some_and(&is_other_module)
            })
            .filter_map(|at| {
                let given = self.given_at(ByteRange::new(*at, *at + name.len()))?;
                let chain = &self.code[*at..];
                let end = chain.find(|c| !is_word(c) && c != '.');
                Some((given, &chain[..end.unwrap_or(chain.len())]))
            })
            .collect()
    }

    fn given_at(&self, of: ByteRange) -> Option<Given<'a>> {
        let mut after = &self.code[of.end..];
        // The class in a module: `cs20151215.Client`.
        while let Some(rest) = after.strip_prefix('.')
            && rest.starts_with(is_word)
        {
            after = rest.trim_start_matches(is_word);
        }
        let line = line_before(self.code, of.start);
        // `Client client = …`, `Client createClient(…)`
        if let Some(after) = after.strip_prefix(' ') {
            let word = first_word(after);
            let rest = after[word.len()..].trim_start_matches(' ');
            if !word.is_empty() && !KEYWORDS.contains(&word) {
                if rest.starts_with(['=', ';', ',', ')']) {
                    return Some(Given::Variable(word));
                }
                if rest.starts_with('(') {
                    return Some(Given::Function(word));
                }
            }
        }
        // `func newClient() (*cs.Client, error)`
        if let Some(function) = line.trim_start().strip_prefix("func ") {
            let name = function_name(function);
            let result = function.find(name).map(|at| &function[at + name.len()..]);
            // On the line of a whole function, this can be in its code.
            let is_head = !function.contains("{ ");
            if !name.is_empty() && is_head && result.is_some_and(is_after_arguments) {
                return Some(Given::Function(name));
            }
        }
        let mut before = line;
        loop {
            // The module of a type: `com.aliyun.cs20151215.Client`.
            if before.ends_with('.') {
                before = before.trim_end_matches(|c| is_word(c) || c == '.');
            }
            let inner = before.trim_end_matches([' ', '*', '&', '[', ']', '<', '|']);
            let word = last_word(inner);
            if !["new", "await", "Optional", "Promise"].contains(&word) {
                break self.given_before(inner, before, of.start);
            }
            before = &inner[..inner.len() - word.len()];
        }
    }

    /// Reads what is before a type, a module or a function: `client = `, `client: `, `client *`, `return `.
    fn given_before(&self, inner: &'a str, before: &str, at: usize) -> Option<Given<'a>> {
        let line = inner;
        let head = &self.code[..at - (line_before(self.code, at).len() - inner.len())];
        if let Some(class) = subclass(head).or_else(|| self.structure_around(line, at)) {
            return Some(Given::Function(class));
        }
        if inner.ends_with("->") {
            return self.function_before(at);
        }
        if let Some(left) = inner.strip_suffix(':') {
            let left = left.trim_end_matches([' ', '?', '!']);
            if left.ends_with(')') {
                let head = &left[..left.find('(')?];
                return name(last_word(head.trim_end())).map(Given::Function);
            }
            // `clients = { prod: new Client() }`
            let container = left.split_once("= {").or_else(|| left.split_once("={"));
            let target = container.map_or(left, |(target, _)| target.trim_end());
            return name(last_word(target)).map(Given::Variable);
        }
        if let Some(left) = inner.strip_suffix('=') {
            if left.ends_with(['=', '!', '<', '>', '+']) {
                return None;
            }
            // `client ??= new Client()`
            let left = left.trim_end_matches([':', ' ', '?', '|']);
            let left = &left[left.rfind(['{', ';', '(']).map_or(0, |at| at + 1)..];
            let first = left.split(',').next()?;
            let target = first.split(':').next()?.trim();
            let is_type = target.starts_with("type ") || target.contains(" type ");
            return name(last_word(target)).map(if is_type {
                Given::Function
            } else {
                Given::Variable
            });
        }
        if let Some(values) = inner.strip_suffix(',') {
            return name(target_of_next(values)?).map(Given::Variable);
        }
        let word = last_word(line);
        if word == "return" {
            return self.function_before(at);
        }
        // `client = client or Client()`
        if matches!(word, "or" | "else")
            || ["??", "||", "?:"].iter().any(|one| inner.ends_with(one))
        {
            let (left, _) = line.split_once('=')?;
            let target = left.split(':').next()?.trim_end();
            return name(last_word(target)).map(Given::Variable);
        }
        // `client *cs.Client`
        let is_apart = inner.len() < before.len();
        name(word).filter(|_| is_apart).map(Given::Variable)
    }

    /// Returns the structure of Go that has a type without a name of its own: `type Api struct { *cs.Client }`.
    fn structure_around(&self, line: &str, at: usize) -> Option<&'a str> {
        const OPEN: &str = "struct {";
        if !line.trim().is_empty() && !line.ends_with(['{', ';']) {
            return None;
        }
        let before = end(&self.code[..at]);
        let open = before.rfind(OPEN)?;
        let head = before[..open].trim_end();
        let name = last_word(head);
        let is_type = head[..head.len() - name.len()].trim_end().ends_with("type");
        (is_type && !before[open..].contains('}')).then_some(name)
    }

    fn function_before(&self, at: usize) -> Option<Given<'a>> {
        let next = self.functions.partition_point(|(start, _)| *start < at);
        let (_, function) = self.functions[..next].last()?;
        name(function).map(Given::Function)
    }
}

/// Returns the class whose head this code ends with, up to the name of another class that it extends.
fn subclass(code: &str) -> Option<&str> {
    let (before, rest) = end(code).rsplit_once("class ")?;
    let name = first_word(rest);
    let between = rest[name.len()..].trim_end();
    if name.is_empty() || before.ends_with(is_word) || between.contains(['{', '}', ';', '=']) {
        return None;
    }
    // Python. With types, these are the parameters of a class of Kotlin.
    if let Some(list) = between.strip_prefix('(')
        && !list.contains([':', '(', ')'])
    {
        return (list.is_empty() || list.ends_with(',')).then_some(name);
    }
    // `class Own<T extends Client>` is not a client itself.
    if between.matches('<').count() > between.matches('>').count() {
        return None;
    }
    let after = between.rsplit_once([')', '>']);
    let after = after.map_or(between, |(_, after)| after).trim_start();
    let is_list = after.starts_with(':') && after.ends_with(',') && !after.contains('(');
    let is_kotlin = after == ":" || is_list;
    (is_kotlin || between.ends_with("extends")).then_some(name)
}

/// Returns the name that the next value is given to: that after `a, b = A(x),` is given to `b`.
fn target_of_next(code: &str) -> Option<&str> {
    let (targets, values) = code.split_once('=')?;
    let targets = targets.trim_end_matches(':');
    let targets = &targets[targets.rfind(['{', ';']).map_or(0, |at| at + 1)..];
    let is_target = |c: char| is_word(c) || " .,".contains(c);
    let (mut depth, mut next) = (0_usize, 1);
    for byte in values.bytes() {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.checked_sub(1)?,
            b',' if depth == 0 => next += 1,
            _ => {}
        }
    }
    let target = targets.split(',').nth(next)?;
    (depth == 0 && targets.chars().all(is_target)).then(|| last_word(target.trim()))
}

/// Returns a word if it can be a name.
fn name(word: &str) -> Option<&str> {
    let is_name = !word.is_empty() && !KEYWORDS.contains(&word);
    is_name.then_some(word)
}

/// Returns the name of a function after its keyword. In Go, a method has its receiver before it.
fn function_name(text: &str) -> &str {
    let mut text = text.trim_start_matches(' ');
    if text.starts_with('(') {
        let line = text.split('\n').next().unwrap_or_default();
        text = line
            .split_once(')')
            .map_or("", |(_, rest)| rest.trim_start());
    }
    first_word(text)
}

/// Returns whether a text ends after the arguments that begin it.
fn is_after_arguments(text: &str) -> bool {
    let mut depth = 0_usize;
    for byte in text.bytes() {
        match byte {
            b'(' => depth += 1,
            b')' if depth == 1 => return true,
            b')' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    false
}
