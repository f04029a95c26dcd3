//! Headers in several languages and forms, and columns that headers and cells decide together.

use crate::inspected::{assert_reads, inspected};
use ack_catalog_core::{Catalog, Column, Inspection, PageOptions, Settings, Source};

/// Returns the places of the columns that a table's header and row are taken for.
fn roles(header: &str, row: &str) -> [Option<usize>; 4] {
    use Column::{Action, Description, Operation, Resource};
    let dashes = "|---".repeat(header.matches('|').count() - 1);
    let page = format!("As in `svc:Other`.\n\n{header}\n{dashes}|\n{row}\n");
    let inspection = Inspection::read(&Source::new("page.md", &page));
    [Operation, Action, Resource, Description].map(|column| inspection.tables[0].roles.get(column))
}

#[test]
fn header_in_any_language_names_the_columns() {
    for header in [
        "|API|Action|Resource|Description|",
        "|APIs|Actions|Resources|Descriptions|",
        "|API name|Action Name|Resource ARN|Action description|",
        "|接口名称|授权项|资源|说明|",
        "|接口（API）|授权项（Action）|资源（Resource）|描述（Description）|",
        "|API 名称|操作（Action）|资源描述|Action描述|",
        "|API|操作（Action）|资源|说明|",
        "|ＡＰＩ|Ａｃｔｉｏｎ名称|資源（Resource）|説明|",
        "|オペレーション|必要な権限|リソース|説明|",
        "|**API Operation**|**Required permissions**|**ARN**|**Description**|",
        "|Operation|Permission(s)|Resource(s)|Description|",
        "|Operation|Required Permissions (API Actions)|Resources|Description|",
    ] {
        let all = [Some(0), Some(1), Some(2), Some(3)];
        let row = "|Get|svc:Get|acs:svc:\\*:\\*:a/1|Gets it|";
        assert_eq!(roles(header, row), all, "{header}");
        // The same for names without a service.
        let row = "|GetIt|GetIt|acs:svc:\\*:\\*:a/1|Gets it|";
        assert_eq!(roles(header, row), all, "{header}");
    }
}

#[test]
fn one_column_may_hold_operations_and_actions() {
    for header in [
        "|API 名称/Action|说明|",
        "|操作（Action）|说明|",
        "|Action|说明|",
    ] {
        let found = [Some(0), Some(0), None, Some(1)];
        for name in ["svc:GetIt", "GetIt"] {
            assert_eq!(roles(header, &format!("|{name}|查询|")), found, "{header}");
        }
    }
    // The column that may only be the operation is the operation.
    let found = [Some(1), Some(0), None, Some(2)];
    assert_eq!(
        roles("|操作（Action）|API|说明|", "|GetIt|GetIt|查询|"),
        found
    );
}

#[test]
fn bare_actions_below_a_translated_header_are_read() {
    let rows = "|---|---|\n|GetIt|查询|\n|PutIt|更新|\n";
    for header in [
        "操作（Action）",
        "Action名称",
        "API 名称/Action",
        "Action Name",
        "授权项",
    ] {
        let page = format!("授权 `svc:GetIt`。\n\n|{header}|说明|\n{rows}");
        assert_reads(
            &page,
            &["GetIt <- svc:GetIt | 查询", "PutIt <- svc:PutIt | 更新"],
            &["5: action-without-service"],
        );
    }
}

#[test]
fn condition_keys_and_dependent_actions_are_never_actions() {
    for header in [
        "Condition key",
        "Condition keys",
        "Condition Key(s)",
        "Conditions",
        "条件（Condition）",
        "条件键",
        "Condition keys (Actions)",
    ] {
        assert_reads(
            &format!(
                "|{header}|Description|\n|---|---|\n|svc:Region|By region|\n|svc:ImageId|By image|\n"
            ),
            &[],
            &[],
        );
    }
    assert_reads(
        "|Actions|Description|Resource types (\\*required)|Condition keys|Dependent actions|\n|---|---|---|---|---|\n\
         |svc:RunIt|Runs it|it\\*|svc:Region|other:PassIt|\n",
        &["RunIt <- svc:RunIt | Runs it"],
        &["3: unread-action"],
    );
}

