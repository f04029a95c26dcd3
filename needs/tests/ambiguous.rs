//! What uses ACK in a way that no reader follows is unclear, with its place, and never left out.

use crate::common::assert_found;

const PYTHON: &str = "from alibabacloud_cs20151215.client import Client\nclient = Client(c)\n";
const TYPESCRIPT: &str = "import CS from '@alicloud/cs20151215';\nconst client = new CS(c);\n";

#[test]
fn address_whose_requests_are_elsewhere_is_unclear() {
    assert_found(&[
        (
            "map.py",
            "HOSTS = {'cn': 'cs.cn-hangzhou.aliyuncs.com', 'sg': 'cs.ap-southeast-1.aliyuncs.com'}\n\
             requests.delete('https://' + HOSTS[region] + path)\n",
            &["? cs.cn-hangzhou.aliyuncs.com"],
        ),
        (
            "enum.py",
            "class Host(enum.Enum):\n    CS = 'https://cs.aliyuncs.com'\nrequests.get(Host.CS.value + path)\n",
            &["? https://cs.aliyuncs.com"],
        ),
        (
            "function.py",
            "def host(region):\n    return f'https://cs.{region}.aliyuncs.com'\nrequests.get(host(r) + path)\n",
            &["? https://cs.{region}.aliyuncs.com"],
        ),
        (
            "map.go",
            "package a\nvar hosts = map[string]string{\"cn\": \"https://cs.aliyuncs.com\"}\n\
             func f(p string) { http.Get(hosts[\"cn\"] + p) }\n",
            &["? https://cs.aliyuncs.com"],
        ),
        (
            "exported.go",
            "package a\nconst Host = \"https://cs.aliyuncs.com\"\n",
            &["? https://cs.aliyuncs.com"],
        ),
        (
            "Enum.java",
            "enum Host { CS(\"cs.aliyuncs.com\"), ECS(\"ecs.aliyuncs.com\"); }\n",
            &["? cs.aliyuncs.com"],
        ),
        (
            "Feign.java",
            "@FeignClient(name = \"ack\", url = \"https://cs.aliyuncs.com\")\n\
             interface Ack { @DeleteMapping(PATH) void remove(String id);\n\
             @DeleteMapping(\"/clusters/{id}\") void other(String id); }\n",
            &["? https://cs.aliyuncs.com", "? /clusters/{id}"],
        ),
        (
            "function.ts",
            "const host = (r: string) => `https://cs.${r}.aliyuncs.com`;\naxios.delete(host(r) + path);\n",
            &["? https://cs.${r}.aliyuncs.com"],
        ),
        (
            "map.sh",
            "declare -A H=([cn]=https://cs.aliyuncs.com)\nhttp DELETE \"${H[cn]}$1\"\n",
            &["? [cn]=https://cs.aliyuncs.com"],
        ),
        (
            "Value.java",
            "class A { @Value(\"${ack.host:https://cs.aliyuncs.com}\") String host; void f() { get(host + path); } }\n",
            &["? ${ack.host:https://cs.aliyuncs.com}"],
        ),
        (
            "default.py",
            "host = os.getenv('ACK_HOST', 'cs.aliyuncs.com')\nrequests.get('https://' + host + path)\n",
            &["? https://"],
        ),
        (
            "default.sh",
            "curl -X PUT \"${ACK_HOST:-https://cs.aliyuncs.com}/tags\"\n",
            &["? curl -X PUT \"${ACK_HOST:-https://cs.aliyuncs.com}/tags\""],
        ),
        // The endpoint of a client whose calls are found.
        (
            "endpoint.py",
            "from alibabacloud_cs20151215.client import Client\n\
             client = Client(Config(endpoint='cs.cn-hangzhou.aliyuncs.com'))\nclient.delete_cluster(i)\n",
            &["DeleteCluster"],
        ),
    ]);
}

