//! User crates, built and run outside the workspace.

use ack_catalog_core::{Catalog, GeneratedFile, Ledger, Reading, Settings, Source, rust_file};
use ack_catalog_tests::cargo::{cargo, succeed, user_crate};
use ack_catalog_tests::workspace;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

fn run(folder: &Path, args: &[&str]) -> String {
    succeed(cargo(folder, args))
}

#[test]
fn user_crate_reads_the_catalog() {
    let user = user_crate("plain", "caller");
    insta::assert_snapshot!(run(&user, &["run", "--quiet"]), @r"
    missing: cs:DescribeClustersV1
    DescribeClusterNamespaces: DescribeClusterNamespaces
    ");
}

#[test]
fn user_crate_builds_without_std() {
    let user = user_crate("no_std", "bare_metal");
    run(&user, &["build", "--quiet"]);
    for feature in ["cs", "serde", "refusal"] {
        run(&user, &["build", "--quiet", "--features", feature]);
    }
}

#[test]
fn user_crate_has_a_page_of_two_services() {
    let user = user_crate("two_services", "network_team");
    insta::assert_snapshot!(run(&user, &["run", "--quiet"]));

    // Only a changed page triggers a rebuild.
    let page = user.join("source-doc/network.md");
    let text = fs::read_to_string(&page).expect("the page");
    fs::write(&page, text.replace("Tags networks", "Tags any network")).expect("the page");
    let output = run(&user, &["run", "--quiet"]);
    assert!(output.contains("Tags any network"), "{output}");
    let messages = run(&user, &["build", "--message-format=json"]);
    assert!(!messages.contains("\"fresh\":false"), "{messages}");
}

#[test]
fn user_crate_checks_its_policies() {
    let user = user_crate("policy_check", "deployment");
    let program = ["run", "--quiet", "--bin", "deployment"];
    insta::assert_snapshot!(run(&user, &program));
    let messages = run(
        &user,
        &["build", "--bin", "deployment", "--message-format=json"],
    );
    assert!(!messages.contains("\"fresh\":false"), "{messages}");

    // A changed policy is checked again.
    let policy = user.join("deploy/policy.json");
    let text = fs::read_to_string(&policy).expect("the policy");
    fs::write(
        &policy,
        text.replace("cs:ModifyCluster", "cs:ModifyClusterTags"),
    )
    .expect("the policy");
    let output = cargo(&user, &program).output().expect("cargo starts");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(
        errors.contains("add to statement 1: `cs:ModifyCluster`"),
        "{errors}"
    );
}

/// The set that the macro computes is that of `ram_policy`, for policies of many forms.
#[test]
fn set_of_a_policy_is_the_same_as_at_run_time() {
    let actions = [
        r#""Action": "cs:Describe*""#,
        r#""Action": ["cs:*Cluster*", "cs:Get*"]"#,
        r#""NotAction": ["cs:Delete*", "ecs:*"]"#,
        r#""Action": ["*l*ter*Nod?*", "cs:D*"]"#,
        r#""Action": ["cs:ModifyCluster", "cs:??????????"]"#,
    ];
    let resources = ["*", "acs:cs:*:*:cluster/*", "acs:cs:*:*:cluster/c?"];
    let conditions = [
        "",
        r#", "Condition": {"IpAddress": {"acs:SourceIp": "10.0.0.0/8"}}"#,
        r#", "Condition": {"NotIpAddress": {"acs:SourceIp": "10.0.0.0/8"}}"#,
    ];
    let statement = |seed: usize| {
        let effect = if seed % 4 == 3 { "Deny" } else { "Allow" };
        let actions = actions[seed / 4 % actions.len()];
        let resource = resources[seed / 20 % resources.len()];
        let condition = conditions[seed / 60 % conditions.len()];
        format!(r#"{{"Effect": "{effect}", {actions}, "Resource": "{resource}"{condition}}}"#)
    };
    let user = user_crate("policy_check", "policy_laws");
    let mut code = String::from(
        "use ack_catalog::{AckActionSet, CsActionSet, policy, ram_policy::*};\n\nfn main() {\n",
    );
    for number in 0..40_usize {
        let statements = (1..=3).map(|place| statement(number * 97 * place + 31 * place));
        let statements = statements.collect::<Vec<_>>().join(",\n  ");
        let policy = format!("{{\"Version\": \"1\", \"Statement\": [\n  {statements}\n]}}\n");
        fs::write(user.join(format!("deploy/{number}.json")), policy).expect("a policy");
        let on = ["acs:cs:*:*:cluster/*", "acs:cs:cn-hangzhou:1:cluster/c1"][number % 2];
        for catalog in ["AckAction", "CsAction"] {
            let _ = writeln!(
                code,
                "    same!({number}, {catalog}Set, {on:?}, policy!(\"deploy/{number}.json\", on = {on:?}, \
                 with = {{acs:SourceIp = \"10.1.2.3\"}}, catalog = ack_catalog::{catalog}));"
            );
        }
    }
    code.push_str(
        r#"}

#[macro_export]
macro_rules! same {
    ($number:literal, $set:ident, $on:literal, $policy:expr) => {{
        const SET: $set = $policy;
        let text = include_str!(concat!("../deploy/", $number, ".json"));
        let policy: Policy = text.parse().unwrap();
        let context = Context::open().with("acs:SourceIp", "10.1.2.3");
        let policies = Policies::new().attach(&policy);
        let mut reach = Reach::new(&policies, Request::new("", $on).under(&context), &[]);
        for action in $set::ALL {
            let parts = reach.of(action.ram_action()).unwrap();
            let is_allowed = parts.iter().all(|part| part.decision.outcome == Outcome::Allowed);
            assert_eq!(SET.contains(action), is_allowed, "{} {action}", $number);
        }
        println!("{}", SET.len());
    }};
}
"#,
    );
    fs::write(user.join("src/main.rs"), code).expect("a program");
    let printed = run(&user, &["run", "--quiet", "--bin", "policy_laws"]);
    let sizes: BTreeSet<&str> = printed.lines().collect();
    assert!(sizes.len() > 10, "{sizes:?}");
}

#[test]
fn page_of_the_policy_macro_shows_its_error() {
    let page = fs::read_to_string(workspace().join("docs/policy-macro.md")).expect("the page");
    let block = |language: &str| {
        let rest = page
            .split_once(&format!("```{language}\n"))
            .expect("a block")
            .1;
        rest.split_once("\n```").expect("an end").0.to_owned()
    };
    let user = user_crate("policy_check", "policy_page");
    let write = |file: &str, text: String| fs::write(user.join(file), text).expect("a file");
    write("deploy/policy.json", block("json"));
    let code = block("rust").replace(
        "AckAction::ModifyCluster]",
        "AckAction::ModifyCluster, AckAction::CancelClusterUpgrade]",
    );
    write("src/main.rs", format!("{code}\n\nfn main() {{}}\n"));
    let build = ["build", "--quiet", "--bin", "policy_page"];
    let output = cargo(&user, &build).output().expect("cargo starts");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(errors.starts_with(&block("text")), "{errors}");
}

#[test]
fn pattern_on_1000_rows_is_matched_in_a_constant() {
    let user = user_crate("two_services", "thousand_rows");
    let mut page = String::from("|Operation|RAM Action|Description|\n|---|---|---|\n");
    for row in 0..1_000 {
        let name = format!("DescribeSomethingWithALongName{row:04}");
        let _ = writeln!(page, "|{name}|cs:{name}|Describes something|");
    }
    fs::write(user.join("source-doc/network.md"), page).expect("a page");
    let main = r#"
        #[typed::catalog(page = "source-doc/network.md", crate = "typed")]
        pub enum Action {}

        const ALL: ActionSet = ActionSet::matching("cs:*");
        // The pattern that backtracks most in such names.
        const SOME: ActionSet = ActionSet::matching("*e*e*e*e*7");

        fn main() {
            println!("{} {}", ALL.len(), SOME.len());
        }
    "#;
    fs::write(user.join("src/main.rs"), main).expect("a program");
    assert_eq!(run(&user, &["run", "--quiet"]), "1000 100\n");
}

/// Names that generated code also uses. Those that would hide what it uses are refused: see
/// `macro_misuse_is_a_helpful_error`.
#[test]
fn enum_may_have_any_free_name_and_shows_only_its_own_items() {
    let user = user_crate("two_services", "free_names");
    let page =
        "|Operation|RAM Action|\n|---|---|\n|StartDisk|ebs:StartDisk|\n|StopDisk|ebs:StopDisk|\n";
    fs::write(user.join("page.md"), page).expect("a page");
    let mut code = String::from("#![allow(non_camel_case_types)]\n");
    let names = "Some None Ok Option Result core std Table Listed Row Action Lists Bits Page Iterator \
        Clone Debug From Ord String serde clap COUNT LIVE EARLIER OPERATIONS ALL PAGE T N S D I H Set Item";
    for (at, name) in names.split_whitespace().enumerate() {
        let _ = writeln!(
            code,
            "pub mod e{at} {{ #[typed::catalog(page = \"page.md\", crate = \"typed\")] pub enum {name} {{}} }}\n\
             pub mod s{at} {{ #[typed::catalog(page = \"page.md\", crate = \"typed\", set = \"{name}\")] pub enum NetAction {{}} }}"
        );
    }
    fs::write(user.join("src/lib.rs"), code).expect("a library");
    run(&user, &["doc", "--quiet", "--no-deps", "--lib"]);
    let docs = ack_catalog_tests::cargo::target().join("doc/free_names/s0");
    for file in ["enum.NetAction.html", "struct.Some.html"] {
        let page = fs::read_to_string(docs.join(file)).expect("the documentation");
        assert!(page.contains("COUNT") || page.contains("EMPTY"), "{file}");
        for hidden in [
            "SLOT",
            "SEVERAL",
            "Indexed",
            "SetMember",
            "__nth",
            "support::",
        ] {
            assert!(!page.contains(hidden), "{file}: {hidden}");
        }
    }
}

/// A catalog made of a table of facts needs the feature `cs` only for its operations.
#[test]
fn table_of_facts_needs_a_feature_for_its_operations_only() {
    let user = user_crate("plain", "facts");
    let settings = Settings::new("Job".parse().expect("a name"));
    let text = fs::read_to_string(workspace().join("tests/pages/small/facts.md")).expect("a page");
    let catalog = Catalog::read(&Source::new("facts.md", &text), &settings).catalog;
    let code = rust_file(&catalog, &settings, "//! A catalog.\n");
    fs::write(user.join("src/job.rs"), code).expect("a module");
    let main = |print: &str| {
        let main =
            format!("#![deny(warnings)]\nmod job;\nfn main() {{ println!(\"{{}}\", {print}); }}\n");
        fs::write(user.join("src/main.rs"), main).expect("a program");
        run(&user, &["run", "--quiet"])
    };
    assert_eq!(main("job::Job::RunJob.resource().name()"), "cluster\n");
    let manifest = fs::read_to_string(user.join("Cargo.toml")).expect("a manifest");
    let with_feature = manifest.replace("catalog\" }", "catalog\", features = [\"cs\"] }");
    assert_ne!(manifest, with_feature);
    fs::write(user.join("Cargo.toml"), with_feature).expect("a manifest");
    assert_eq!(main("job::Job::OPERATIONS.len()"), "3\n");
}

/// Returns the code of a catalog that an action has left. Its first rows are those of `New` and `Kept`.
fn with_retired_action(fillers: usize) -> String {
    let row =
        |name: &str| format!("|{name}|cs:{name}|[Does {name}](https://example.com/{name})|\n");
    let head = "|Operation|RAM Action|Description|\n|---|---|---|\n";
    let settings = Settings::new("Action".parse().expect("a name"));
    let facts = "|Operation|RAM Action|Description|Resource|As of|Source|\n|---|---|---|---|---|---|\n\
                 |Old|cs:Old|Does Old|acs:cs:\\*:\\*:cluster/{cluster}|2021-09|Table|\n\
                 |Old|cs:Older|||2021-07|Notice|\n";
    let facts = Reading::of_facts(&Source::new("facts.md", facts));
    assert_eq!(facts.diagnostics, []);
    let mut ledger = Ledger::default();
    let mut update = |first: &str, date: &str, written: Option<&GeneratedFile>| {
        let rows = [first, "Kept"].map(row).concat();
        let fillers: String = (0..fillers)
            .map(|number| row(&format!("Filler{number}")))
            .collect();
        let page = format!("{head}{rows}{fillers}");
        let mut catalog = Catalog::read(&Source::new("page.md", &page), &settings).catalog;
        let date = date.parse().expect("a day");
        let done = ledger.update(&mut catalog, &date, written, false);
        done.expect("no clash");
        catalog.add_facts(&facts.catalog.facts);
        rust_file(&catalog, &settings, "//! A catalog.\n")
    };
    let old = update("Old", "2024-01-31", None);
    update("New", "2024-02-29", GeneratedFile::read(&old).as_ref())
}

#[test]
fn retired_action_is_parsed_but_not_listed() {
    let user = user_crate("plain", "retired");
    let write = |file: &str, code: &str| {
        fs::write(user.join("src").join(file), code).expect("a module");
    };
    // Rows that are listed one by one, and too many for that.
    let (few, many) = (with_retired_action(0), with_retired_action(500));
    assert!(few.contains("::listed!") && many.contains("::packed!"));
    write("few.rs", &few);
    write("many.rs", &many);
    let main = r#"
        #![deny(warnings)]
        mod few;
        mod many;

        macro_rules! check {
            ($catalog:ident, $count:literal) => {{
                use $catalog::{Action, ActionSet};
                let old: Action = "cs:Old".parse().expect("still known");
                assert!(old.is_retired() && !Action::Kept.is_retired());
                assert_eq!(Action::ALL[..2], [Action::New, Action::Kept]);
                assert_eq!((Action::COUNT, ActionSet::ALL.len()), ($count, $count));
                assert!(!ActionSet::matching("*").contains(old));
                let mut set = ActionSet::of(&[Action::New, Action::Kept]);
                assert!(set.insert(old) && set.contains(old) && set.len() == 3);
                // A set has what was put into it.
                assert_eq!(set.iter().collect::<Vec<_>>(), [Action::New, Action::Kept, old]);
                assert_eq!(set.iter().next_back(), Some(old));
                assert_eq!(!(ActionSet::ALL | set), ActionSet::EMPTY);
                assert_eq!(!ActionSet::from([old]), ActionSet::ALL);
                let ids = [Action::New, Action::Kept, old].map(Action::id);
                assert_eq!(ids, [$count + 1, 2, 1]);
                assert_eq!(ids.map(|id| Action::try_from(id)), [Ok(Action::New), Ok(Action::Kept), Ok(old)]);

                // What the page and other sources said about it is kept.
                assert_eq!(old.description(), "Does Old");
                assert_eq!(old.doc_url(), "https://example.com/Old");
                assert_eq!(old.operations(), ["Old"]);
                assert_eq!((old.resource().name(), old.resource_as_of()), ("cluster", "2021-09"));
                assert_eq!(old.earlier_actions(), ["cs:Older"]);
                assert_eq!((old.first_seen(), old.retired_on()), ("2024-01-31", "2024-02-29"));
                assert_eq!(old.replaced_by(), None);
                assert_eq!((Action::New.first_seen(), Action::New.retired_on()), ("2024-02-29", ""));
                // No operation needs it.
                assert!(Action::required_for("Old").is_empty());
                assert!(Action::from_earlier("cs:Older").is_empty());
                #[expect(deprecated)]
                let named = Action::Old;
                println!("{named}");
            }};
        }

        fn main() {
            check!(few, 2);
            check!(many, 502);
        }
    "#;
    write("main.rs", main);
    assert_eq!(run(&user, &["run", "--quiet"]), "cs:Old\ncs:Old\n");
}

/// Two of the ways in docs/own-page.md need a crate: the committed file and the build script.
#[test]
fn own_page_instructions_work() {
    let page = fs::read_to_string(workspace().join("docs/own-page.md")).expect("the page");
    let shown = |file: &str| {
        let rest = page.split(&format!("`{file}`:\n\n```")).nth(1);
        let block = rest.and_then(|rest| rest.split("\n```").next());
        let lines = block.and_then(|block| block.split_once('\n'));
        lines.expect("a block").1.to_owned() + "\n"
    };
    let user = user_crate("plain", "instances");
    let write = |file: &str, text: &str| {
        let path = user.join(file);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    };
    for file in ["source-doc/ecs.md", "src/lib.rs", "build.rs"] {
        write(file, &shown(file));
    }
    // Same output as `generate`.
    let text = shown("source-doc/ecs.md");
    let settings = Settings::new("EcsAction".parse().expect("a name"));
    let reading = Catalog::read(&Source::new("source-doc/ecs.md", &text), &settings);
    write(
        "src/ecs.rs",
        &rust_file(&reading.catalog, &settings, "//! A catalog.\n"),
    );
    add_build_dependency(&user);
    let main = r#"
        #![deny(warnings)]
        mod built {
            include!(concat!(env!("OUT_DIR"), "/ecs.rs"));
        }

        fn main() {
            assert_eq!(built::EcsAction::COUNT, instances::EcsAction::COUNT);
            println!("{:?} {:?}", built::EcsActionSet::ALL, instances::EcsActionSet::ALL);
        }
    "#;
    write("src/main.rs", main);
    insta::assert_snapshot!(run(&user, &["run", "--quiet"]), @"{StartInstance, StopInstance, DescribeInstances} {StartInstance, StopInstance, DescribeInstances}");
}

fn add_build_dependency(user: &Path) {
    let build = workspace().join("catalog-build").display().to_string();
    let manifest = fs::read_to_string(user.join("Cargo.toml")).expect("a manifest");
    let build = format!("[build-dependencies]\nack-catalog-build = {{ path = {build:?} }}\n");
    fs::write(user.join("Cargo.toml"), format!("{manifest}\n{build}")).expect("a manifest");
}

#[test]
fn build_script_reports_the_page_to_cargo() {
    let user = user_crate("plain", "reported");
    add_build_dependency(&user);
    let page = user.join("source-doc/ecs.md");
    fs::create_dir_all(page.parent().expect("a folder")).expect("a folder");
    let script = r#"fn main() { ack_catalog_build::catalog("source-doc/ecs.md", "EcsAction"); }"#;
    fs::write(user.join("build.rs"), script).expect("a script");
    let main = r#"
        #![deny(warnings)]
        include!(concat!(env!("OUT_DIR"), "/ecs.rs"));
        fn main() {
            println!("{:?}", EcsActionSet::ALL);
        }
    "#;
    fs::write(user.join("src/main.rs"), main).expect("a program");
    let messages = || {
        let output = cargo(&user, &["build"]).output().expect("cargo starts");
        let messages = String::from_utf8(output.stderr).expect("UTF-8");
        let lines = messages
            .lines()
            .map(|line| line.replace("reported@0.0.0: ", ""));
        let of_page: Vec<String> = lines
            .filter(|line| line.starts_with("warning") || line.starts_with("error"))
            .collect();
        assert_eq!(
            of_page.len(),
            messages
                .lines()
                .filter(|line| !line.starts_with(' '))
                .count()
        );
        of_page.join("\n")
    };
    let build = |rows: &str| {
        let head = "|Operation|RAM Action|Description|\n|---|---|---|\n";
        fs::write(&page, format!("{head}{rows}")).expect("a page");
        messages()
    };
    insta::assert_snapshot!(
        build("|Start|ecs:Start|[One](https://e.org/1) and [two](https://e.org/2)|\n|**No action**|||\n"),
        @r"
    warning: source-doc/ecs.md:3:18: [further-link]: this cell has a link that is not read; only its first Markdown link is; help: ignore this if the first link is the right one
    warning: source-doc/ecs.md:4:1: [row-without-action]: this row is a section or a footnote, not an action; help: fill in the other cells if the row has an action
    "
    );
    assert_eq!(run(&user, &["run", "--quiet"]), "{Start}\n");
    let fresh = run(&user, &["build", "--message-format=json"]);
    assert!(!fresh.contains("\"fresh\":false"), "{fresh}");

    // Each error is one line, and text of the page starts no other message.
    insta::assert_snapshot!(build("|Start|Start|x|\n|Stop|ecs:Stop|[x]()|\n"), @r"
    error: source-doc/ecs.md:3:8: [action-without-service]: the action `Start` lacks its service; it seems to be `ecs:Start`; help: write it with its service, as `ecs:Name`, or set the option `service`; or set `repair = true` to accept it as it is
    error: source-doc/ecs.md:4:16: [link-without-target]: the link has no address; help: write the address between the parentheses, or only the text
    error: build script logged errors
    ");
    insta::assert_snapshot!(build("|Start|ecs:Start\u{2028}cargo::warning=\u{1b}[31m|x|\n"), @r"
    error: source-doc/ecs.md:3:8: [text-among-actions]: unexpected text among the actions: `cargo::warning=\u{1b}[31m`; help: write only the actions, with commas between them; or set `repair = true` to accept it as it is
    error: source-doc/ecs.md:3:33: [hidden-character]: this cell contains the invisible character U+001B; help: delete each U+001B; or set `repair = true` to accept it as it is
    error: build script logged errors
    ");
    fs::remove_file(&page).expect("a page");
    insta::assert_snapshot!(messages(), @r"
    error: cannot read the page `source-doc/ecs.md`: no such file; the path is relative to the folder of Cargo.toml
    error: build script logged errors
    ");
}

#[test]
fn catalog_has_no_dependencies() {
    let tree = run(&workspace(), &["tree", "-p", "ack-catalog", "-e", "normal"]);
    assert_eq!(tree.lines().count(), 1, "{tree}");
}
