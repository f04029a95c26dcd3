//! Pages that an option makes usable, and the enum that comes out.

use ack_catalog_core::{Catalog, PageOptions, Settings, Source, Tables};

/// Returns the variants of a page's enum, and the lines and codes of the diagnostics.
fn read(page: &str, options: PageOptions) -> (Vec<String>, Vec<String>) {
    let source = Source::new("page.md", page);
    let settings = Settings {
        page: options,
        ..Settings::new("Example".parse().expect("a name"))
    };
    let reading = Catalog::read(&source, &settings);
    let variants = reading.catalog.actions.iter().map(|action| {
        let needed = action.operations.join(", ");
        let (variant, name) = (&action.variant, &action.ram_action);
        let text = &action.texts.description;
        format!("{variant} = {name} <- {needed}: {text}")
    });
    let found = reading.diagnostics.iter().map(|found| {
        let (line, _) = source.line_column(found.place.start);
        format!("{line}: {} {}", found.severity, found.code)
    });
    (variants.collect(), found.collect())
}

#[track_caller]
fn assert_read(page: &str, options: PageOptions, variants: &[&str], found: &[&str]) {
    let (read, reported) = read(page, options);
    assert_eq!(read, variants, "{page}");
    assert_eq!(reported, found, "{page}");
}

fn with(set: impl FnOnce(&mut PageOptions)) -> PageOptions {
    let mut options = PageOptions::default();
    set(&mut options);
    options
}

fn named(columns: &[(&str, &str)]) -> PageOptions {
    with(|options| {
        for (option, header) in columns {
            options.columns.set(option, header).expect("a column");
        }
    })
}

#[test]
fn service_completes_bare_names() {
    let page = "# File systems\n\n|Permission|Description|\n|---|---|\n\
                |ListFileSystems|Lists them|\n|DropFileSystem|Deletes one|\n|ecs:ListDisks|Lists disks|\n";
    let columns = [("operation", "Permission"), ("ram-action", "Permission")];
    let errors = ["5: error action-without-service"];
    let (variants, found) = read(page, named(&columns));
    assert_eq!(variants.len(), 3);
    assert_eq!(found, errors);

    let mut options = named(&columns);
    options.service = Some("nas".parse().expect("a service"));
    assert_read(
        page,
        options.clone(),
        &[
            "ListFileSystems = nas:ListFileSystems <- ListFileSystems: Lists them",
            "DropFileSystem = nas:DropFileSystem <- DropFileSystem: Deletes one",
            "ListDisks = ecs:ListDisks <- ListDisks: Lists disks",
        ],
        &[],
    );
    // A pattern is still one.
    let pattern = page.replace("ListFileSystems", "List*");
    let (_, found) = read(&pattern, options.clone());
    assert_eq!(found, ["5: error wildcard-action"]);
    options.wildcards = true;
    let (variants, found) = read(&pattern, options);
    assert_eq!(variants[0], "ListAny = nas:List* <- List*: Lists them");
    assert_eq!(found, [""; 0]);

    for service in ["", "NAS", "nas:", "1nas", "nas*", "n s"] {
        assert!(
            service.parse::<ack_catalog_core::Service>().is_err(),
            "{service}"
        );
    }
}

