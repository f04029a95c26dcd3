//! Which SDKs a file imports, and which of its variables are their clients.

use super::declared::Declared;
use super::imports::{Product, end_of_import, imported, is_qualified, packages};
use super::near::is_word;
use super::parts::Parts;
use super::types::Of;
use super::variables::{Given, Words};
use ram_diagnostics::ByteRange;
use std::collections::{HashMap, HashSet};

/// The SDKs of a file.
pub(crate) struct Clients {
    imports: Vec<Product>,
    /// What the names of the file belong to: modules, classes, functions and variables. `None` if to several products.
    names: HashMap<String, Option<Product>>,
    /// The functions of the file.
    functions: HashSet<String>,
    /// The names of its requests and responses, and of what makes them.
    models: HashSet<String>,
    /// The statements that import one product.
    statements: Vec<(ByteRange, Product)>,
    /// True if a variable is known to be a client of ACK.
    has_client: bool,
    /// True if the file builds requests of the older SDK, whose client has one method for all.
    pub(crate) has_request_classes: bool,
    /// True if the client has methods whose names begin with other verbs than operations.
    pub(crate) has_other_verbs: bool,
}

impl Clients {
    pub(crate) fn of(text: &str, words: &Words<'_>, parts: &Parts) -> Self {
        let mut clients = Self {
            imports: Vec::new(),
            names: HashMap::new(),
            functions: HashSet::new(),
            models: HashSet::new(),
            statements: Vec::new(),
            has_client: false,
            has_request_classes: false,
            has_other_verbs: false,
        };
        let mut at = 0;
        while at < text.len() {
            let start = at;
            at = end_of_import(&parts.code, start);
            let (line, code) = (&text[start..at], &parts.code[start..at]);
            // In a comment.
            if code.trim().is_empty() {
                continue;
            }
            let packages = packages(line);
            if let Some((_, of)) = packages.first()
                && packages
                    .iter()
                    .all(|(package, other)| other == of && !is_qualified(package))
            {
                clients.statements.push((ByteRange::new(start, at), *of));
            }
            for (package, product) in packages {
                clients.imports.push(product);
                let is_older =
                    package.starts_with("aliyunsdk") || package.starts_with("com.aliyuncs.");
                clients.has_request_classes |= product == Product::Ack && is_older;
                clients.has_other_verbs |=
                    product == Product::Ack && package.starts_with("denverdino/");
                if is_qualified(package) {
                    clients.add_qualified(code, start, package, product);
                }
                let is_renamed = code.contains(" as ");
                if !is_qualified(package) || is_renamed {
                    for name in imported(line, code, package) {
                        clients.bind(&name, product);
                    }
                }
            }
        }
        clients.statements.sort_by_key(|(range, _)| range.start);
        clients.statements.dedup_by_key(|(range, _)| range.start);
        let mut open: Vec<(String, Product)> = clients
            .names
            .iter()
            .filter_map(|(name, product)| Some((name.clone(), (*product)?)))
            .collect();
        while let Some((name, product)) = open.pop() {
            let is_other = |module: &str| {
                let bound = clients.names.get(module);
                bound.is_some_and(|bound| *bound != Some(product))
            };
            let is_of_model = clients.models.contains(&name);
            for (given, class) in words.given_by(&name, is_other) {
                let (Given::Variable(to) | Given::Function(to)) = given;
                if is_of_model || class.split('.').any(is_model) {
                    clients.models.insert(to.to_owned());
                } else if let Given::Variable(_) = given {
                    clients.has_client |= product == Product::Ack;
                }
                match given {
                    Given::Variable(name) => clients.bind(name, product),
                    Given::Function(name) => {
                        if !clients.names.contains_key(name) {
                            open.push((name.to_owned(), product));
                        }
                        clients.bind(name, product);
                    }
                }
            }
        }
        clients.functions = words.functions().map(str::to_owned).collect();
        clients
    }

    /// Returns whether an object calls its own function, whose code is also read: `self.delete_cluster(…)`.
    pub(crate) fn is_own(&self, receiver: &Receiver<'_>, method: &str) -> bool {
        matches!(receiver.words.as_slice(), ["self" | "this"]) && self.functions.contains(method)
    }

