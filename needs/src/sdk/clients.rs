//! Which SDKs a file imports, and which of its variables are their clients.

use super::syntax::Parts;
use super::variables::{Given, Words};
use std::collections::{HashMap, HashSet};

/// The product of an SDK.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Product {
    Ack,
    Another,
}

/// The SDKs of a file.
pub(crate) struct Clients {
    imports: Vec<Product>,
    /// What the names of the file belong to: modules, classes, functions and variables. `None` if to several products.
    names: HashMap<String, Option<Product>>,
    /// The functions of the file.
    functions: HashSet<String>,
    /// True if the file builds requests of the older SDK, whose client has one method for all.
    pub(crate) has_request_classes: bool,
}

/// What comes before the name of a product in the name of a package, and whether its date comes after it.
const PACKAGES: &[(&str, bool)] = &[
    ("alibabacloud-go/", true),
    ("alibabacloud_", true),
    ("com.aliyun.", true),
    ("com.aliyun.sdk.service.", true),
    ("@alicloud/", true),
    ("alibaba-cloud-sdk-go/services/", false),
    ("denverdino/aliyungo/", false),
    ("aliyunsdk", false),
    ("com.aliyuncs.", false),
];

/// What the names of the SDKs of other clouds contain.
const OTHER_CLOUDS: &[&str] = &[
    "boto3",
    "botocore",
    "aws-sdk",
    "com.amazonaws",
    "software.amazon.awssdk",
    "aws.sdk.kotlin",
    "cloud.google.com",
    "google.cloud",
    "google-cloud",
    "azure",
    "tencentcloud",
    "huaweicloud",
    "volcengine",
];

/// Parts of the older SDKs that belong to no product.
const SHARED_PACKAGES: &[&str] = &[
    "core",
    "common",
    "auth",
    "profile",
    "http",
    "exceptions",
    "utils",
    "unmarshaller",
    "util",
];

impl Clients {
    pub(crate) fn of(text: &str, parts: &Parts) -> Self {
        let mut clients = Self {
            imports: Vec::new(),
            names: HashMap::new(),
            functions: HashSet::new(),
            has_request_classes: false,
        };
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            let code = &parts.code[at..at + line.len()];
            at += line.len();
            // In a comment.
            if code.trim().is_empty() {
                continue;
            }
            for (package, product) in packages(line) {
                clients.imports.push(product);
                let is_older =
                    package.starts_with("aliyunsdk") || package.starts_with("com.aliyuncs.");
                clients.has_request_classes |= product == Product::Ack && is_older;
                for name in imported(line, code, package) {
                    clients.bind(&name, product);
                }
            }
        }
        let words = Words::of(&parts.code);
        let mut open: Vec<(String, Product)> = clients
            .names
            .iter()
            .filter_map(|(name, product)| Some((name.clone(), (*product)?)))
            .collect();
        while let Some((name, product)) = open.pop() {
            for given in words.given_by(&name) {
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

    fn bind(&mut self, name: &str, product: Product) {
        let bound = self.names.entry(name.to_owned()).or_insert(Some(product));
        if *bound != Some(product) {
            *bound = None;
        }
    }

    pub(crate) fn has_ack(&self) -> bool {
        self.imports.contains(&Product::Ack)
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

/// Whose client a variable is.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Belongs {
    ToAck,
    Elsewhere,
    Unknown,
}

/// Returns the packages of SDKs that a line names.
fn packages(line: &str) -> Vec<(&str, Product)> {
    let mut found = Vec::new();
    for (prefix, has_date) in PACKAGES {
        for (at, _) in line.match_indices(prefix) {
            let rest = &line[at + prefix.len()..];
            let length = rest
                .find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_')
                .unwrap_or(rest.len());
            let name = &rest[..length];
            let product = name
                .trim_end_matches(|c: char| c.is_ascii_digit())
                .trim_end_matches(['-', '_']);
            let date = name.len() - name.trim_end_matches(|c: char| c.is_ascii_digit()).len();
            if product.is_empty()
                || (*has_date && date < 8)
                || (!has_date && SHARED_PACKAGES.contains(&product))
            {
                continue;
            }
            let is_ack = product.eq_ignore_ascii_case("cs");
            let product = if is_ack {
                Product::Ack
            } else {
                Product::Another
            };
            found.push((&line[at..at + prefix.len() + length], product));
        }
    }
    let start = line.trim_start();
    let is_import = start.starts_with("import ")
        || start.starts_with("from ")
        || start.contains("require(")
        || start.trim_end().ends_with('"') && !start.contains(['=', '(', ':']);
    let other = OTHER_CLOUDS.iter().find(|name| line.contains(**name));
    found.extend(
        other
            .filter(|_| is_import)
            .map(|name| (*name, Product::Another)),
    );
    found
}

/// Returns the names that an import gives to a package or to what is in it.
fn imported(line: &str, code: &str, package: &str) -> Vec<String> {
    let trimmed = code.trim();
    let words = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '$');
        words
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect()
    };
    if trimmed.starts_with("from ") || (trimmed.starts_with("import ") && trimmed.contains(" as "))
    {
        // Python: `from m import a as b, c`.
        let names = trimmed
            .rsplit_once("import ")
            .map_or("", |(_, names)| names);
        return names
            .split(',')
            .filter_map(|name| words(name).pop())
            .collect();
    }
    if let Some((names, _)) = trimmed
        .strip_prefix("import ")
        .and_then(|rest| rest.split_once(" from "))
    {
        return words(names)
            .into_iter()
            .filter(|word| word != "as")
            .collect();
    }
    if trimmed.contains("require") {
        let names = trimmed.split_once('=').map_or("", |(names, _)| names);
        return words(names)
            .into_iter()
            .filter(|word| !["const", "let", "var"].contains(&word.as_str()))
            .collect();
    }
    if trimmed.starts_with("import ") && !trimmed.contains(['"', '\'', '`']) {
        // Java: the class. Python: the module.
        return words(trimmed).pop().into_iter().collect();
    }
    // Go: `cs "github.com/…/client"`, or the last part of the path.
    if let Some(alias) = words(trimmed).into_iter().rfind(|word| word != "import") {
        return vec![alias];
    }
    let path = line
        .split('"')
        .find(|part| part.contains(package))
        .unwrap_or_default();
    path.rsplit('/')
        .next()
        .map(str::to_owned)
        .into_iter()
        .collect()
}
