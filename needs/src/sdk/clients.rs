//! Which SDKs a file imports, and which of its variables are their clients.

use super::syntax::Parts;
use std::collections::HashMap;

/// The product of an SDK.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Product {
    Ack,
    Another,
}

/// The SDKs of a file.
pub(crate) struct Clients {
    imports: Vec<Product>,
    /// What the names of the file belong to: modules, classes and variables. `None` if to several products.
    names: HashMap<String, Option<Product>>,
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
        let types = clients.names.clone();
        for (type_name, product) in types {
            if let Some(product) = product {
                for variable in variables(&parts.code, &type_name) {
                    clients.bind(&variable, product);
                }
            }
        }
        clients
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

    /// Returns whether a call of a method of this name on this variable can be one of another service's client.
    pub(crate) fn belongs(&self, receiver: &str, is_shared: bool) -> Belongs {
        match self.names.get(receiver) {
            Some(Some(Product::Ack)) => Belongs::ToAck,
            Some(Some(Product::Another)) => Belongs::Elsewhere,
            _ if is_shared && self.imports.contains(&Product::Another) => Belongs::Unknown,
            _ => Belongs::ToAck,
        }
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
    if trimmed.starts_with("import ") && line.contains("com.aliyun") {
        // Java: the class.
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

/// Returns the variables that are declared or assigned with a name: `a := name.New()`, `a: name`, `a *name.T`, `name a`.
fn variables(code: &str, name: &str) -> Vec<String> {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '$';
    let mut found = Vec::new();
    for (at, _) in code.match_indices(name) {
        let (before, after) = (&code[..at], &code[at + name.len()..]);
        if before.ends_with(is_word) || after.starts_with(is_word) {
            continue;
        }
        // `Client client`
        let declared = after.strip_prefix(' ').unwrap_or_default();
        let length = declared
            .find(|c: char| !is_word(c))
            .unwrap_or(declared.len());
        if length > 0
            && declared[length..]
                .trim_start()
                .starts_with(['=', ';', ',', ')'])
        {
            found.push(declared[..length].to_owned());
        }
        let mut before = before.trim_end_matches([' ', '*', '&', '(', '[', ']']);
        for word in ["new", "await", "Optional"] {
            before = before
                .strip_suffix(word)
                .unwrap_or(before)
                .trim_end_matches([' ', '[']);
        }
        // A module or a namespace: `com.aliyun.cs20151215.Client`.
        let is_declaration = !before.ends_with(['.', ',', '(', '{', '}', ';']);
        let target = before.trim_end_matches(['=', ':', ' ']);
        if !is_declaration || target.ends_with('\n') {
            continue;
        }
        let mut target = target;
        // Python: `a: Client = Client(…)`.
        if before.ends_with('=')
            && let Some((left, _)) = target.rsplit_once(':')
            && !left.ends_with('\n')
            && !left[left.rfind('\n').unwrap_or(0)..].contains('=')
        {
            target = left.trim_end();
        }
        // Go: `client, err := …`.
        if let Some((left, last)) = target.rsplit_once(',')
            && matches!(last.trim(), "err" | "_" | "error")
        {
            target = left.trim_end();
        }
        let start = target.rfind(|c: char| !is_word(c)).map_or(0, |at| at + 1);
        let word = &target[start..];
        if !word.is_empty() && !["return", "import", "from", "as", "class", "in"].contains(&word) {
            found.push(word.to_owned());
        }
    }
    found
}