#[test]
fn undecided_column_gets_one_note_a_table() {
    for (header, cells) in [
        // The header says actions, and the cells hold names of another form.
        ("Action", ["`store.objects.get`", "`store.objects.put`"]),
        (
            "Actions",
            ["Acme.Store/objects/read", "Acme.Store/objects/*"],
        ),
        ("操作（Action）", ["store.get", "store.put"]),
        ("Permission", ["S3:GetObject", "S3:PutObject Puts one"]),
        ("授权项", ["get-object", "put-object"]),
        // The header says operations, and no column says actions.
        ("接口名称", ["GetObject", "PutObject"]),
        ("Operation", ["GetObject", "PutObject"]),
    ] {
        let page = format!(
            "|{header}|Meaning|\n|---|---|\n|{}|One|\n|{}|Two|\n",
            cells[0], cells[1]
        );
        let (entries, mut found) = inspected(&page);
        found.retain(|found| !found.ends_with("unread-action"));
        assert_eq!(
            (entries, found),
            (Vec::new(), vec!["1: unread-column".to_owned()]),
            "{page}"
        );
    }
    for (header, cell) in [
        ("Action", "Retry the request"),
        ("Action", "Retry. See the log."),
        ("权限", "读写"),
        ("Description", "store.objects.get"),
        ("Version", "v1.2"),
        ("操作", "重试"),
    ] {
        assert_reads(
            &format!("|{header}|Meaning|\n|---|---|\n|{cell}|One|\n"),
            &[],
            &[],
        );
    }
}

/// No list has the words of every language, and a list may have a word with another meaning.
#[test]
fn cells_tell_columns_that_no_header_names() {
    for header in [
        "|Wywołanie|Dostęp|Co robi|",
        "|Вызов|Нужно|Смысл|",
        "|استدعاء|يلزم|معنى|",
        "|Çağrı|Gerekli yetki|Ne yapar|",
        "|เรียก|ต้องมี|ความหมาย|",
        "|कॉल|ज़रूरी|अर्थ|",
        "|Chiamata|Serve|Effetto|",
        "|Aanroep|Nodig|Betekenis|",
        "|Kutsu|Oikeus|Selite|",
        "|Κλήση|Δικαίωμα|Σημασία|",
        "|Call|Needs|What it does|",
        "|Actions|Required permissions|Info|",
        "|Name|Permission|Remarks|",
    ] {
        for text in ["Starts it", "starts", "Starts it, and waits until it runs"] {
            let row = format!("|StartIt|svc:StartIt|{text}|");
            assert_eq!(
                roles(header, &row),
                [Some(0), Some(1), None, Some(2)],
                "{header} {text}"
            );
            let page = format!("{header}\n|---|---|---|\n{row}\n");
            let entry = format!("StartIt <- svc:StartIt | {text}");
            assert_reads(&page, &[&entry], &["1: guessed-column"]);
        }
    }
    for (header, row, found) in [
        // In any order, and with the actions' names for operations.
        (
            "|Нужно|Смысл|Вызов|",
            "|svc:StartIt|Starts it|StartIt|",
            [Some(2), Some(0), None, Some(1)],
        ),
        (
            "|Группа|Вызов|Нужно|Смысл|",
            "|Things|StartIt|svc:StartIt|Starts it|",
            [Some(1), Some(2), None, Some(3)],
        ),
        // A header that is known comes first.
        (
            "|Смысл|API|Action|Remarks|",
            "|Starts it|StartIt|svc:StartIt|See there, and there, and there|",
            [Some(1), Some(2), None, Some(3)],
        ),
        (
            "|Error code|Вызов|Нужно|Type|",
            "|NoThing|StartIt|svc:StartIt|Starts it|",
            [Some(1), Some(2), None, None],
        ),
        // Names or texts.
        (
            "|Function|Permission|",
            "|StartIt|svc:StartIt|",
            [Some(0), Some(1), None, None],
        ),
        (
            "|Function|Permission|",
            "|Starts it|svc:StartIt|",
            [Some(1), Some(1), None, Some(0)],
        ),
        (
            "|Method|Path|Permission|",
            "|GET|/things|svc:GetThings|",
            [Some(2), Some(2), None, None],
        ),
        (
            "|Method|API call|Endpoint|Permission|",
            "|StartIt|x y|z|svc:StartIt|",
            [Some(0), Some(3), None, None],
        ),
        (
            "|Actions|Required permissions|",
            "|StartIt|StartIt|",
            [Some(0), Some(1), None, None],
        ),
        (
            "|操作名稱|所需權限|說明|",
            "|StartIt|StartIt|啟動|",
            [Some(0), Some(1), None, Some(2)],
        ),
        (
            "|오퍼레이션|\u{1100}\u{116f}\u{11ab}\u{1112}\u{1161}\u{11ab}|설명|",
            "|StartIt|StartIt|시작|",
            [Some(0), Some(1), None, Some(2)],
        ),
        (
            "|Ope\u{301}ration|Permission|Description|",
            "|Start it|svc:StartIt|Starts|",
            [Some(0), Some(1), None, Some(2)],
        ),
    ] {
        assert_eq!(roles(header, row), found, "{header}");
    }
}

