//! Calls of methods, and whose client makes them.

use crate::common::assert_found;

/// A file that imports the SDK of ACK, with more lines.
macro_rules! go {
    ($($line:literal),*) => {
        concat!("package a\nimport (\n\tcs \"github.com/alibabacloud-go/cs-20151215/v5/client\"\n", $($line, "\n"),*)
    };
}

macro_rules! python {
    ($($line:literal),*) => {
        concat!("from alibabacloud_cs20151215.client import Client as CsClient\n", $($line, "\n"),*)
    };
}

macro_rules! script {
    ($($line:literal),*) => {
        concat!("import CS from '@alicloud/cs20151215';\n", $($line, "\n"),*)
    };
}

macro_rules! java {
    ($($line:literal),*) => {
        concat!("import com.aliyun.cs20151215.Client;\n", $($line, "\n"),*)
    };
}

#[test]
fn client_is_what_a_function_or_a_type_makes() {
    assert_found(&[
        (
            "order.go",
            go!(
                "\tvpc \"github.com/alibabacloud-go/vpc-20160428/v6/client\"\n)",
                "func f() {",
                "\tack, err := newAck()",
                "\tv, err := vpc.NewClient(cfg)",
                "\tack.ModifyClusterNodePool(c, n, nil)",
                "\tv.DeleteCluster(q)",
                "\tack.DeleteCluster(c, nil)",
                "}"
            ),
            &["? ack.ModifyClusterNodePool", "? ack.DeleteCluster"],
        ),
        (
            "made.go",
            go!(
                "\tecs \"github.com/alibabacloud-go/ecs-20140526/v4/client\"\n)",
                "func newAck() (*cs.Client, error) { return build() }",
                "func f() {",
                "\tack, err := newAck()",
                "\te, err := ecs.NewClient(cfg)",
                "\tack.DeleteCluster(c, nil)",
                "\te.DescribeRegions(q)",
                "\tcs.NewClient(cfg).CreateCluster(q)",
                "}"
            ),
            &["DeleteCluster", "CreateCluster"],
        ),
        (
            "types.ts",
            script!(
                "import ECS from '@alicloud/ecs20140526';",
                "async function deploy(wrapped: W, client: AckApi, own: CS) {",
                "  const ecs = new ECS(cfg);",
                "  await client.deleteCluster(id);",
                "  await own.createCluster(q);",
                "  await ecs.describeRegions(q);",
                "}"
            ),
            &["CreateCluster", "? client.deleteCluster"],
        ),
        (
            "class.py",
            python!(
                "from alibabacloud_ecs20140526.client import Client as EcsClient",
                "class A:",
                "    def __init__(self):",
                "        self.cs = CsClient(None)",
                "        self.other = EcsClient(None)",
                "    def make(self) -> CsClient:",
                "        return build()",
                "    def f(self):",
                "        self.cs.delete_cluster(i)",
                "        self.other.describe_regions(i)",
                "        made = self.make()",
                "        made.create_cluster(r)",
                "        self.make().start_alert(r)"
            ),
            &["DeleteCluster", "CreateCluster", "StartAlert"],
        ),
        (
            "Made.java",
            java!(
                "import com.aliyun.ecs20140526.models.*;",
                "static Client create() { return null; }",
                "void f() { var c = create(); c.deleteCluster(id); other.deleteCluster(id); }"
            ),
            &["DeleteCluster", "? other.deleteCluster"],
        ),
    ]);
}

const SCOPE_GO: &str =
    "package a\nimport cs \"github.com/alibabacloud-go/cs-20151215/v5/client\"\n";
