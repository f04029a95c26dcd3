//! Texts with code in them, and code with texts in it.

use crate::common::found;

#[test]
fn texts_between_tags_do_not_hide_calls() {
    let with = |body: &str| {
        format!(
            "import Client from '@alicloud/cs20151215';\nconst client = new Client({{}});\n\
             export const View = () => {{\n  const open = () => client.startAlert('a');\n  return {body};\n}};\n\
             client.stopAlert('a');\n"
        )
    };
    for body in [
        "<p>See https://example.com, or {client.deleteCluster('c1')}</p>",
        "<p>press ` to open {client.deleteCluster('c1')}</p>",
        "(\n    <code>cp /etc/* . it's {client.deleteCluster('c1')}</code>\n  )",
        "<><br/>\"{client.deleteCluster('c1')}</>",
        "ok && <Menu.Item title=\"it's\" onClick={() => client.deleteCluster(\"c\")}>// `</Menu.Item>",
        "list.map((one) => <li key={`${one}`}>`{client.deleteCluster(one)}<b>/*</b></li>)",
        "ok ? <p>'</p> : <a href='//x' {...more} // it's\n>{client.deleteCluster('c')}</a>",
        "<p>{ok ? <b>`</b> : client.deleteCluster('c')} client.createCluster()</p>",
        "<T,>(one: T) => client.deleteCluster(one)",
        "<T extends string>(one: T) => client.deleteCluster(one)",
        "a <b && client.deleteCluster(c) /d",
    ] {
        let text = with(body);
        for name in ["a.tsx", "a.jsx", "a.js"] {
            let wanted = ["StartAlert", "DeleteCluster", "StopAlert"];
            assert_eq!(found(name, &text), wanted, "{name}: {text}");
        }
    }
}

#[test]
fn formats_of_texts_are_no_code() {
    let import = "from alibabacloud_cs20151215.client import Client\nclient = Client(c)\n";
    for (text, wanted) in [
        ("f\"{x:client.delete_cluster()}\"", &[][..]),
        ("f\"{x!r:client.delete_cluster()}\"", &[]),
        ("f\"{x:>{client.delete_cluster()}}\"", &["DeleteCluster"]),
        ("f\"{x[1:client.delete_cluster()]:>9}\"", &["DeleteCluster"]),
        (
            "f\"{f(lambda: client.delete_cluster())}\"",
            &["DeleteCluster"],
        ),
        ("f\"{x:>9}{client.delete_cluster()}\"", &["DeleteCluster"]),
    ] {
        let text = format!("{import}{text}\n");
        assert_eq!(found("a.py", &text), wanted, "{text}");
    }
}