#[test]
fn descriptions_that_are_alike_are_named_and_not_read() {
    let page = "|API|Action|Alpha|Beta|\n|---|---|---|---|\n|GetIt|svc:GetIt|Gets it|Not today|\n";
    assert_reads(page, &["GetIt <- svc:GetIt"], &["1: guessed-column"]);
    let inspection = Inspection::read(&Source::new("page.md", page));
    let message = "no description is read: it may be any of `Alpha`, `Beta`";
    assert_eq!(inspection.diagnostics[0].message, message);
    // A text that is twice as long is one.
    let page = page.replace("Gets it", "Gets it, and returns its state");
    assert_reads(
        &page,
        &["GetIt <- svc:GetIt | Gets it, and returns its state"],
        &["1: guessed-column"],
    );
}

/// Their values may look like actions.
#[test]
fn columns_of_something_else_are_not_actions_and_get_one_note() {
    for header in [
        "Key",
        "Keys",
        "Attribute",
        "Attributes",
        "Image",
        "Error code",
        "Error codes",
        "Event",
        "Event name",
        "Resources",
        "Resource type",
        "ARN",
        "Tag (optional)",
        "错误码",
        "事件",
        "属性",
        "鍵",
        "Schlüssel",
        "Код",
        "Clave",
        "イベント",
        "مفتاح",
    ] {
        let page = format!(
            "|{header}|Description|\n|---|---|\n|svc:Region|By region|\n|svc:ImageId|By image|\n"
        );
        assert_reads(&page, &[], &["1: unread-column"]);
        // Beside actions, too.
        let page = format!("|{header}|Action|\n|---|---|\n|svc:Region|svc:GetIt|\n");
        let (entries, found) = inspected(&page);
        assert!(entries[0].ends_with("<- svc:GetIt"), "{entries:?}");
        assert!(found.contains(&"3: unread-action".to_owned()), "{found:?}");
    }
}

#[test]
fn bare_names_below_an_unknown_header_get_one_note() {
    for header in [
        "Вызов",
        "Wywołanie",
        "Aanroep",
        "เรียก",
        "Call",
        "Things to do",
    ] {
        let page = format!("|{header}|Смысл|\n|---|---|\n|StartIt|Starts|\n|StopIt|Stops|\n");
        assert_reads(&page, &[], &["1: unread-column"]);
        let found = Inspection::read(&Source::new("page.md", &page)).diagnostics;
        let option = format!("`columns(operation = \"{header}\", ram_action = \"{header}\")`");
        assert!(found[0].help.contains(&option), "{}", found[0].help);
    }
    // Plain words count with a service, and so do columns of any names.
    for header in ["Вызов", "Name"] {
        let page = format!("|{header}|Смысл|\n|---|---|\n|start|Starts|\n|stop|Stops|\n");
        let options = PageOptions {
            service: Some("svc".parse().expect("a service")),
            ..PageOptions::default()
        };
        let found = Inspection::for_catalog(&Source::new("page.md", &page), &options).diagnostics;
        let codes: Vec<&str> = found.iter().map(|found| found.code).collect();
        assert_eq!(codes, ["no-table", "unread-column"], "{page}");
    }
    // Plain words, and names of parameters.
    for (header, name) in [
        ("Gruppe", "Things"),
        ("Name", "RegionId"),
        ("Field", "RegionId"),
    ] {
        let page = format!("|{header}|Смысл|\n|---|---|\n|{name}|Where|\n");
        assert_reads(&page, &[], &[]);
    }
}