const SCOPE_PYTHON: &str = "from alibabacloud_cs20151215.client import Client\n";
const SCOPE_SCRIPT: &str = "import CS from '@alicloud/cs20151215';\n";
const SCOPE_CLASS: &str = "import com.aliyun.cs20151215.Client;\n";
const SCOPE_UNCLEAR: [&[&str]; 2] = [&["? api.DeleteCluster"], &["? client.DeleteCluster"]];
const SCOPES: &[(&str, &str, &str, &[&str])] = &[
    (
        "function.go",
        SCOPE_GO,
        "func a(api *cs.Client) { api.StopAlert(q) }\nfunc b(api *db.Rows) { api.DeleteCluster(i) }",
        &["StopAlert", SCOPE_UNCLEAR[0][0]],
    ),
    (
        "interface.go",
        SCOPE_GO,
        "type Rows interface{ DeleteCluster(id string) error }\nfunc a(k *cs.Client, client Rows) { client.DeleteCluster(i) }",
        SCOPE_UNCLEAR[1],
    ),
    (
        "value.go",
        SCOPE_GO,
        "type Rows struct{}\nfunc a(k *cs.Client) {\n\tclient := &Rows{}\n\tclient.DeleteCluster(i)\n}",
        SCOPE_UNCLEAR[1],
    ),
    (
        "field.go",
        SCOPE_GO,
        "type A struct {\n\tapi *cs.Client\n}\ntype B struct {\n\tapi *Rows\n}\n\
             func (a *A) F() { a.api.TagResources(q) }\nfunc (b *B) F() { b.api.DeleteCluster(q) }",
        &["TagResources", SCOPE_UNCLEAR[0][0]],
    ),
    (
        "Field.java",
        SCOPE_CLASS,
        "class A { private Client api; void f() { api.tagResources(q); } }\n\
             class B { private Rows api; void f() { api.deleteCluster(i); } }",
        &["TagResources", "? api.deleteCluster"],
    ),
    (
        "Other.java",
        SCOPE_CLASS,
        "class A { Client k; Rows client; void f() { k.tagResources(q); client.deleteCluster(i); } }",
        &["TagResources", "? client.deleteCluster"],
    ),
    (
        "field.kt",
        SCOPE_CLASS,
        "class A(private val api: Client) { fun f() = api.tagResources(q) }\n\
             class B(private val api: Rows) { fun f() = api.deleteCluster(i) }",
        &["TagResources", "? api.deleteCluster"],
    ),
    (
        "made.kt",
        SCOPE_CLASS,
        "fun f(k: Client) {\n  val client = Rows()\n  client.deleteCluster(i)\n  k.tagResources(q)\n}",
        &["TagResources", "? client.deleteCluster"],
    ),
    (
        "field.ts",
        SCOPE_SCRIPT,
        "class A { constructor(private api: CS) {} f() { return this.api.tagResources(q); } }\n\
             class B { private api = new Rows(); f() { return this.api.deleteCluster(i); } }",
        &["TagResources", "? api.deleteCluster"],
    ),
    (
        "arrow.ts",
        SCOPE_SCRIPT,
        "const f = (k: CS, client: Rows) => { client.deleteCluster(i); };",
        &["? client.deleteCluster"],
    ),
    (
        "function.py",
        SCOPE_PYTHON,
        "def a(api: Client): api.tag_resources(q)\ndef b(api: Rows): api.delete_cluster(i)\n",
        &["TagResources", "? api.delete_cluster"],
    ),
    (
        "class.py",
        SCOPE_PYTHON,
        "class A:\n    def __init__(self):\n        self.api = Client(x)\n    def f(self):\n        self.api.tag_resources(q)\n\
             class B:\n    def __init__(self):\n        self.api = Rows()\n    def f(self):\n        self.api.delete_cluster(i)\n",
        &["TagResources", "? api.delete_cluster"],
    ),
    (
        "given.py",
        SCOPE_PYTHON,
        "class A:\n    def __init__(self):\n        self.k = Client(x)\n\
             class B:\n    def __init__(self, client):\n        self.client = client\n    def f(self):\n        self.client.delete_cluster(i)\n",
        &["? client.delete_cluster"],
    ),
    (
        "import.py",
        SCOPE_PYTHON,
        "from app.rows import client\nclient.delete_cluster(i)\n",
        &["? client.delete_cluster"],
    ),
    (
        "with.py",
        SCOPE_PYTHON,
        "k = Client(x)\nwith Rows() as client:\n    client.delete_cluster(i)\n",
        &["? client.delete_cluster"],
    ),
    // As the SDK is used.
    (
        "plain.py",
        SCOPE_PYTHON,
        "def rm(client, i):\n    client.delete_cluster(i)\ndef main():\n    client = Client(x)\n    client.tag_resources(q)\n    rm(client, 1)\n",
        &["DeleteCluster", "TagResources"],
    ),
    (
        "plain.go",
        SCOPE_GO,
        "func a(c *cs.Client) { client, err := cs.NewClient(x); client.DeleteCluster(i); c.TagResources(q) }",
        &["DeleteCluster", "TagResources"],
    ),
    (
        "Plain.java",
        "import com.aliyun.cs20151215.*;\n",
        "class A { Client client = new Client(x); void f() { client.deleteCluster(i); this.client.tagResources(q); } }",
        &["DeleteCluster", "TagResources"],
    ),
];