#[test]
fn words_that_are_not_names_get_no_service() {
    let words = [
        "Required",
        "Yes",
        "no",
        "All",
        "TBD",
        "Deprecated",
        "-",
        "N/A",
        "required",
        "Optional",
        "NotSupported",
        "Write",
    ];
    let rows: Vec<String> = words.map(|word| format!("|Do{word}|{word}|Does|\n")).into();
    let page = format!(
        "|Operation|RAM Action|Description|\n|---|---|---|\n|ListDisks|ListDisks|Lists|\n\
         |Encrypt|Encrypt|Encrypts|\n|Change|listTags|Changes|\n{}",
        rows.concat()
    );
    let variants = [
        "ListDisks = nas:ListDisks <- ListDisks: Lists",
        "Encrypt = nas:Encrypt <- Encrypt: Encrypts",
        "listTags = nas:listTags <- Change: Changes",
    ];
    let mut options = with(|options| options.service = Some("nas".parse().expect("a service")));
    // Each once for the table.
    let found = ["6: error not-an-action", "10: error empty-cell"];
    assert_read(&page, options.clone(), &variants, &found);
    // Several names in a cell, and words before and after a name.
    let rows = "|A|ListDisks, `ListTags`<br>ListKeys|a|\n|B|GetTag (beta)|b|\n|C|All APIs|c|\n|D|Not required|d|\n";
    let several = format!("|Operation|RAM Action|Description|\n|---|---|---|\n{rows}");
    let read_several = [
        "ListDisks = nas:ListDisks <- A: a",
        "ListTags = nas:ListTags <- A: a",
        "ListKeys = nas:ListKeys <- A: a",
        "GetTag = nas:GetTag <- B: b",
    ];
    let codes = [
        "4: error text-among-actions",
        "5: error not-an-action",
        "6: error empty-cell",
    ];
    assert_read(&several, options.clone(), &read_several, &codes);
    // A word that the page writes with its service elsewhere is a name.
    let named = format!("As `nas:Write`.\n\n{page}");
    let (variants, _) = read(&named, options.clone());
    assert_eq!(variants[3], "Write = nas:Write <- DoWrite: Does");

    // In a column of both, each word is an operation, unless it tells something else.
    options
        .columns
        .set("operation", "Action")
        .expect("a column");
    options
        .columns
        .set("ram-action", "Action")
        .expect("a column");
    let page = "|Action|Description|\n|---|---|\n|Encrypt|a|\n|Deprecated|b|\n|ListKeys|c|\n";
    let variants = [
        "Encrypt = nas:Encrypt <- Encrypt: a",
        "ListKeys = nas:ListKeys <- ListKeys: c",
    ];
    assert_read(page, options, &variants, &["4: error not-an-action"]);
}

#[test]
fn service_completes_actions_of_two_parts() {
    let options = with(|options| options.service = Some("cce".parse().expect("a service")));
    let page = "|Operation|RAM Action|Description|\n|---|---|---|\n\
                |CreateCluster|cluster:create|Creates|\n|ListNodes|`node:list`, node:get-all|Lists|\n\
                |Bind|vpc:ports:update, vpc:read|Binds|\n|Get|cce:get|Gets|\n|Start|ecs:StartInstance|Starts|\n";
    let variants = [
        "ClusterCreate = cce:cluster:create <- CreateCluster: Creates",
        "NodeList = cce:node:list <- ListNodes: Lists",
        "NodeGetAll = cce:node:get-all <- ListNodes: Lists",
        "PortsUpdate = vpc:ports:update <- Bind: Binds",
        // Services that the page names, and names as RAM has them, are kept.
        "read = vpc:read <- Bind: Binds",
        "get = cce:get <- Get: Gets",
        "StartInstance = ecs:StartInstance <- Start: Starts",
    ];
    assert_read(page, options, &variants, &["3: warning two-part-action"]);
    let (variants, found) = read(page, PageOptions::default());
    assert_eq!(
        variants[0],
        "create = cluster:create <- CreateCluster: Creates"
    );
    assert_eq!(found, [""; 0]);
}

#[test]
fn a_page_of_bare_names_without_a_service_names_the_option() {
    let page = "|Operation|RAM Action|\n|---|---|\n|ListDisks|ListDisks|\n";
    let source = Source::new("page.md", page);
    let reading = Catalog::read(&source, &Settings::new("Example".parse().expect("a name")));
    let helps: Vec<&str> = reading.diagnostics.iter().map(|it| &*it.help).collect();
    assert_eq!(
        helps,
        ["set the option `service`, or write the action with its service"]
    );
}

#[test]
fn description_is_optional_unless_its_column_is_named() {
    let page = "|Operation|RAM Action|\n|---|---|\n|StopDisk|ebs:StopDisk|\n";
    let stop = "StopDisk = ebs:StopDisk <- StopDisk: ";
    assert_read(page, PageOptions::default(), &[stop], &[]);
    let found = ["1: error no-table"];
    assert_read(page, named(&[("description", "What it does")]), &[], &found);

    // A table with descriptions is preferred.
    let described =
        "|Operation|RAM Action|Description|\n|---|---|---|\n|ListDisks|ebs:ListDisks|Lists|\n";
    assert_read(
        &format!("{page}\n{described}"),
        PageOptions::default(),
        &["ListDisks = ebs:ListDisks <- ListDisks: Lists"],
        &["1: warning other-table"],
    );
    // The header of the descriptions was changed.
    let purpose = described.replace("Description", "Purpose");
    assert_read(
        &purpose,
        PageOptions::default(),
        &["ListDisks = ebs:ListDisks <- ListDisks: "],
        &["1: warning unread-description"],
    );
}

