//! Which language a source is in.

/// A language whose calls are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Language {
    /// Rust with `AckAction` and `CsAction`.
    Rust,
    /// Go with an SDK.
    Go,
    /// Java with an SDK.
    Java,
    /// Kotlin with an SDK for Java.
    Kotlin,
    /// Python with an SDK.
    Python,
    /// A shell script that runs `aliyun` or `curl`.
    Shell,
    /// A configuration of Terraform or `OpenTofu`, also as JSON.
    Terraform,
    /// A plan of Terraform, as `terraform show -json` prints it.
    TerraformPlan,
    /// JavaScript or TypeScript with an SDK.
    TypeScript,
}

impl Language {
    /// The languages and the ends of their files' names.
    pub const EXTENSIONS: &[(Self, &[&str])] = &[
        (Self::Rust, &["rs"]),
        (Self::Go, &["go"]),
        (Self::Java, &["java"]),
        (Self::Kotlin, &["kt", "kts"]),
        (Self::Python, &["py"]),
        (Self::Shell, &["sh", "bash", "zsh"]),
        (Self::Terraform, &["tf", "tofu"]),
        (
            Self::TypeScript,
            &["ts", "mts", "cts", "tsx", "js", "mjs", "cjs", "jsx"],
        ),
    ];

    /// Recognises a source by the end of its name, a script by its first line, and a plan by its content.
    pub fn of(name: &str, text: &str) -> Option<Self> {
        let lower = name.to_ascii_lowercase();
        if lower.ends_with(".tf.json") || lower.ends_with(".tofu.json") {
            return Some(Self::Terraform);
        }
        let extension = name
            .rsplit(['/', '\\'])
            .next()?
            .rsplit_once('.')
            .map(|(_, end)| end);
        if let Some(extension) = extension {
            let extension = extension.to_ascii_lowercase();
            let known = Self::EXTENSIONS
                .iter()
                .find(|(_, ends)| ends.contains(&extension.as_str()));
            if let Some((language, _)) = known {
                return Some(*language);
            }
        }
        let start = text.trim_start_matches('\u{feff}').trim_start();
        if start.starts_with('{') && text.contains("\"resource_changes\"") {
            return Some(Self::TerraformPlan);
        }
        let interpreter = start.lines().next()?.strip_prefix("#!")?;
        let program = interpreter
            .split([' ', '/'])
            .rfind(|word| !word.is_empty() && !word.starts_with('-'))?;
        match program.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.') {
            "sh" | "bash" | "zsh" | "dash" | "ksh" => Some(Self::Shell),
            "python" => Some(Self::Python),
            "node" | "deno" | "bun" => Some(Self::TypeScript),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Language;

    #[test]
    fn name_or_first_line_tells_the_language() {
        for (name, text, wanted) in [
            ("src/main.rs", "", Some(Language::Rust)),
            ("a.b/main.GO", "", Some(Language::Go)),
            ("deploy", "#!/usr/bin/env bash\n", Some(Language::Shell)),
            (
                "deploy",
                "#!/usr/bin/python3.12 -u\n",
                Some(Language::Python),
            ),
            ("deploy", "\u{feff}#!/bin/sh\n", Some(Language::Shell)),
            (
                "plan.json",
                "{\"format_version\": \"1.2\", \"resource_changes\": []}",
                Some(Language::TerraformPlan),
            ),
            ("main.tf.json", "{}", Some(Language::Terraform)),
            ("main.tofu", "", Some(Language::Terraform)),
            ("policy.json", "{\"Version\": \"1\"}", None),
            ("deploy", "echo", None),
            ("README.md", "", None),
            (".sh", "", Some(Language::Shell)),
            ("", "", None),
        ] {
            assert_eq!(Language::of(name, text), wanted, "{name}");
        }
    }
}