/// A name can be that of a client of ACK in one function or class of a file, and that of something else in another.
#[test]
fn client_is_what_its_scope_declares() {
    for (name, import, code, wanted) in SCOPES {
        let text = format!("{import}{code}");
        assert_eq!(crate::common::found(name, &text), *wanted, "{text}");
    }
}

#[test]
fn calls_of_other_clouds_are_not_of_the_service() {
    assert_found(&[
        (
            "eks.py",
            python!(
                "import boto3",
                "eks = boto3.client('eks')",
                "eks.create_cluster(name='a')",
                "boto3.client('eks').delete_cluster(name='a')"
            ),
            &[],
        ),
        (
            "eks.go",
            go!(
                "\t\"github.com/aws/aws-sdk-go/service/eks\"",
                "\tcontainer \"cloud.google.com/go/container/apiv1\"\n)",
                "func f() {",
                "\te := eks.New(nil)",
                "\te.CreateCluster(q)",
                "\tg, err := container.NewClusterManagerClient(ctx)",
                "\tg.DeleteCluster(ctx, q)",
                "}"
            ),
            &[],
        ),
        (
            "Eks.java",
            java!(
                "import com.amazonaws.services.eks.AmazonEKS;",
                "void f(AmazonEKS eks) { eks.createCluster(q); }"
            ),
            &[],
        ),
        (
            "eks.ts",
            script!(
                "import { EKS } from '@aws-sdk/client-eks';",
                "const eks = new EKS({}); await eks.deleteCluster({});"
            ),
            &[],
        ),
        (
            "own.go",
            go!(
                ")",
                "func (r *Reconciler) f(c *cs.Client) { r.DeleteCluster(ctx); c.StopAlert(q); db.DeleteTemplate(x) }"
            ),
            &["StopAlert", "? r.DeleteCluster", "? db.DeleteTemplate"],
        ),
    ]);
}

#[test]
fn forms_of_a_call_are_calls_or_unclear() {
    assert_found(&[
        (
            "forms.go",
            go!(
                ")",
                "func f(c *cs.Client) {",
                "\tc.CreateClusterWithContext(ctx, q)",
                "\tdel := c.DeleteCluster",
                "\tc.ScaleKubernetesCluster(id, q)",
                "\treflect.ValueOf(c).MethodByName(\"StopAlert\")",
                "\tc.GetEndpoint(a)",
                "}"
            ),
            &[
                "CreateCluster",
                "? c.DeleteCluster",
                "? c.ScaleKubernetesCluster",
                "? StopAlert",
            ],
        ),
        (
            "old.go",
            "package a\nimport \"github.com/aliyun/alibaba-cloud-sdk-go/services/cs\"\nfunc f() {\n\
             \tr := cs.CreateDeleteClusterRequest()\n\tclient.DoAction(r, resp)\n}\n",
            &["DeleteCluster"],
        ),
        (
            "old.py",
            "from aliyunsdkcs.request.v20151215.DeleteClusterRequest import DeleteClusterRequest as Del\nr = Del()\n",
            &["DeleteCluster"],
        ),
        (
            "forms.py",
            python!(
                "c = CsClient(x)",
                "stop = c.stop_alert",
                "getattr(c, 'start_alert')(r)",
                "log('delete_cluster')",
                "class A:",
                "    def delete_cluster(self):",
                "        self.delete_cluster(); self.api.create_cluster(r); callback.create_cluster(r)"
            ),
            &[
                "? c.stop_alert",
                "? start_alert",
                "? api.create_cluster",
                "? callback.create_cluster",
            ],
        ),
        (
            "Forms.java",
            java!("void f(Client c) { ids.forEach(c::describeTaskInfo); }"),
            &["? c::describeTaskInfo"],
        ),
        (
            "forms.ts",
            script!(
                "const client = new CS(x);",
                "ids.map(client.stopAlert);",
                "client['startAlert'](q);",
                "const { deleteCluster } = client;",
                "log(`${await client.modifyCluster(id)}`);",
                "a.replace(/\"/, x);",
                "client.createCluster(q);"
            ),
            &[
                "ModifyCluster",
                "CreateCluster",
                "? client.stopAlert",
                "? startAlert",
                "? deleteCluster",
            ],
        ),
    ]);
}

