//! Calls in source code, each with its text and what is unclear about it.

use ack_catalog_needs::{Language, Phase, read};

fn found(text: &str, language: Language) -> Vec<String> {
    let found = read(language, text, &Phase::ALL).expect("code");
    let needs = found.needs.iter();
    let needs = needs.map(|need| format!("{} {}", need.call, need.range.of(text)));
    let notes = found.notes.iter();
    let notes = notes.map(|note| format!("? {}: {}", note.range.of(text), note.message));
    needs.chain(notes).collect()
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
                "? x.DeleteCluster: `x` is not known to be a client of ACK",
            ],
        ),
    ];
    for (import, code, wanted) in cases {
        assert_eq!(
            found(&format!("{import}{code}"), Language::Go),
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
            found(&format!("{import}{code}"), Language::Python),
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
            Language::Java,
            &["DeleteCluster c.deleteCluster"][..],
        ),
        (
            format!(
                "{java}import com.aliyuncs.ecs.model.v20140526.*;\nnew CreateClusterRequest();"
            ),
            Language::Java,
            NONE,
        ),
        (
            format!("{old}DeleteClusterRequest r = new DeleteClusterRequest();"),
            Language::Java,
            &["DeleteCluster DeleteClusterRequest"],
        ),
        (
            format!("{typescript}await client?.deleteCluster(id);"),
            Language::TypeScript,
            &["DeleteCluster client?.deleteCluster"],
        ),
        (
            format!("{typescript}const r = new $CS.DeleteClusterRequest({{}});"),
            Language::TypeScript,
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
            Language::Python,
            &["DeleteCluster https://cs.cn-hangzhou.aliyuncs.com/clusters/"][..],
        ),
        (
            "requests.delete('https://cs.cn-hangzhou.aliyuncs.com/clusters/')",
            Language::Python,
            &[
                "? https://cs.cn-hangzhou.aliyuncs.com/clusters/: the end of the path is not written here",
            ],
        ),
        (
            "requests.delete(f'https://cs.cn-hangzhou.aliyuncs.com/clusters/{id}')",
            Language::Python,
            &["DeleteCluster https://cs.cn-hangzhou.aliyuncs.com/clusters/{id}"],
        ),
        (
            "r.Domain = \"cs.aliyuncs.com\"\nr.Method = \"POST\"\nr.PathPattern = \"/clusters/[ClusterId]/nodepools\"",
            Language::Go,
            &["CreateClusterNodePool /clusters/[ClusterId]/nodepools"],
        ),
        (
            "import \"github.com/alibabacloud-go/tea-roa/client\"\nr.Version = \"2015-12-15\"\nr.ApiName = \"DescribeClusterDetail\"",
            Language::Go,
            &["DescribeClusterDetail DescribeClusterDetail"],
        ),
        (
            "r.set_domain('cs.cn-beijing.aliyuncs.com'); r.set_action_name('DescribeEvents')",
            Language::Python,
            &["DescribeEvents DescribeEvents"],
        ),
        (
            "import $OpenApi from '@alicloud/openapi-client';\nf({version: '2015-12-15', pathname: `/clusters/${id}`})",
            Language::TypeScript,
            &[
                "? /clusters/${id}: the method of the request is not near its path: DescribeClusterDetail or DeleteCluster",
            ],
        ),
        (
            "r.set_domain('ecs.aliyuncs.com'); r.set_action_name('DescribeEvents')",
            Language::Python,
            NONE,
        ),
        (
            "get('https://ecs.aliyuncs.com/clusters'); v = '2015-12-15'",
            Language::Python,
            NONE,
        ),
    ] {
        assert_eq!(found(text, syntax), wanted, "{text}");
    }
}
