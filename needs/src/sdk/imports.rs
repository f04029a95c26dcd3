//! The SDKs that a file imports.

use super::near::LONGEST_IMPORT;

/// The product of an SDK.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Product {
    Ack,
    Another,
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

/// Returns the packages of SDKs that a line names.
pub(crate) fn packages(line: &str) -> Vec<(&str, Product)> {
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
            // A class of the core: `com.aliyuncs.IAcsClient`.
            let is_class =
                *prefix == "com.aliyuncs." && name.starts_with(|c: char| c.is_ascii_uppercase());
            if product.is_empty()
                || is_class
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

/// Returns whether a package is one of those that code also names, with dots.
pub(crate) fn is_qualified(package: &str) -> bool {
    package.starts_with("com.")
}

/// Returns the names that an import gives to a package or to what is in it.
pub(crate) fn imported(line: &str, code: &str, package: &str) -> Vec<String> {
    let trimmed = code.trim();
    let words = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '$');
        words
            .filter(|word| !["", "as", "const", "default", "let", "type", "var"].contains(word))
            .map(str::to_owned)
            .collect()
    };
    // TypeScript: `import a, { b as c } from 'm'`.
    if let Some((names, _)) = trimmed
        .strip_prefix("import ")
        .and_then(|rest| rest.split_once(" from "))
    {
        return words(names);
    }
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
    if trimmed.contains("require") {
        return words(trimmed.split_once('=').map_or("", |(names, _)| names));
    }
    if trimmed.starts_with("import ") && !trimmed.contains(['"', '\'', '`']) {
        // Java: the class. Python: the module.
        return words(trimmed).pop().into_iter().collect();
    }
    let rest = trimmed.strip_prefix("import ").unwrap_or(trimmed);
    let Some((alias, _)) = rest.split_once(['"', '`']) else {
        // Java: the whole name of a class, `com.aliyun.cs20151215.Client`.
        return words(package).pop().into_iter().collect();
    };
    // Go: `cs "github.com/…/client"`, or the last part of the path.
    match words(alias).as_slice() {
        [] if alias.trim().is_empty() => {
            let path = line.split(['"', '`']).find(|part| part.contains(package));
            let name = path.and_then(|path| path.rsplit('/').next());
            name.map(str::to_owned).into_iter().collect()
        }
        [name] if alias.trim() == name => vec![name.clone()],
        // No import.
        _ => Vec::new(),
    }
}

/// Returns where the line ends that begins here, or the import that goes on in other lines.
pub(crate) fn end_of_import(code: &str, start: usize) -> usize {
    let line_end = |at: usize| code[at..].find('\n').map_or(code.len(), |end| at + end + 1);
    let end = line_end(start);
    let line = code[start..end].trim();
    let is_script = ["import ", "const {", "let {", "var {"]
        .iter()
        .any(|word| line.starts_with(word));
    let close = if line.starts_with("from ") && line.contains('(') {
        b')'
    } else if is_script && line.contains('{') {
        b'}'
    } else {
        return end;
    };
    let mut bytes = code.as_bytes()[start..].iter().take(LONGEST_IMPORT);
    match bytes.position(|byte| *byte == close) {
        Some(at) => line_end(start + at),
        None => end,
    }
}