#[test]
fn client_that_is_extended_has_its_own_methods() {
    const JAVA: &str = "import com.aliyun.cs20151215.Client;\n";
    let java = |code: &str| format!("{JAVA}{code}");
    let kotlin = java(
        "class Own(c: Config) : Client(c) { fun f() { describeClusters(q); super.deleteCluster(i) } }\n\
         fun Client.purge(i: String) { deleteCluster(i); this.stopAlert(q) }\n\
         fun Client.all() = startAlert(q)\n",
    );
    assert_found(&[
        (
            "Own.java",
            &java(
                "class Own extends Client { void f() { describeClusters(q); this.deleteCluster(i); super.stopAlert(q); } }\n\
                 class Other { void stopAlert(Q q) { startAlert(q); } }\n",
            ),
            &[
                "DescribeClusters",
                "DeleteCluster",
                "StopAlert",
                "? startAlert",
            ],
        ),
        (
            "Lines.java",
            concat!(
                "import com.aliyun.cs20151215.*;\n",
                "public class Lines\n    extends Client\n    implements Other\n{\n  void f() { deleteCluster(i); }\n",
                "  void startAlert() {}\n  void g() { startAlert(); }\n}\n"
            ),
            &["DeleteCluster"],
        ),
        (
            "block.kt",
            &java(
                "fun ack(block: Client.() -> Unit) = make().block()\nfun f() = ack { deleteCluster(i) }\n",
            ),
            &["? deleteCluster"],
        ),
        (
            "own.kt",
            &kotlin,
            &[
                "DescribeClusters",
                "DeleteCluster",
                "DeleteCluster",
                "StopAlert",
                "StartAlert",
            ],
        ),
        (
            "own.ts",
            "import CS from '@alicloud/cs20151215';\n\
             class Own extends CS { async f() { await this.describeClusters(q); super.deleteCluster(i); } }\n\
             class Other { f() { this.stopAlert(q); } }\n",
            &["DescribeClusters", "DeleteCluster", "? this.stopAlert"],
        ),
        (
            "lines.py",
            concat!(
                "from alibabacloud_cs20151215.client import Client\n",
                "class Own(\n    Mixin,\n    Client,\n):\n    def f(self):\n        self.delete_cluster(i)\n",
                "class Other:\n    api: Client\n    def f(self):\n        self.stop_alert(q)\n"
            ),
            &["DeleteCluster", "? self.stop_alert"],
        ),
        (
            "own.py",
            "from alibabacloud_cs20151215.client import Client\n\
             class Own(Client):\n    def f(self):\n        self.describe_clusters(q)\n        super().stop_alert(q)\n        \
             self.delete_cluster(i)\n    def delete_cluster(self, i):\n        return super().delete_cluster(i)\n",
            &[
                "DescribeClusters",
                "StopAlert",
                "DeleteCluster",
                "DeleteCluster",
            ],
        ),
        (
            "two.py",
            "from alibabacloud_cs20151215.client import Client\n\
             class Mock:\n    def delete_cluster(self, i): pass\n\
             class Own(Client):\n    def f(self):\n        self.delete_cluster(i)\n",
            &["DeleteCluster"],
        ),
        (
            "own.go",
            "package a\nimport cs \"github.com/alibabacloud-go/cs-20151215/v5/client\"\n\
             type Api struct {\n\t*cs.Client\n\tname string\n}\n\
             func (a *Api) F() { a.DeleteCluster(&i); a.Client.StopAlert(q) }\n",
            &["DeleteCluster", "StopAlert"],
        ),
    ]);
}