#[test]
fn all_tables_of_one_header_are_joined() {
    let table = |rows: &str| format!("|Operation|RAM Action|Description|\n|---|---|---|\n{rows}\n");
    let page = format!(
        "## Disks\n\n{}\n## Images\n\n{}\n## Others\n\n|Code|Meaning|\n|---|---|\n|403|Refused|\n\n{}",
        table("|StopDisk|ebs:StopDisk|Stops|"),
        // Other columns between them.
        "|RAM Action|Level|Description|Operation|\n|---|---|---|---|\n|ebs:ListImages|read|Lists|ListImages|\n",
        table("|ListDisks|ebs:ListDisks|Lists|"),
    );
    let variants = [
        "StopDisk = ebs:StopDisk <- StopDisk: Stops",
        "ListImages = ebs:ListImages <- ListImages: Lists",
        "ListDisks = ebs:ListDisks <- ListDisks: Lists",
    ];
    let all = with(|options| options.tables = Tables::All);
    assert_read(&page, all.clone(), &variants, &[]);
    let found = ["9: error two-tables"];
    assert_read(&page, PageOptions::default(), &variants, &found);

    // Joined tables may not contradict each other.
    let page = format!(
        "{}\n{}\n{}",
        table("|StopDisk|ebs:StopDisk|Stops|"),
        table("|StopDisk|ebs:StopDisk|Stops|"),
        table("|StopDisk|ebs:StopDisk|Starts|"),
    );
    let found = ["7: error duplicate-row", "11: error duplicate-action"];
    assert_read(&page, all, &variants[..1], &found);
}

#[test]
fn rows_that_differ_only_in_resources_are_one() {
    let head = "|Operation|RAM Action|Resource|Description|\n|---|---|---|---|\n";
    let variants = ["StopDisk = ebs:StopDisk <- StopDisk: Stops"];
    for (rows, found) in [
        (
            "|StopDisk|ebs:StopDisk|`acs:ebs:*:*:disk/*`|Stops|\n|StopDisk|ebs:StopDisk|`acs:ebs:*:*:image/*`|Stops|\n",
            &[][..],
        ),
        // Names of resources.
        (
            "|StopDisk|ebs:StopDisk|disk|Stops|\n|StopDisk|ebs:StopDisk|image|Stops|\n",
            &["3: warning no-resource"],
        ),
        // The same resource makes no difference.
        (
            "|StopDisk|ebs:StopDisk|*|Stops|\n|StopDisk|ebs:StopDisk|*|Stops|\n",
            &["4: error duplicate-row"],
        ),
        // The rows contradict each other.
        (
            "|StopDisk|ebs:StopDisk|`acs:ebs:*:*:disk/*`|Stops|\n|StopDisk|ebs:StopDisk|`acs:ebs:*:*:image/*`|Starts|\n",
            &["4: error duplicate-action"],
        ),
        (
            "|StopDisk|ebs:StopDisk|`acs:ebs:*:*:disk/*`|Stops|\n|StopDisk|ebs:StopDisk|`acs:ebs:*:*:image/*`|[Stops](https://example.com)|\n",
            &["4: error duplicate-action"],
        ),
    ] {
        let page = format!("{head}{rows}");
        assert_read(&page, PageOptions::default(), &variants, found);
    }
    // In a column that is known by its cells.
    let page = "|Operation|RAM Action|Scope|\n|---|---|---|\n\
                |StopDisk|ebs:StopDisk|`acs:ebs:*:*:disk/*`|\n|StopDisk|ebs:StopDisk|*|\n";
    let variants = ["StopDisk = ebs:StopDisk <- StopDisk: "];
    assert_read(page, PageOptions::default(), &variants, &[]);
}