#[test]
fn actions_that_two_columns_may_hold_are_not_read() {
    for header in [
        "|Operation|Old RAM Action|New RAM Action|Description|",
        "|Operation|Action (old)|Permission|Description|",
        "|Вызов|Нужно|Надо|Смысл|",
    ] {
        let page = format!("{header}\n|---|---|---|---|\n|StartIt|svc:StartIt|svc:RunIt|Starts|\n");
        let source = Source::new("page.md", &page);
        assert_reads(&page, &[], &["1: guessed-column"]);
        let settings = Settings::new("Example".parse().expect("a name"));
        let found = &Catalog::read(&source, &settings).diagnostics[0];
        let cells: Vec<&str> = header.split('|').collect();
        assert_eq!(found.code, "no-table");
        for name in &cells[2..4] {
            let option = format!("ram_action = \"{name}\"");
            assert!(found.help.contains(&option), "{}", found.help);
        }
    }
    // One that only some rows fill.
    let page = "|Operation|Required Actions|Optional Actions|\n|---|---|---|\n|StartIt|svc:StartIt|-|\n|StopIt|svc:StopIt|svc:GetIt|\n";
    assert_reads(
        page,
        &["StartIt <- svc:StartIt", "StopIt <- svc:StopIt"],
        &["4: unread-action"],
    );
    // Columns that say the same.
    let page =
        "|Operation|Old Action|New Action|\n|---|---|---|\n|StartIt|svc:StartIt|svc:StartIt|\n";
    assert_reads(page, &["StartIt <- svc:StartIt"], &[]);
}

#[test]
fn actions_that_nothing_names_are_not_read() {
    for header in ["|Recht|Wirkung|", "|Name|Description|", "|Tunniste|Selite|"] {
        let page = format!("{header}\n|---|---|\n|svc:Tag|By tag|\n|svc:ImageId|By image|\n");
        assert_reads(&page, &[], &["1: unread-column"]);
        let source = Source::new("page.md", &page);
        let settings = Settings::new("Example".parse().expect("a name"));
        let found = &Catalog::read(&source, &settings).diagnostics[0];
        assert!(
            found.help.contains("`columns(operation = "),
            "{}",
            found.help
        );
    }
}

#[test]
fn keys_parameters_and_examples_of_any_language_are_not_actions() {
    for header in [
        "Klucze warunku",
        "Voorwaarden",
        "Villkorsnyckel",
        "Koşul anahtarı",
        "Klíč podmínky",
        "Ключ умови",
        "Điều kiện",
        "เงื่อนไข",
        "شروط",
    ] {
        let page = format!("|{header}|X|\n|---|---|\n|svc:Tag|By tag|\n|svc:ImageId|By image|\n");
        assert_reads(&page, &[], &[]);
    }
    for header in [
        "|名称|类型|示例值|描述|",
        "|参数|类型|示例值|描述|",
        "|参数名称|类型|样例|描述|",
        "|Nazwa|Typ|Przykładowa wartość|Opis|",
        "|Name|Typ|Beispielwert|Beschreibung|",
        "|이름|유형|예시 값|설명|",
    ] {
        for value in ["cn", "svc:StartIt", "StartIt"] {
            let page = format!(
                "As in `svc:Other`.\n\n{header}\n|---|---|---|---|\n|RegionId|String|{value}|Region|\n"
            );
            let (entries, found) = inspected(&page);
            assert!(entries.is_empty(), "{page} {entries:?} {found:?}");
        }
    }
}