#[test]
fn class_that_only_has_a_client_has_no_methods_of_it() {
    let java = |code: &str| format!("import com.aliyun.cs20151215.Client;\n{code}");
    assert_found(&[
        (
            "Has.java",
            &java("class Has<T extends Client> { void f() { this.deleteCluster(i); } }\n"),
            &["? this.deleteCluster"],
        ),
        (
            "has.kt",
            &java(
                "class Has(c: Config) : Base(c, Client(c)) { fun f() = deleteCluster(i) }\n\
                 class Own<T>(c: Config) : Client(c) { fun f() = stopAlert(q) }\n",
            ),
            &["StopAlert", "? deleteCluster"],
        ),
    ]);
}

#[test]
fn methods_that_are_reached_in_other_ways_are_unclear() {
    let script = format!(
        "{TYPESCRIPT}const p = new Proxy(client, handler);\nfor (const [k, v] of Object.entries(client)) v();\n\
         eval('client.delete' + name);\nnew Function('c', 'c.deleteCluster(1)')(client);\n\
         Object.keys(other); /a/.exec(b); eval('1');\n"
    );
    let python = format!(
        "{PYTHON}eval('client.' + name)(q)\nexec(code)\nfor n in dir(client): pass\nmodel.eval(); ast.literal_eval(x)\n"
    );
    assert_found(&[
        (
            "proxy.ts",
            &script,
            &[
                "? Proxy(client, handler)",
                "? entries(client)",
                "? eval('client.delete' + name)",
                "? Function('c', 'c.deleteCluster(1)')",
            ],
        ),
        (
            "eval.py",
            &python,
            &["? eval('client.' + name)", "? exec(code)", "? dir(client)"],
        ),
    ]);
}

#[test]
fn methods_that_are_reached_by_other_libraries_are_unclear() {
    let script = format!(
        "{TYPESCRIPT}const a = {{ ...client }};\n_.get(client, name)(q);\nvm.runInNewContext(code, {{ client }});\n\
         class Own extends CS {{ f() {{ return this[name](q); }} }}\nmap.get(client, 'a'); f(...args);\n"
    );
    let python = format!(
        "{PYTHON}type(client).__dict__[name](client)\noperator.methodcaller('stop_alert', q)(client)\n\
         class Own(Client):\n    def f(self):\n        getattr(self, name)(q)\n\
         class Other:\n    def f(self):\n        getattr(self, name)(q)\n"
    );
    assert_found(&[
        (
            "libraries.ts",
            &script,
            &[
                "? ...client",
                "? get(client, name)",
                "? runInNewContext(code, { client })",
                "? this[name]",
            ],
        ),
        (
            "libraries.py",
            &python,
            &["? __dict__", "? stop_alert", "? getattr(self, name)"],
        ),
        (
            "Libraries.java",
            "import com.aliyun.cs20151215.Client;\n\
             class A { void f(Client c) { MethodUtils.invokeMethod(c, name, q); ReflectionUtils.findMethod(Client.class, name);\n\
             mock(Client.class); } }\n",
            &[
                "? invokeMethod(c, name, q)",
                "? findMethod(Client.class, name)",
            ],
        ),
        (
            "reflect.go",
            "package a\nimport cs \"github.com/alibabacloud-go/cs-20151215/v5/client\"\n\
             func f(c *cs.Client) { reflect.ValueOf(c).Method(i).Call(nil) }\n",
            &["? ValueOf(c)"],
        ),
    ]);
}

#[test]
fn service_that_is_computed_can_be_ack() {
    assert_found(&[
        (
            "service.py",
            "requests.delete(f'https://{product}.{region}.aliyuncs.com/clusters/{i}')\n\
             requests.get(f'https://{product}.aliyuncs.com/other')\n",
            &["? https://{product}.{region}.aliyuncs.com/clusters/{i}"],
        ),
        (
            "service.ts",
            "const host = (s: string) => `https://${s}.${r}.aliyuncs.com`;\nfetch(`${host('cs')}/clusters/${i}`, o);\n",
            &["? ${host('cs')}/clusters/${i}"],
        ),
    ]);
}