#[test]
fn wildcards_are_variants_when_asked_for() {
    let page = "|Operation|RAM Action|Description|\n|---|---|---|\n\
                |Read|`ebs:List*`, `ebs:Get?Disk*`|Reads|\n|All|ebs:*|Everything|\n|Kinds|cce:*:list|Lists|\n";
    let wildcards = with(|options| options.wildcards = true);
    let variants = [
        "ListAny = ebs:List* <- Read: Reads",
        "GetOneDiskAny = ebs:Get?Disk* <- Read: Reads",
        "Any = ebs:* <- All: Everything",
        "AnyList = cce:*:list <- Kinds: Lists",
    ];
    assert_read(page, wildcards.clone(), &variants, &[]);
    // One error for all patterns.
    let found = ["3: error wildcard-action"];
    assert_read(page, PageOptions::default(), &[], &found);
    // Also with `repair`.
    assert_read(page, with(|options| options.repair = true), &[], &found);

    let page = "|Operation|RAM Action|\n|---|---|\n|A|ebs:List*|\n|B|ebs:ListAny|\n|C|ebs:list*|\n";
    let found = ["4: error name-clash", "5: error letter-case"];
    let variants = ["ListAny = ebs:List* <- A, C: "];
    assert_read(page, wildcards, &variants, &found);
}

#[test]
fn actions_have_up_to_three_parts() {
    let page = "|API|RAM Action|Description|\n|---|---|---|\n\
                |CreateCluster|cce:cluster:create|Creates|\n|ListNodes|`cce:node:list-all`|Lists|\n\
                |Bind|vpc:publicIps:update, vpc:ports:update|Binds|\n";
    let columns = named(&[("operation", "API")]);
    let variants = [
        "ClusterCreate = cce:cluster:create <- CreateCluster: Creates",
        "NodeListAll = cce:node:list-all <- ListNodes: Lists",
        "PublicIpsUpdate = vpc:publicIps:update <- Bind: Binds",
        "PortsUpdate = vpc:ports:update <- Bind: Binds",
    ];
    assert_read(page, columns.clone(), &variants, &[]);
    let mut prefixed = columns.clone();
    prefixed.service_prefix = true;
    let (variants, _) = read(page, prefixed);
    assert!(
        variants[0].starts_with("CceClusterCreate = "),
        "{variants:?}"
    );

    let page = "|API|RAM Action|\n|---|---|\n|A|cce:cluster:create|\n|B|cce:ClusterCreate|\n|C|cce:a:b:c|\n";
    let variants = ["ClusterCreate = cce:cluster:create <- A: "];
    let found = ["4: error name-clash", "5: error not-an-action"];
    assert_read(page, columns, &variants, &found);
}

/// The option that a message prints makes the page readable.
#[test]
fn missing_table_names_the_columns_that_would_work() {
    for (header, rows, options) in [
        (
            "|API|Permission|What it does|",
            "|StopDisk|ebs:StopDisk|Stops|",
            "operation = \"API\", ram_action = \"Permission\", description = \"What it does\"",
        ),
        (
            "|说明|操作|权限|",
            "|停止|StopDisk|ebs:StopDisk|",
            "operation = \"操作\", ram_action = \"权限\", description = \"说明\"",
        ),
        (
            "|Action|Description|",
            "|ebs:StopDisk|Stops|",
            "operation = \"Action\", ram_action = \"Action\", description = \"Description\"",
        ),
    ] {
        let dashes = "|---".repeat(header.matches('|').count() - 1);
        let page =
            format!("|Code|Meaning|\n|---|---|\n|403|Refused|\n\n{header}\n{dashes}|\n{rows}\n");
        let source = Source::new("page.md", &page);
        let reading = Catalog::read(&source, &Settings::new("Example".parse().expect("a name")));
        let [missing] = reading.diagnostics.as_slice() else {
            panic!("{:?}", reading.diagnostics);
        };
        assert_eq!(missing.code, "no-table");
        let in_toml = options.replace('_', "-");
        let help = format!(
            "this table lists actions; set the option `columns({options})`, in Cargo.toml `columns = {{ {in_toml} }}`, to read it"
        );
        assert_eq!(missing.help, help);

        let args = format!("page = \"page.md\", columns({options})").parse();
        let item = "enum Example {}".parse().expect("tokens");
        let read = |_: &str| Ok(page.clone().into_bytes());
        let made = ack_catalog_core::expand(args.expect("tokens"), item, &read).to_string();
        assert!(
            made.contains("StopDisk") && !made.contains("compile_error"),
            "{made}"
        );
    }
}