#[test]
fn imports_in_any_form_name_the_product() {
    assert_found(&[
        (
            "lines.py",
            "from aliyunsdkcs.request.v20151215 import (\n    DeleteClusterRequest,\n    TagResourcesRequest as Tag,\n)\n\
             from aliyunsdkecs.request.v20140526 import (\n    DescribeInstancesRequest,\n    \
             DescribeTemplatesRequest,\n)\n\
             from aliyunsdkslb.request.v20140515 import ListTagResourcesRequest as ListTags\n\
             DeleteClusterRequest.DeleteClusterRequest()\nTag.TagResourcesRequest()\n\
             DescribeTemplatesRequest.DescribeTemplatesRequest()\nListTags.ListTagResourcesRequest()\n\
             other.UntagResourcesRequest()\n",
            &[
                "TagResources",
                "DeleteCluster",
                "TagResources",
                "? UntagResourcesRequest",
            ],
        ),
        (
            "both.py",
            "from aliyunsdkcs.request.v20151215.TagResourcesRequest import TagResourcesRequest\n\
             from aliyunsdkecs.request.v20140526.TagResourcesRequest import TagResourcesRequest\n\
             TagResourcesRequest()\n",
            &["? TagResourcesRequest"],
        ),
        (
            "star.ts",
            "import * as ACK from '@alicloud/cs20151215';\nimport ECS, {\n  type Instance,\n  TagResourcesRequest,\n\
             } from '@alicloud/ecs20140526';\n\
             const { default: Other } = require('@alicloud/slb20140515');\n\
             class A {\n  private readonly ack: ACK.default;\n  #made = new ACK.default(cfg);\n  f() {\n\
             this.ack.deleteCluster(id); this.#made.stopAlert(q);\n\
             const e = new ECS(c); e.tagResources(q);\n    const o = new Other(c); o.tagResources(q);\n  }\n}\n",
            &["DeleteCluster", "StopAlert"],
        ),
        (
            "Whole.java",
            "class A {\n  private final com.aliyun.cs20151215.Client cs = create();\n\
             com.aliyun.ecs20140526.Client ecs = Helper.create(client);\n\
             void f() { cs.deleteCluster(id); ecs.tagResources(q); client.stopAlert(q); made().createCluster(q); }\n\
             com.aliyun.cs20151215.Client made() { return cs; }\n}\n",
            &["DeleteCluster", "CreateCluster", "? client.stopAlert"],
        ),
        (
            "Both.java",
            java!(
                "class A { private Client own; private com.aliyun.ecs20140526.Client ecs;",
                "void f() { own.deleteCluster(id); ecs.tagResources(q); } }"
            ),
            &["DeleteCluster"],
        ),
        (
            "groups.ts",
            script!(
                "import ECS from '@alicloud/ecs20140526';",
                "function make(): CS { return build(); }",
                "await (await make()).deleteCluster(id);",
                "(other as CS).stopAlert(q); (await others()).startAlert(q);"
            ),
            &["DeleteCluster", "StopAlert", "? startAlert"],
        ),
    ]);
}

#[test]
fn methods_without_an_object_belong_to_the_function_around_them() {
    assert_found(&[
        (
            "scopes.kt",
            java!(
                "fun f(client: Client, other: Other) {",
                "  client.apply { deleteCluster(id) }",
                "  with(client) { if (x) { createCluster(q) } }",
                "  client?.run { stopAlert(q) }",
                "  other.apply { startAlert(q) }",
                "  client.apply { modifyCluster(q) }",
                "}",
                "fun modifyCluster(q: Q) {}"
            ),
            &["DeleteCluster", "CreateCluster", "StopAlert"],
        ),
        (
            "Own.java",
            java!("void deleteCluster(Client client) { client.deleteCluster(id); stopAlert(q); }"),
            &["DeleteCluster", "? stopAlert"],
        ),
    ]);
}

#[test]
fn methods_with_computed_names_are_unclear() {
    assert_found(&[
        (
            "computed.py",
            python!(
                "c = CsClient(x)",
                "getattr(c, f'{verb}_cluster')(q)",
                "getattr(c, name)(q)",
                "getattr(other, name); getattr(c, 'endpoint'); clusters[i](q)"
            ),
            &["? getattr(c, f'{verb}_cluster')", "? getattr(c, name)"],
        ),
        (
            "computed.ts",
            script!(
                "const client = new CS(x);",
                "await client[`${verb}Cluster`](q); await client[name](q);",
                "handlers[name](q); client[0];"
            ),
            &["? client[`${verb}Cluster`]", "? client[name]"],
        ),
    ]);
}

