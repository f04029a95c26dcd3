//! The installation script of the GitHub action.
#![cfg(unix)]

use ack_catalog_tests::workspace;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

const VERSION: &str = env!("CARGO_PKG_VERSION");

/// A folder with a hostile checkout, a copy of the action, and releases.
struct Runner {
    folder: TempDir,
}

impl Runner {
    fn new() -> Self {
        let runner = Self {
            folder: tempfile::tempdir().expect("a folder"),
        };
        runner.write(
            "checkout/rust-toolchain.toml",
            "[toolchain]\nchannel = \"hostile\"\n",
        );
        runner.write(
            "checkout/.cargo/config.toml",
            "[build]\nrustc = \"hostile\"\n",
        );
        // Replaces our program, which takes minutes to build.
        let package = format!(
            "[workspace.package]\nversion = \"{VERSION}\"\n\n[workspace]\nmembers = [\"cli\"]\n"
        );
        runner.write("action/Cargo.toml", &package);
        let package = "[package]\nname = \"cli\"\nedition = \"2024\"\nversion.workspace = true\n\n[[bin]]\nname = \"ack-catalog\"\npath = \"main.rs\"\n";
        runner.write("action/cli/Cargo.toml", package);
        runner.write("action/cli/main.rs", "fn main() { println!(\"built\"); }\n");
        let lock = format!("version = 4\n\n[[package]]\nname = \"cli\"\nversion = \"{VERSION}\"\n");
        runner.write("action/Cargo.lock", &lock);
        runner
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    /// Packs a release with the steps of `release.yml`.
    fn release(&self) {
        let workflow = fs::read_to_string(workspace().join(".github/workflows/release.yml"))
            .expect("the workflow");
        for line in [
            r#"name="ack-catalog-$GITHUB_REF_NAME-${{ matrix.target }}""#,
            r#"tar -czf "$name.tar.gz" "$name""#,
            r#"shasum -a 256 "$name.tar.gz" > "$name.tar.gz.sha256""#,
        ] {
            assert!(workflow.contains(line), "{line}");
        }
        let script = r#"
            set -e
            case "$(uname -s)-$(uname -m)" in
                Linux-x86_64) target=x86_64-unknown-linux-gnu ;;
                Linux-aarch64) target=aarch64-unknown-linux-gnu ;;
                Darwin-arm64) target=aarch64-apple-darwin ;;
                Darwin-x86_64) target=x86_64-apple-darwin ;;
            esac
            name="ack-catalog-$tag-$target"
            mkdir -p "releases/$tag/$name"
            cd "releases/$tag"
            printf '#!/bin/sh\necho released\n' > "$name/ack-catalog"
            chmod +x "$name/ack-catalog"
            tar -czf "$name.tar.gz" "$name"
            if command -v sha256sum > /dev/null; then sum=sha256sum; else sum="shasum -a 256"; fi
            $sum "$name.tar.gz" > "$name.tar.gz.sha256"
        "#;
        let mut pack = Command::new("sh");
        pack.args(["-c", script]).env("tag", format!("v{VERSION}"));
        let output = pack
            .current_dir(self.folder.path())
            .output()
            .expect("a shell");
        assert!(output.status.success(), "{output:?}");
    }

    /// Returns the release file whose name ends like this.
    fn released(&self, end: &str) -> PathBuf {
        let files =
            fs::read_dir(self.path("releases").join(format!("v{VERSION}"))).expect("a release");
        let mut files = files.map(|file| file.expect("a file").path());
        files
            .find(|file| file.to_string_lossy().ends_with(end))
            .expect("a file")
    }

    /// Runs the script as the action does, in the checkout.
    fn install(&self, reference: &str) -> Output {
        let mut script = Command::new("bash");
        script
            .arg(workspace().join(".github/install.sh"))
            .args([self.path("action"), self.path("program")])
            .current_dir(self.path("checkout"))
            .env("ACTION_REF", reference)
            .env(
                "RELEASES",
                format!("file://{}", self.path("releases").display()),
            );
        for variable in ["CARGO_TARGET_DIR", "RUSTUP_TOOLCHAIN"] {
            script.env_remove(variable);
        }
        script.output().expect("bash starts")
    }

    fn program(&self) -> Option<String> {
        let program = self.path("program/ack-catalog");
        let output = program
            .exists()
            .then(|| Command::new(program).output().expect("it runs"));
        output.map(|output| String::from_utf8(output.stdout).expect("UTF-8"))
    }
}

fn succeeded(output: &Output) -> bool {
    println!("{output:?}");
    output.status.success()
}

#[test]
fn release_with_the_right_checksum_is_installed() {
    let runner = Runner::new();
    runner.release();
    assert!(succeeded(&runner.install(&format!("v{VERSION}"))));
    assert_eq!(runner.program().as_deref(), Some("released\n"));
}

#[test]
fn wrong_or_missing_checksum_is_an_error() {
    let runner = Runner::new();
    runner.release();
    let checksum = runner.released(".sha256");
    let change = |text: Option<&str>| match text {
        Some(text) => fs::write(&checksum, text).expect("a file"),
        None => fs::remove_file(&checksum).expect("a file"),
    };
    for text in [Some("0123  archive\n"), Some("\n"), Some(""), None] {
        change(text);
        assert!(
            !succeeded(&runner.install(&format!("v{VERSION}"))),
            "{text:?}"
        );
        assert_eq!(runner.program(), None);
    }
}

#[test]
fn missing_release_is_built_outside_the_checkout() {
    let runner = Runner::new();
    let in_checkout = |program: &str| {
        let mut command = Command::new(program);
        let command = command
            .args(["build", "--manifest-path"])
            .arg(runner.path("action/Cargo.toml"));
        let output = command
            .current_dir(runner.path("checkout"))
            .output()
            .expect("cargo starts");
        output.status.success()
    };
    assert!(
        !in_checkout("cargo"),
        "a build in the hostile checkout should fail"
    );
    // Also if releases exist, but not this one.
    runner.release();
    for reference in ["", "main", "v0.0.1"] {
        assert!(succeeded(&runner.install(reference)));
        assert_eq!(runner.program().as_deref(), Some("built\n"));
    }
    fs::remove_dir_all(runner.path("releases")).expect("the releases");
    assert!(succeeded(&runner.install(&format!("v{VERSION}"))));
    let left = fs::read_dir(runner.path("action"))
        .expect("the action")
        .count();
    assert_eq!((runner.program().as_deref(), left), (Some("built\n"), 3));
}

#[test]
fn action_runs_the_script() {
    let action = fs::read_to_string(workspace().join("action.yml")).expect("the action");
    assert!(
        action.contains("bash \"$GITHUB_ACTION_PATH/.github/install.sh\" \"$GITHUB_ACTION_PATH\" ")
    );
    let scripts = action.split("run: ").skip(1);
    // An expression in a script would be executed as part of it.
    for script in scripts {
        let end = script.find("\n    - name").unwrap_or(script.len());
        assert!(!script[..end].contains("${{"), "{script}");
    }
    assert!(Path::new(&workspace().join(".github/install.sh")).is_file());
}