    /// Adds the names with their package in a line that begins at `start`: there can be several, and code after them.
    fn add_qualified(&mut self, code: &str, start: usize, package: &str, product: Product) {
        for (at, _) in code.match_indices(package) {
            let rest = &code[at..];
            let is_end = |c: char| !is_word(c) && c != '.';
            let chain = &rest[..rest.find(is_end).unwrap_or(rest.len())];
            let range = ByteRange::new(start + at, start + at + chain.len());
            self.statements.push((range, product));
            let before = code[..at].trim_end();
            let before = before.strip_suffix("static").unwrap_or(before).trim_end();
            // Its last name could be that of another class in the same file.
            let is_import = before.ends_with("import");
            let named = if is_import { chain } else { package };
            // `import com.aliyun.cs20151215.*;`
            if is_import && chain.len() == package.len() + 1 && rest[chain.len()..].starts_with('*')
            {
                self.bind("Client", product);
            }
            if let Some(name) = named.rsplit('.').find(|name| !name.is_empty()) {
                self.bind(name, product);
            }
        }
    }

    fn bind(&mut self, name: &str, product: Product) {
        let bound = self.names.entry(name.to_owned()).or_insert(Some(product));
        if *bound != Some(product) {
            *bound = None;
        }
    }

    /// Returns whether a name is that of a client of ACK, or of what makes one.
    pub(crate) fn is_client(&self, name: &str) -> bool {
        self.names.get(name) == Some(&Some(Product::Ack)) && !self.is_of_models(name)
    }

    /// Returns whether what a method is called on is a request or a response of the SDK.
    pub(crate) fn is_model(&self, receiver: &Receiver<'_>) -> bool {
        let bound = { receiver.words.iter() }.find(|word| self.names.contains_key(**word));
        bound.is_some_and(|word| self.is_of_models(word))
    }

    /// Returns whether a request or a response is among the words of a code.
    pub(crate) fn has_model(&self, code: &str) -> bool {
        code.split(|c| !is_word(c))
            .any(|word| self.is_of_models(word))
    }

    fn is_of_models(&self, name: &str) -> bool {
        is_model(name) || self.models.contains(name)
    }

    pub(crate) fn has_ack(&self) -> bool {
        self.imports.contains(&Product::Ack)
    }

    /// Returns whether a file has its own function of this name.
    pub(crate) fn has_function(&self, name: &str) -> bool {
        self.functions.contains(name)
    }

    /// Returns whether a place is in a statement that imports an SDK.
    pub(crate) fn is_import(&self, at: usize) -> bool {
        let next = self.statements.partition_point(|(one, _)| one.end <= at);
        { self.statements.get(next) }.is_some_and(|(one, _)| one.start <= at)
    }

    /// Returns whose class makes a request. `class` has its name, and then the modules before it from the nearest.
    pub(crate) fn makes(&self, class: &Receiver<'_>, at: usize, is_shared: bool) -> Belongs {
        let next = self.statements.partition_point(|(one, _)| one.end <= at);
        match self.statements.get(next) {
            Some((one, Product::Ack)) if one.start <= at => return Belongs::ToAck,
            Some((one, Product::Another)) if one.start <= at => return Belongs::Elsewhere,
            _ => {}
        }
        match self.belongs(class, is_shared) {
            Belongs::Unknown if !self.imports.contains(&Product::Another) => Belongs::ToAck,
            other => other,
        }
    }

    /// Returns whose client makes a call. `receiver` has the words before the method from the nearest: that of `a.b().c()`
    /// is `b` and `a`.
    pub(crate) fn belongs(&self, receiver: &Receiver<'_>, is_shared: bool) -> Belongs {
        let bound = receiver.words.iter().find_map(|word| self.names.get(*word));
        match bound {
            Some(Some(Product::Ack)) => Belongs::ToAck,
            Some(Some(Product::Another)) => Belongs::Elsewhere,
            None if !is_shared => Belongs::ToAck,
            None if receiver.is_client() && !self.imports.contains(&Product::Another) => {
                Belongs::ToAck
            }
            Some(None) | None => Belongs::Unknown,
        }
    }
}