#[test]
fn code_in_texts_is_code() {
    const PYTHON: &str = "from alibabacloud_cs20151215.client import Client\nclient = Client(c)\n";
    const KOTLIN: &str = "import com.aliyun.cs20151215.Client\nval client: Client = Client(c)\n";
    const JAVA: &str = "import com.aliyun.cs20151215.Client;\n";
    const TYPESCRIPT: &str = "import CS from '@alicloud/cs20151215';\nconst client = new CS(c);\n";
    const DELETED: &[&str] = &["DeleteCluster"];
    let cases: &[(&str, &str, &str, &[&str])] = &[
        (
            "a.py",
            PYTHON,
            r#"print(f"{client.delete_cluster('c1').body}")"#,
            DELETED,
        ),
        (
            "a.py",
            PYTHON,
            "s = rf'''\n{client.delete_cluster('c1')}\n'''",
            DELETED,
        ),
        (
            "a.py",
            PYTHON,
            "print(f'{x:>{client.delete_cluster(i).w}}')",
            DELETED,
        ),
        (
            "a.py",
            PYTHON,
            "print(f'{{client.delete_cluster(1)}}')",
            &[],
        ),
        ("a.py", PYTHON, "print('{client.delete_cluster(1)}')", &[]),
        (
            "a.py",
            "",
            r#"run(["aliyun", "cs", "DELETE", f"/clusters/{a['id']}", "x"])"#,
            DELETED,
        ),
        (
            "a.kt",
            KOTLIN,
            r#"println("${client.deleteCluster("c1").body}")"#,
            DELETED,
        ),
        (
            "a.kts",
            KOTLIN,
            r#"println("""${client.deleteCluster("c1")}""")"#,
            DELETED,
        ),
        (
            "a.kt",
            KOTLIN,
            r#"println("\${client.deleteCluster(1)}")"#,
            &[],
        ),
        ("a.java", JAVA, r#"s = "${client.deleteCluster(1)}";"#, &[]),
        (
            "a.tsx",
            TYPESCRIPT,
            "<p>It's {(await client.deleteCluster('c1')).body}</p>",
            DELETED,
        ),
        (
            "a.tsx",
            TYPESCRIPT,
            "<b>It's on.</b>; <p>{client.deleteCluster('c1')} isn't</p>",
            DELETED,
        ),
        (
            "a.tsx",
            TYPESCRIPT,
            r"s = 'It\'s {client.deleteCluster(1)}';",
            &[],
        ),
    ];
    let texts: Vec<String> = cases
        .iter()
        .map(|(_, start, code, _)| format!("{start}{code}"))
        .collect();
    let cases: Vec<_> = cases
        .iter()
        .zip(&texts)
        .map(|((name, .., wanted), text)| (*name, text.as_str(), *wanted))
        .collect();
    assert_found(&cases);
}

#[test]
fn classes_on_a_line_with_other_names_of_the_sdk() {
    const CODE: &str = "class K { void f(com.aliyuncs.IAcsClient c) { c.getAcsResponse(new DeleteClusterRequest()); } }";
    const OTHER: &str = "class K { void f(com.aliyuncs.ecs.model.v20140526.StopInstanceRequest r) { g(new DeleteClusterRequest()); } }";
    let class = "import com.aliyuncs.cs.model.v20151215.DeleteClusterRequest;";
    let texts: Vec<String> = [
        format!("{class}\n{CODE}"),
        format!("{class} {CODE}"),
        format!("import com.aliyuncs.cs.model.v20151215.*;\n{CODE}"),
        format!("import com.aliyuncs.cs.model.v20151215.*; {CODE}"),
        format!("{class}\n{OTHER}"),
        format!("{class} {OTHER}"),
        "class K { Object r = new com.aliyuncs.cs.model.v20151215.DeleteClusterRequest(); }"
            .to_owned(),
    ]
    .into();
    let wanted: &[&str] = &["DeleteCluster"];
    let cases: Vec<_> = texts
        .iter()
        .map(|text| ("K.java", text.as_str(), wanted))
        .collect();
    assert_found(&cases);
    assert_found(&[(
        "K.java",
        "import com.aliyuncs.cs.model.v20151215.DeleteTemplateRequest; class K { Object r = new com.aliyuncs.emr.model.v20160408.DeleteClusterRequest(); }",
        &[],
    )]);
}

#[test]
fn methods_of_aliyungo_are_unclear() {
    assert_found(&[(
        "a.go",
        "import \"github.com/denverdino/aliyungo/cs\"\nfunc f(c *cs.Client) {\n\tc.GetKubernetesClusterNodes(i)\n\tc.ResizeCluster(i)\n\tc.QueryClusterResources(i)\n\tc.SetDebug(true)\n}",
        &[
            "? c.GetKubernetesClusterNodes",
            "? c.ResizeCluster",
            "? c.QueryClusterResources",
        ],
    )]);
}

/// An index or a function of reflection, on whatever the client is written as.
#[test]
fn methods_with_computed_names_are_unclear_on_any_object() {
    let typescript = "import CS from '@alicloud/cs20151215';\nconst c = new CS(x);\nfunction make(): CS { return c; }\n";
    let python = "from alibabacloud_cs20151215.client import Client\n";
    let go = "package a\nimport cs \"github.com/alibabacloud-go/cs-20151215/v5/client\"\n";
    for (name, import, code, wanted) in [
        (
            "a.ts",
            typescript,
            "(c as any)['deleteCluster'](x)",
            &["? deleteCluster"][..],
        ),
        ("b.ts", typescript, "(c as any)[n](x)", &["? [n]"]),
        ("c.ts", typescript, "(<any>c)[n](x)", &["? [n]"]),
        (
            "d.ts",
            typescript,
            "(c)[n](x); c![n](x)",
            &["? [n]", "? c![n]"],
        ),
        ("e.ts", typescript, "c?.[n](x)", &["? c?.[n]"]),
        ("f.ts", typescript, "make()[n](x)", &["? [n]"]),
        (
            "g.ts",
            typescript,
            "(c as unknown as Record<string, any>)[n]!(x)",
            &["? [n]"],
        ),
        (
            "h.ts",
            typescript,
            "export const f = () => { const { resumeTask } = make(); return resumeTask; };",
            &["? resumeTask"],
        ),
        (
            "i.ts",
            typescript,
            "(rows as any)[n](x); [a][0](x); list[i](x); if (y) [n](x)",
            &[],
        ),
        (
            "a.py",
            python,
            "def get():\n    global _c\n    return _c\n\ngetattr(get(), name)(x)\ngetattr(settings, name)\n",
            &["? getattr(get(), name)"],
        ),
        (
            "a.go",
            go,
            "func f(n string) { reflect.ValueOf(c).MethodByName(n).Call(nil) }",
            &["? MethodByName"],
        ),
    ] {
        let text = format!("{import}{code}");
        assert_eq!(crate::common::found(name, &text), wanted, "{text}");
    }
}

const COMPUTED_TYPESCRIPT: &str = "import CS from '@alicloud/cs20151215';\nconst c = new CS(x);\n";
const COMPUTED_PYTHON: &str = "from alibabacloud_cs20151215.client import Client\nfrom alibabacloud_cs20151215 import models\nc = Client(x)\n";
const COMPUTED_GO: &str = "package a\nimport cs \"github.com/alibabacloud-go/cs-20151215/v5/client\"\nfunc f(c *cs.Client, r *cs.CreateClusterRequest, n string) {\n";
const COMPUTED_JAVA: &str =
    "import com.aliyun.cs20151215.Client;\nclass A { void f(Client c, Row r, String n) { ";
const COMPUTED_KOTLIN: &str =
    "import com.aliyun.cs20151215.Client\nfun f(c: Client, r: Row, n: String) = ";
const COMPUTED: &[(&str, &str, &str, &[&str])] = &[
    (
        "a.ts",
        COMPUTED_TYPESCRIPT,
        "c[n].apply(c, a);",
        &["? c[n]"],
    ),
    (
        "b.ts",
        COMPUTED_TYPESCRIPT,
        "(c as any)[n].call(c, ...a);",
        &["? [n]"],
    ),
    (
        "c.ts",
        COMPUTED_TYPESCRIPT,
        "const f = c[n]; f.bind(c)(q);",
        &["? c[n]"],
    ),
    (
        "d.ts",
        COMPUTED_TYPESCRIPT,
        "(<any>c)\n  [n](q);",
        &["? [n]"],
    ),
    (
        "e.ts",
        COMPUTED_TYPESCRIPT,
        "Reflect.get(c, n).call(c, q);",
        &["? get(c, n)"],
    ),
    (
        "f.ts",
        COMPUTED_TYPESCRIPT,
        "let d: CS | undefined; (d ??= new CS(x) as any)[n](q);",
        &["? [n]"],
    ),
    (
        "g.ts",
        COMPUTED_TYPESCRIPT,
        "const all = { prod: new CS(x) }; (all[e] as any)[n](q);",
        &["? all[e]", "? [n]"],
    ),
    (
        "h.ts",
        COMPUTED_TYPESCRIPT,
        "class K { constructor(private c: CS) {} go(n: keyof CS) { (this.c[n] as any)(q); } }",
        &["? this.c[n]"],
    ),
    (
        "i.ts",
        COMPUTED_TYPESCRIPT,
        "c['delete' + kind](q); c[`${verb}Cluster`](q);",
        &["? c['delete' + kind]", "? c[`${verb}Cluster`]"],
    ),
    (
        "j.ts",
        COMPUTED_TYPESCRIPT,
        "rows.map(cs => cs[k]); const e = clients[r]; if (!clients[r]) clients[r] = make(); await clients[r].deleteCluster(i).then(y => y[k]); (rows as any)[k].call(x); handlers[k].bind(x); Reflect.get(rows, k); map.get(c, n); (r as any)[k].toString();",
        &["? deleteCluster"],
    ),
    (
        "a.py",
        COMPUTED_PYTHON,
        "_d = None\ndef get():\n    global _d\n    _d = _d or Client(x)\n    return _d\ngetattr(get(), 'delete_' + kind)(q)\n",
        &["? getattr(get(), 'delete_' + kind)"],
    ),
    (
        "b.py",
        COMPUTED_PYTHON,
        "Client(x).__getattribute__(n)(q)\n",
        &["? __getattribute__(n)"],
    ),
    (
        "c.py",
        COMPUTED_PYTHON,
        "operator.methodcaller(n)(c)\n",
        &["? methodcaller(n)"],
    ),
    (
        "d.py",
        COMPUTED_PYTHON,
        "(getattr)(c, f'describe_{n}')(q)\n",
        &["? getattr)(c, f'describe_{n}')"],
    ),
    (
        "e.py",
        COMPUTED_PYTHON,
        "getattr(Client, n)(c, q)\n",
        &["? getattr(Client, n)"],
    ),
    (
        "f.py",
        COMPUTED_PYTHON,
        "r = models.CreateClusterRequest()\nfor k in keys: print(getattr(r, k))\ngetattr(settings, k); getattr(c, 'endpoint')\n",
        &[],
    ),
    (
        "g.py",
        COMPUTED_PYTHON,
        "vars(c)[n]()\nc.__dict__[n]()\nobject.__getattribute__(c, n)()\noperator.attrgetter(n)(c)()\nsorted(rows, key=attrgetter(n)); vars(args)[n]; args.__dict__\n",
        &[
            "? vars(c)",
            "? __dict__",
            "? __getattribute__(c, n)",
            "? attrgetter(n)",
        ],
    ),
    (
        "k.ts",
        COMPUTED_TYPESCRIPT,
        "const { [n]: f } = c; const { [n]: g } = rows; const o = { [n]: c };",
        &["? [n]"],
    ),
    (
        "a.go",
        COMPUTED_GO,
        "reflect.ValueOf(c).MethodByName(\"Delete\" + n)\nv := reflect.ValueOf(c); v.MethodByName(n) }",
        &["? MethodByName", "? MethodByName"],
    ),
    (
        "b.go",
        COMPUTED_GO,
        "reflect.ValueOf(&H{}).MethodByName(n); reflect.ValueOf(r).MethodByName(\"Set\" + n) }",
        &[],
    ),
    (
        "A.java",
        COMPUTED_JAVA,
        "c.getClass().getMethod(n, String.class).invoke(c, q); } }",
        &["? getMethod(n, String.class)", "? invoke(c, q)"],
    ),
    (
        "B.java",
        COMPUTED_JAVA,
        "Client.class.getMethod(n); r.getClass().getMethod(n); } }",
        &["? getMethod(n)"],
    ),
    (
        "a.kt",
        COMPUTED_KOTLIN,
        "c::class.members.first { it.name == n }.call(c, q); r::class.members",
        &["? members"],
    ),
];

/// Whatever reads the member, and whatever is done with it.
#[test]
fn methods_by_computed_names_are_never_silent() {
    let texts: Vec<String> = { COMPUTED.iter() }
        .map(|(_, import, code, _)| format!("{import}{code}"))
        .collect();
    let cases: Vec<_> = { COMPUTED.iter().zip(&texts) }
        .map(|((name, .., wanted), text)| (*name, text.as_str(), *wanted))
        .collect();
    assert_found(&cases);
}

#[test]
fn parts_of_a_request_call_nothing() {
    assert_found(&[(
        "parts.py",
        python!(
            "from alibabacloud_cs20151215 import models as cs_models",
            "group = cs_models.ModifyClusterNodePoolRequestScalingGroup(desired_size=3)",
            "client = CsClient(x)",
            "client.modify_cluster_node_pool(c, n, cs_models.ModifyClusterNodePoolRequest(scaling_group=group))"
        ),
        &["ModifyClusterNodePool"],
    )]);
}

/// A class that is a value can be made wherever it is given.
#[test]
fn requests_that_are_passed_on_are_unclear() {
    const PYTHON: &str =
        "from aliyunsdkcs.request.v20151215.DeleteClusterRequest import DeleteClusterRequest\n";
    const JAVA: &str = "import com.aliyuncs.cs.model.v20151215.DeleteClusterRequest;\n";
    for (name, import, code, wanted) in [
        (
            "a.py",
            PYTHON,
            "call(c, DeleteClusterRequest, ClusterId=i)\n",
            &["? DeleteClusterRequest"][..],
        ),
        (
            "b.py",
            PYTHON,
            "ALL = [DeleteClusterRequest]\nOF = {'a': DeleteClusterRequest}\n",
            &["? DeleteClusterRequest", "? DeleteClusterRequest"],
        ),
        (
            "c.py",
            PYTHON,
            "class Own(DeleteClusterRequest):\n    pass\n",
            &["? DeleteClusterRequest"],
        ),
        ("d.py", PYTHON, "isinstance(r, DeleteClusterRequest)\n", &[]),
        (
            "e.py",
            PYTHON,
            "call(DeleteClusterRequest())\n",
            &["DeleteCluster"],
        ),
        (
            "A.java",
            JAVA,
            "class A { void f() { call(DeleteClusterRequest::new); } }",
            &["? DeleteClusterRequest"],
        ),
        (
            "B.java",
            JAVA,
            "class A { void f(DeleteClusterRequest r) { call(DeleteClusterRequest.class); } }",
            &["? DeleteClusterRequest"],
        ),
        (
            "C.java",
            JAVA,
            "class A { void f() { DeleteClusterRequest r = new DeleteClusterRequest(); } }",
            &["DeleteCluster"],
        ),
    ] {
        let text = format!("{import}{code}");
        assert_eq!(crate::common::found(name, &text), wanted, "{text}");
    }
}

#[test]
fn clients_of_other_services_can_be_one_of_several_values() {
    const GO: &str = "import (\n\tcs \"github.com/alibabacloud-go/cs-20151215/v5/client\"\n\tecs \"github.com/alibabacloud-go/ecs-20140526/v4/client\"\n)\n";
    const PYTHON: &str = "from alibabacloud_cs20151215.client import Client\nfrom alibabacloud_ecs20140526.client import Client as EcsClient\n";
    for (name, import, code, wanted) in [
        (
            "a.go",
            GO,
            "func b() { e, _ := ecs.NewClient(nil); e.UntagResources(nil) }\n",
            &[][..],
        ),
        (
            "a.go",
            GO,
            "func b() {\n\te, err := ecs.NewClient(nil)\n\te.UntagResources(nil)\n}\n",
            &[],
        ),
        (
            "a.go",
            GO,
            "func b() { c, _ := cs.NewClient(nil); c.UntagResources(nil) }\n",
            &["UntagResources"],
        ),
        (
            "a.py",
            PYTHON,
            "c, e = Client(config), EcsClient(config)\nc.delete_cluster(i)\ne.untag_resources(r)\n",
            &["DeleteCluster"],
        ),
    ] {
        let text = format!("{import}{code}");
        assert_eq!(crate::common::found(name, &text), wanted, "{text}");
    }
}
