//! Calls of methods of a client, and the requests of the older SDK.

use super::clients::{Belongs, Clients};
use super::rest;
use super::syntax::Syntax;
use crate::call::Call;
use crate::found::Found;
use crate::names;
use ram_diagnostics::ByteRange;

/// Returns the calls of ACK in a file that uses its SDK or its address.
pub(crate) fn read(text: &str, syntax: &Syntax) -> Found {
    let parts = syntax.parts(text);
    let clients = Clients::of(text, &parts);
    let mut found = Found::default();
    if clients.has_ack() {
        methods(&parts.code, &clients, &mut found);
    }
    rest::read(text, &parts, clients.has_ack(), &mut found);
    found
}

const fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Finds `client.CreateCluster(`, and `CreateClusterRequest(` of the older SDK.
fn methods(code: &str, clients: &Clients, found: &mut Found) {
    let bytes = code.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if !is_word(bytes[at]) {
            at += 1;
            continue;
        }
        let start = at;
        while at < bytes.len() && is_word(bytes[at]) {
            at += 1;
        }
        let name = &code[start..at];
        if !code[at..].trim_start_matches([' ', '\t']).starts_with('(') {
            continue;
        }
        let before = code[..start].trim_end();
        if clients.has_request_classes
            && let Some(operation) = name.strip_suffix("Request").and_then(names::operation)
        {
            found.need(Call::Operation(operation), ByteRange::new(start, at));
        } else if let Some(before) = before.strip_suffix('.')
            && let Some(operation) = names::of_method(name)
        {
            let before = before.trim_end().trim_end_matches(['?', '!']);
            let receiver_at = before
                .bytes()
                .rposition(|byte| !is_word(byte))
                .map_or(0, |at| at + 1);
            let receiver = &before[receiver_at..];
            let range = ByteRange::new(
                if receiver.is_empty() {
                    start
                } else {
                    receiver_at
                },
                at,
            );
            match clients.belongs(receiver, names::is_shared(operation)) {
                Belongs::ToAck => found.need(Call::Operation(operation), range),
                Belongs::Elsewhere => {}
                Belongs::Unknown => found.note(
                    format!(
                        "`{}` is an operation of ACK and of another service, and the file uses clients of both",
                        operation.name
                    ),
                    range,
                ),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::syntax::{GO, JAVA, PYTHON, TYPESCRIPT};
    use super::*;

    fn found(text: &str, syntax: &Syntax) -> Vec<String> {
        read(text, syntax).lines(text)
    }

    const NONE: &[&str] = &[];

    #[test]
    fn methods_of_go_clients() {
        let new = "import cs \"github.com/alibabacloud-go/cs-20151215/v5/client\"\n";
        let old = "import \"github.com/aliyun/alibaba-cloud-sdk-go/services/cs\"\n";
        let both = "import (\n\tcs \"github.com/alibabacloud-go/cs-20151215/v5/client\"\n\t\
                    emr \"github.com/alibabacloud-go/emr-20210320/client\"\n)\n";
        let cases: &[(&str, &str, &[&str])] = &[
            (
                new,
                "r, err := c.CreateClusterWithOptions(q, h, o)",
                &["CreateCluster c.CreateClusterWithOptions"][..],
            ),
            (
                old,
                "r, err := client.\n  DeleteCluster(q)",
                &["DeleteCluster client.\n  DeleteCluster"],
            ),
            (
                old,
                "// client.DeleteCluster(q)\ns := \"client.DeleteCluster(q)\"",
                NONE,
            ),
            (new, "q := &cs.CreateClusterRequest{}", NONE),
            ("", "client.DeleteCluster(q)", NONE),
            (
                "// import \"github.com/alibabacloud-go/cs-20151215\"\n",
                "client.DeleteCluster(q)",
                NONE,
            ),
            (
                both,
                "a, err := cs.NewClient(f)\na.DeleteCluster(q)",
                &["DeleteCluster a.DeleteCluster"],
            ),
            (
                both,
                "func f(a *cs.Client, e *emr.Client) { a.DeleteCluster(q); e.DeleteCluster(q) }",
                &["DeleteCluster a.DeleteCluster"],
            ),
            (both, "e, _ := emr.NewClient(f)\ne.CreateCluster(q)", NONE),
            (
                both,
                "x.DeleteCluster(q); x.CreateAutoscalingConfig(q)",
                &[
                    "CreateAutoscalingConfig x.CreateAutoscalingConfig",
                    "? x.DeleteCluster: `DeleteCluster` is an operation of ACK and of another service, and the file uses clients of both",
                ],
            ),
        ];
        for (import, code, wanted) in cases {
            assert_eq!(
                found(&format!("{import}{code}"), &GO),
                *wanted,
                "{import}{code}"
            );
        }
    }

    #[test]
    fn methods_of_python_clients() {
        let new = "from alibabacloud_cs20151215.client import Client as CsClient\n";
        let old = "from aliyunsdkcs.request.v20151215 import DeleteClusterRequest\n";
        let both = "from alibabacloud_cs20151215.client import Client as CsClient\n\
                    from alibabacloud_emr20210320.client import Client as EmrClient\n";
        let cases: &[(&str, &str, &[&str])] = &[
            (
                new,
                "CsClient(c).describe_clusters_v1_with_options(r, h, o)",
                &["DescribeClustersV1 describe_clusters_v1_with_options"][..],
            ),
            (
                new,
                "await self.client.delete_cluster_async(i, r)",
                &["DeleteCluster client.delete_cluster_async"],
            ),
            (
                new,
                "'''client.delete_cluster(i)'''  # client.delete_cluster(i)",
                NONE,
            ),
            (
                old,
                "r = DeleteClusterRequest.DeleteClusterRequest()",
                &["DeleteCluster DeleteClusterRequest"],
            ),
            (
                both,
                "a = CsClient(c)\ne: EmrClient = EmrClient(c)\na.create_cluster(r)\ne.create_cluster(r)",
                &["CreateCluster a.create_cluster"],
            ),
        ];
        for (import, code, wanted) in cases {
            assert_eq!(
                found(&format!("{import}{code}"), &PYTHON),
                *wanted,
                "{import}{code}"
            );
        }
    }

    #[test]
    fn methods_of_java_and_typescript_clients() {
        let java = "import com.aliyun.cs20151215.Client;\n";
        let old = "import com.aliyuncs.cs.model.v20151215.*;\n";
        let typescript = "import CS, * as $CS from '@alicloud/cs20151215';\n";
        for (text, syntax, wanted) in [
            (
                format!("{java}Client c = new Client(x); c.deleteCluster(id);"),
                &JAVA,
                &["DeleteCluster c.deleteCluster"][..],
            ),
            (
                format!(
                    "{java}import com.aliyuncs.ecs.model.v20140526.*;\nnew CreateClusterRequest();"
                ),
                &JAVA,
                NONE,
            ),
            (
                format!("{old}DeleteClusterRequest r = new DeleteClusterRequest();"),
                &JAVA,
                &["DeleteCluster DeleteClusterRequest"],
            ),
            (
                format!("{typescript}await client?.deleteCluster(id);"),
                &TYPESCRIPT,
                &["DeleteCluster client?.deleteCluster"],
            ),
            (
                format!("{typescript}const r = new $CS.DeleteClusterRequest({{}});"),
                &TYPESCRIPT,
                NONE,
            ),
        ] {
            assert_eq!(found(&text, syntax), wanted, "{text}");
        }
    }

    #[test]
    fn requests_by_method_and_path() {
        for (text, syntax, wanted) in [
            (
                "requests.delete('https://cs.cn-hangzhou.aliyuncs.com/clusters/' + id)",
                &PYTHON,
                &[
                    "? https://cs.cn-hangzhou.aliyuncs.com/clusters/: the end of the path is not written here",
                ][..],
            ),
            (
                "requests.delete(f'https://cs.cn-hangzhou.aliyuncs.com/clusters/{id}')",
                &PYTHON,
                &["DeleteCluster https://cs.cn-hangzhou.aliyuncs.com/clusters/{id}"],
            ),
            (
                "r.Domain = \"cs.aliyuncs.com\"\nr.Method = \"POST\"\nr.PathPattern = \"/clusters/[ClusterId]/nodepools\"",
                &GO,
                &["CreateClusterNodePool /clusters/[ClusterId]/nodepools"],
            ),
            (
                "r.Version = \"2015-12-15\"\nr.ApiName = \"DescribeClusterDetail\"",
                &GO,
                &["DescribeClusterDetail DescribeClusterDetail"],
            ),
            (
                "r.set_domain('cs.cn-beijing.aliyuncs.com'); r.set_action_name('DescribeEvents')",
                &PYTHON,
                &["DescribeEvents DescribeEvents"],
            ),
            (
                "{version: '2015-12-15', pathname: `/clusters/${id}`}",
                &TYPESCRIPT,
                &[
                    "? /clusters/${id}: the method of the request is not near its path: DescribeClusterDetail or DeleteCluster",
                ],
            ),
            (
                "r.set_domain('ecs.aliyuncs.com'); r.set_action_name('DescribeEvents')",
                &PYTHON,
                NONE,
            ),
            (
                "get('https://ecs.aliyuncs.com/clusters'); v = '2015-12-15'",
                &PYTHON,
                NONE,
            ),
        ] {
            assert_eq!(found(text, syntax), wanted, "{text}");
        }
    }
}