#[test]
fn code_that_a_script_runs_is_read() {
    assert_found(&[
        (
            "python.sh",
            "python3 - <<'EOF'\nfrom alibabacloud_cs20151215.client import Client\nclient = Client(c)\n\
             client.delete_cluster(i)\nEOF\nnode -e 'const CS = require(\"@alicloud/cs20151215\"); new CS(c).stopAlert(q)'\n\
             cat <<'EOF'\nfrom alibabacloud_cs20151215.client import Client\nClient(c).start_alert(q)\nEOF\n",
            &["DeleteCluster", "StopAlert"],
        ),
        (
            "printf.sh",
            "printf -v url 'https://cs.%s.aliyuncs.com' \"$r\"\ncurl \"$url$1\"\n",
            &["? 'https://cs.%s.aliyuncs.com'"],
        ),
    ]);
}

#[test]
fn requests_of_the_older_sdks_that_are_made_elsewhere_are_unclear() {
    assert_found(&[
        (
            "value.go",
            "package a\nimport \"github.com/aliyun/alibaba-cloud-sdk-go/services/cs\"\n\
             func f() { run(cs.CreateDeleteClusterRequest) }\n",
            &["? CreateDeleteClusterRequest"],
        ),
        (
            "module.py",
            "m = importlib.import_module(f'aliyunsdkcs.request.v20151215.{name}Request')\n",
            &["? aliyunsdkcs.request.v20151215.{name}Request"],
        ),
        (
            "Class.java",
            "class A { Object f() { return Class.forName(\"com.aliyuncs.cs.model.v20151215.\" + name); }\n\
             Object g() { return Class.forName(\"com.aliyuncs.cs.model.v20151215.StopAlertRequest\"); } }\n",
            &[
                "? com.aliyuncs.cs.model.v20151215.",
                "? com.aliyuncs.cs.model.v20151215.StopAlertRequest",
            ],
        ),
    ]);
}

#[test]
fn regular_expressions_end_where_they_end() {
    let code = format!(
        "{TYPESCRIPT}if (x) /['\"`]/.test(y);\nconst a = await /[`]/.exec(z);\nb = c + /`/.source;\n\
         const d = (e) / f; const g = h++ / 2; client.deleteCluster(`/${{i}}`);\n"
    );
    assert_found(&[("a.ts", &code, &["DeleteCluster"])]);
}

#[test]
fn commands_for_people_are_unclear_at_most() {
    assert_found(&[(
        "log.sh",
        "log aliyun cs StopAlert\nsay \"x\" aliyun cs StartAlert\necho aliyun cs StopAlert\n\
         # aliyun cs StopAlert\ncat <<END\naliyun cs StopAlert\nEND\n\
         usage() { cat >&2 <<'END'\nUsage: aliyun cs StopAlert\nEND\n}\nnote() { echo \"$@\" >&2; }\nnote aliyun cs StopAlert\nretry 3 aliyun cs DELETE /clusters/$ID\n",
        &[
            "DeleteCluster",
            "? log aliyun cs StopAlert",
            "? say \"x\" aliyun cs StartAlert",
            "? note aliyun cs StopAlert",
        ],
    )]);
}

#[test]
fn routes_of_a_server_and_calls_of_its_tests_are_no_needs() {
    assert_found(&[
        (
            "flask.py",
            "from flask import Flask\napp = Flask(__name__)\n@app.route('/clusters', methods=['POST'])\ndef make(): pass\n\
             def test(client):\n    client.delete('/clusters/1')\n",
            &[],
        ),
        (
            "paths.py",
            "url = '/a'\nget(url)\nurl = '/b'\nget(url)\nget('https://ecs.aliyuncs.com' + url)\n",
            &[],
        ),
        (
            "hono.ts",
            "import { Hono } from 'hono';\nconst app = new Hono();\napp.delete('/clusters/:id', c => c.json({}));\n\
             await app.request('/clusters/1', { method: 'DELETE' });\n",
            &[],
        ),
    ]);
}