impl Clients {
    /// Returns whose client makes a call at a place, by what its variable is declared as where the call sees it.
    pub(crate) fn belongs_at(
        &self,
        receiver: &Receiver<'_>,
        is_shared: bool,
        declared: &Declared<'_>,
        at: usize,
    ) -> Belongs {
        let belongs = self.belongs(receiver, is_shared);
        let [name, rest @ ..] = receiver.words.as_slice() else {
            return belongs;
        };
        if rest.is_empty() && ["self", "this", "super"].contains(name) {
            return self.own(declared, at);
        }
        if belongs != Belongs::ToAck || !is_shared || receiver.is_result {
            return belongs;
        }
        let (seen, every) = declared.at(name, rest.first().copied(), at);
        let is_another = every
            .iter()
            .any(|of| self.declares(of) == Some(Belongs::Unknown));
        let is_other = match seen {
            Some(Of::Parameter) => {
                let is_bound = self.names.contains_key(*name);
                is_another
                    || !is_bound && self.has_client
                    || self.imports.contains(&Product::Another)
            }
            Some(of) => match self.declares(&of) {
                Some(of) => return of,
                None => is_another,
            },
            None => is_another,
        };
        if is_other { Belongs::Unknown } else { belongs }
    }

    /// Returns whose client an object is in its own code, by the class that it extends.
    fn own(&self, declared: &Declared<'_>, at: usize) -> Belongs {
        match declared.scopes.classes_at(at).first() {
            Some(class) if self.is_client(class) => Belongs::ToAck,
            _ => Belongs::Unknown,
        }
    }

    /// Returns whether code at a place can call methods of a client of ACK without an object.
    pub(crate) fn is_inside(&self, declared: &Declared<'_>, at: usize) -> bool {
        declared
            .scopes
            .classes_at(at)
            .iter()
            .any(|class| self.is_client(class))
    }

    /// Returns whose client a declaration makes of a name, if it says so.
    fn declares(&self, of: &Of<'_>) -> Option<Belongs> {
        let (Of::Type(name) | Of::Made(name)) = of else {
            return (*of == Of::Imported).then_some(Belongs::Unknown);
        };
        let (root, last) = (name.split('.').next()?, name.rsplit('.').next()?);
        let bound = self.names.get(root).or_else(|| self.names.get(*name));
        match bound {
            Some(Some(Product::Ack)) => Some(Belongs::ToAck),
            Some(Some(Product::Another)) => Some(Belongs::Elsewhere),
            None if name.contains("aliyun") => None,
            // A class whose import has no name: `import com.aliyun.cs20151215.*;`.
            None if ["Client", "AsyncClient"].contains(name) => None,
            // What a function makes can be one.
            None if !last.starts_with(|c: char| c.is_ascii_uppercase()) => None,
            Some(None) | None => Some(Belongs::Unknown),
        }
    }
}

/// What a method is called on.
pub(crate) struct Receiver<'a> {
    pub(crate) words: Vec<&'a str>,
    /// True if it is what a function returns.
    pub(crate) is_result: bool,
}

impl Receiver<'_> {
    /// Returns whether the variable is called as clients are.
    fn is_client(&self) -> bool {
        let own = self.words.first().copied().unwrap_or_default();
        let name = own.trim_start_matches('_').to_ascii_lowercase();
        let is_short = matches!(name.as_str(), "c" | "cs" | "sdk");
        let is_of_ack = name.starts_with("ack") || own.ends_with("Ack") || own.ends_with("_ack");
        !self.is_result && (is_short || is_of_ack || name.contains("client"))
    }
}

/// Returns whether a class or a module is one of requests and responses.
fn is_model(name: &str) -> bool {
    const PARTS: [&str; 4] = ["Request", "Response", "Headers", "RuntimeOptions"];
    matches!(name, "models" | "model") || PARTS.iter().any(|part| name.contains(part))
}

/// Whose client a variable is.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Belongs {
    ToAck,
    Elsewhere,
    Unknown,
}
