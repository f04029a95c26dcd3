//! Requests by method and path.

use crate::common::assert_found;

/// Its place is in the list for a person to look at.
#[test]
fn request_whose_operation_is_not_known_is_unclear() {
    assert_found(&[
        (
            "path.sh",
            "curl -X DELETE \"https://cs.cn-beijing.aliyuncs.com$path\"\ncurl https://cs.aliyuncs.com/clusters/$c/frob\n\
             curl https://cs.aliyuncs.com\ncurl \"https://ecs.aliyuncs.com$path\"\n",
            &[
                "? curl -X DELETE \"https://cs.cn-beijing.aliyuncs.com$path\"",
                "? curl https://cs.aliyuncs.com/clusters/$c/frob",
            ],
        ),
        (
            "path.py",
            "HOST = 'https://cs.aliyuncs.com'\nVERSION = '2015-12-15'\nrequests.request(m, 'https://cs.' + r + '.aliyuncs.com' + path)\n\
             requests.get(f'https://cs.{r}.aliyuncs.com{path}')\nrequests.get('https://cs.aliyuncs.com%s' % path)\n\
             requests.post(f'https://cs.aliyuncs.com/clusters/{c}/frob')\nrequests.get('https://ecs.aliyuncs.com' + path)\n",
            &[
                "? https://cs.aliyuncs.com",
                "? https://cs.' + r + '.aliyuncs.com",
                "? https://cs.{r}.aliyuncs.com{path}",
                "? https://cs.aliyuncs.com%s",
                "? https://cs.aliyuncs.com/clusters/{c}/frob",
            ],
        ),
        (
            "path.ts",
            "fetch(`https://cs.aliyuncs.com${p}`, { method: m });\n\
             const roa = new ROAClient({ endpoint: 'https://cs.aliyuncs.com', apiVersion: '2015-12-15' });\n\
             roa.request('POST', `/clusters/${id}/frob`, {}, '');\n\
             const p = new Params({ action: name, version: '2015-12-15', pathname: path });\n",
            &[
                "? https://cs.aliyuncs.com${p}",
                "? /clusters/${id}/frob",
                "? 2015-12-15",
            ],
        ),
        (
            "common.py",
            "a = CommonRequest(domain='cs.aliyuncs.com', version='2015-12-15', action_name=name)\n\
             b = CommonRequest(domain='cs.aliyuncs.com', version='2015-12-15', action_name='StopAlert')\n\
             def f(r, path):\n    r.set_domain('cs.aliyuncs.com')\n    r.set_version('2015-12-15')\n    r.set_uri_pattern(path)\n",
            &["StopAlert", "? cs.aliyuncs.com", "? cs.aliyuncs.com"],
        ),
        (
            "common.go",
            "package a\nfunc f(m, p string) {\n\tr := requests.NewCommonRequest()\n\tr.Method = m\n\t\
             r.Domain = \"cs.cn-beijing.aliyuncs.com\"\n\tr.Version = \"2015-12-15\"\n\tr.PathPattern = p\n}\n\
             func g(a string) {\n\tp := &openapi.Params{Action: &a, Version: tea.String(\"2015-12-15\"), Pathname: tea.String(\"/x\")}\n}\n",
            &["? cs.cn-beijing.aliyuncs.com", "? 2015-12-15"],
        ),
        (
            "Common.java",
            "class A { void f() {\n  q.setSysMethod(MethodType.POST);\n  q.setSysDomain(\"cs.aliyuncs.com\");\n  \
             q.setSysUriPattern(\"/things/\" + id + \"/frob\");\n} }\n",
            &["? cs.aliyuncs.com"],
        ),
    ]);
}

#[test]
fn method_is_that_of_the_same_request() {
    assert_found(&[
        (
            "two.py",
            "def change(r):\n    r.set_domain('cs.aliyuncs.com')\n    r.set_method('PUT')\n    r.add_header('a', 'b')\n    \
             r.set_uri_pattern('/clusters/[C]/nodepools/[N]')\n\ndef show(r):\n    r.set_method('GET')\n    \
             r.set_uri_pattern('/clusters/[C]')\n",
            &["ModifyClusterNodePool", "DescribeClusterDetail"],
        ),
        (
            "again.py",
            "from aliyunsdkcore.request import CommonRequest\nr = Request()\nr.set_version('2015-12-15')\nr.set_method('GET')\nr.set_uri_pattern('/clusters/[C]')\n\
             r = Request()\nr.set_method('DELETE')\nr.set_uri_pattern('/clusters/[C]')\n",
            &["DescribeClusterDetail", "DeleteCluster"],
        ),
        (
            "either.py",
            "from aliyunsdkcore.request import CommonRequest\nr.set_version('2015-12-15')\nif x:\n    r.set_method('GET')\nelse:\n    r.set_method('DELETE')\n\
             r.set_uri_pattern('/clusters/[C]')\n",
            &["? /clusters/[C]"],
        ),
        (
            "called.py",
            "requests.post('https://cs.cn-hangzhou.aliyuncs.com/clusters', json={})\n\
             requests.request('GET', 'https://cs.aliyuncs.com/clusters/c1')\n\
             requests.request(verb, 'https://cs.aliyuncs.com/clusters/c1')\n",
            &[
                "CreateCluster",
                "DescribeClusterDetail",
                "? https://cs.aliyuncs.com/clusters/c1",
            ],
        ),
        (
            "objects.ts",
            "const a = await fetch('https://cs.aliyuncs.com/clusters/c1');\n\
             const b = await fetch(`https://cs.aliyuncs.com/clusters/${id}`, { method: 'DELETE' });\n\
             axios.put('https://cs.aliyuncs.com/clusters/c1', {});\n\
             const all = [{ method: 'POST', hostname: 'cs.aliyuncs.com', path: '/clusters' }, { method: 'GET', path: '/clusters/a/nodepools' }];\n\
             const mixed = ['/clusters', '/clusters/a', 'GET', 'DELETE'];\n",
            &[
                "DescribeClusterDetail",
                "DeleteCluster",
                "CreateCluster",
                "? https://cs.aliyuncs.com/clusters/c1",
                "? /clusters/a/nodepools",
                "? /clusters",
                "? /clusters/a",
            ],
        ),
        (
            "roa.go",
            "package a\nimport \"github.com/alibabacloud-go/tea-roa/client\"\nfunc f() {\n\tm := tea.String(\"GET\")\n\tconn.RoaPost(\"CS\", \"2015-12-15\", \"/clusters\", nil)\n\
             \tconn.RoaGet(\"CS\", \"2015-12-15\", tea.String(\"/clusters/\"+id+\"/nodepools\"), nil)\n\
             \tconn.RoaDelete(\"CS\", \"2015-12-15\", fmt.Sprintf(\"/clusters/%s\", id), nil)\n\
             \thttp.NewRequest(http.MethodPut, \"https://cs.\"+region+\".aliyuncs.com/clusters/c1/nodepools/n1\", nil)\n}\n",
            &[
                "CreateCluster",
                "DescribeClusterNodePools",
                "DeleteCluster",
                "ModifyClusterNodePool",
            ],
        ),
        (
            "params.go",
            "package a\nimport openapi \"github.com/alibabacloud-go/darabonba-openapi/v2/client\"\nvar p = &openapi.Params{\n\tVersion: tea.String(\"2015-12-15\"),\n\
             \tAction: tea.String(\"DescribeClusterNodePools\"),\n\tPathname: tea.String(\"/clusters/\" + id + \"/nodepools\"),\n}\n",
            &["DescribeClusterNodePools"],
        ),
        (
            "host.py",
            "CS = 'https://cs.cn-hangzhou.aliyuncs.com'\nrequests.get(f'{CS}/clusters/{c}')\nrequests.post('%s/clusters' % CS)\n\
             log(f'{x}/y')\n",
            &["DescribeClusterDetail", "CreateCluster"],
        ),
        (
            "Old.java",
            "void f() {\n  request.setSysMethod(MethodType.DELETE);\n  request.setSysDomain(\"cs.aliyuncs.com\");\n  \
             request.setSysUriPattern(\"/clusters/c1\");\n}\nvoid g() {\n  request.setSysMethod(MethodType.GET);\n}\n",
            &["DeleteCluster"],
        ),
        (
            "sums.py",
            "BASE = 'https://cs.aliyuncs.com'\nrequests.get(BASE + '/clusters/' + cid, version='2015-12-15')\n\
             requests.put(BASE + '/clusters/' + d['id'] + f'/nodepools/' + str(np[0]))\n\
             requests.post(BASE + '/clusters/' + d.get('id')\n  + '/nodepools')\nrequests.get('/clusters/')\n\
             x = '/clusters/' + a == b\n",
            &[
                "DescribeClusterDetail",
                "ModifyClusterNodePool",
                "CreateClusterNodePool",
                "? /clusters/",
                "? /clusters/",
            ],
        ),
        (
            "prefix.py",
            "from aliyunsdkcore.request import CommonRequest\nr.set_version('2015-12-15')\nr.set_uri_pattern(f'/clusters/{c}')\nr.set_method('DELETE')\n",
            &["DeleteCluster"],
        ),
    ]);
}

const PYTHON: &str = "from alibabacloud_cs20151215.client import Client\n";
const GO: &str = "package a\nimport cs \"github.com/alibabacloud-go/cs-20151215/v5/client\"\n";
const SCRIPT: &str = "import CS from '@alicloud/cs20151215';\n";
const JAVA: &str = "import com.aliyun.cs20151215.Client;\n";
const NONE: &[&str] = &[];
const ELSEWHERE: &[(&str, &str, &str, &[&str])] = &[
    // Routes.
    (
        "a.py",
        PYTHON,
        "@app.post('/clusters')\ndef f(): pass\n",
        NONE,
    ),
    (
        "b.py",
        PYTHON,
        "@router.delete(\n    '/clusters/{id}',\n)\ndef f(): pass\n",
        NONE,
    ),
    (
        "c.py",
        PYTHON,
        "app.route('/clusters', methods=['POST'])(f)\n",
        NONE,
    ),
    (
        "d.py",
        "ENDPOINT = 'cs.aliyuncs.com'\n",
        "@bp.post('/clusters')\ndef f(): pass\n",
        &["? cs.aliyuncs.com"],
    ),
    (
        "e.py",
        PYTHON,
        "app.router.add_post('/clusters', create)\n",
        NONE,
    ),
    (
        "a.go",
        GO,
        "func f(r *gin.Engine) { r.POST(\"/clusters\", h); r.DELETE(\"/clusters/:id\", h) }",
        NONE,
    ),
    (
        "b.go",
        GO,
        "func f(r chi.Router) { r.Post(\"/clusters\", h); mux.HandleFunc(\"/clusters\", h) }",
        NONE,
    ),
    (
        "a.ts",
        SCRIPT,
        "app.post('/clusters', (q, s) => s.end()); clusters.get('/clusters', async (q) => q);",
        NONE,
    ),
    (
        "b.ts",
        SCRIPT,
        "class A { @Post('/clusters') create() {} }",
        NONE,
    ),
    (
        "c.ts",
        SCRIPT,
        "server.route({ method: 'POST', path: '/clusters', handler: create });",
        NONE,
    ),
    (
        "A.java",
        JAVA,
        "class A { @PostMapping(\"/clusters\") void f() {} @DeleteMapping(\"/clusters/{id}\") void g() {} }",
        NONE,
    ),
    (
        "B.java",
        JAVA,
        "import retrofit2.http.*;\ninterface A { @DELETE(\"/clusters/{id}\") Call<R> g(); }",
        &["? /clusters/{id}"],
    ),
    (
        "C.java",
        JAVA,
        "class A { @RequestMapping(value = \"/clusters\", method = RequestMethod.POST) void f() {} Object r() { return route(POST(\"/clusters\"), this::f); } }",
        NONE,
    ),
    (
        "a.kt",
        JAVA,
        "fun r() { get(\"/clusters\") { call.respond(x) }\n delete(\"/clusters/{id}\") { } }",
        NONE,
    ),
    (
        "f.ts",
        SCRIPT,
        "router.del('/clusters/:id', remove); router.route('/clusters').post(create); app.use('/clusters', sub);",
        NONE,
    ),
    // Requests.
    (
        "d.go",
        GO,
        "func f() { httpClient.GET(base + \"/clusters\"); get(base+\"/clusters\", func() {}) }",
        &["? /clusters", "? /clusters"],
    ),
    (
        "f.py",
        PYTHON,
        "requests.post(os.environ['HOOK'] + '/clusters')\n",
        &["? /clusters"],
    ),
    (
        "g.py",
        PYTHON,
        "requests.get(f'{base}/clusters')\nrequests.get(f'https://{base}/clusters')\n",
        &["? {base}/clusters", "? https://{base}/clusters"],
    ),
    (
        "h.py",
        PYTHON,
        "api.post('/clusters')\nrequests.get('https://api.example.com/clusters')\n",
        &["? /clusters"],
    ),
    (
        "c.go",
        GO,
        "func f() { http.NewRequest(\"DELETE\", os.Getenv(\"B\")+\"/clusters/\"+id, nil) }",
        &["? /clusters/"],
    ),
    (
        "d.ts",
        SCRIPT,
        "fetch('/clusters', { method: 'POST' }); fetch(process.env.B + '/clusters', { method: 'POST' });",
        &["? /clusters"],
    ),
    (
        "C.java",
        JAVA,
        "class A { void f(String b) { t.delete(b + \"/clusters/\" + 1); } }",
        &["? /clusters/"],
    ),
];

/// The file's own server, and hosts of others. `ACK` is the address, which the file has as well.
#[test]
fn requests_to_other_hosts_are_not_certain() {
    for (name, import, code, wanted) in ELSEWHERE {
        let text = format!("{import}{code}");
        assert_eq!(crate::common::found(name, &text), *wanted, "{text}");
    }
}

const COMPUTED: &[&str] = &["? BASE"];
const KNOWN: &[&str] = &["DeleteCluster"];
/// `@` is the address.
const IN_CONSTANTS: &[(&str, &str, &[&str])] = &[
    (
        "a.py",
        "BASE = '@'\ndef f(p): requests.delete(BASE + p)\n",
        COMPUTED,
    ),
    (
        "b.py",
        "BASE: str = '@'\nrequests.delete(f'{BASE}{p}')\n",
        &["? {BASE}{p}"],
    ),
    (
        "c.py",
        "BASE = '@'\nrequests.delete(f'{BASE}/clusters/{i}/frob')\n",
        &["? {BASE}/clusters/{i}/frob"],
    ),
    (
        "d.py",
        "BASE = '@'\nrequests.put(BASE + '/clusters/' + i + '/frob')\n",
        &["? BASE + '/clusters/' + i + '/frob"],
    ),
    (
        "e.py",
        "BASE = '@'\nrequests.delete(f'{BASE}/clusters/{i}')\n",
        KNOWN,
    ),
    (
        "f.py",
        "BASE = '@'\nrequests.delete(BASE + '/clusters/' + i)\n",
        KNOWN,
    ),
    (
        "g.py",
        "BASE = '@'\nPATH = '/clusters/c1'\nrequests.delete(BASE + PATH)\nrequests.delete(f'{BASE}{PATH}')\n",
        &["DeleteCluster", "DeleteCluster"],
    ),
    (
        "h.py",
        "class A:\n    base = '@'\n    def f(self, m, p): self.s.request(m, self.base + p)\n",
        &["? base"],
    ),
    (
        "i.py",
        "requests.delete('https://%s%s' % ('cs.cn-beijing.aliyuncs.com', p))\n",
        &["? https://%s%s"],
    ),
    (
        "j.py",
        "requests.delete('https://{}{}'.format('cs.cn-beijing.aliyuncs.com', p))\n",
        &["? https://{}{}"],
    ),
    (
        "k.py",
        "HOST = 'cs.aliyuncs.com'\nrequests.delete('https://{h}/clusters/{c}'.format(h=HOST, c=c))\n",
        KNOWN,
    ),
    (
        "a.ts",
        "const BASE = '@';\nconst f = (p: string) => fetch(BASE + p, { method: 'DELETE' });",
        COMPUTED,
    ),
    (
        "b.ts",
        "const BASE: string = '@';\nfetch(`${BASE}${p}`, { method: 'DELETE' });",
        &["? ${BASE}${p}"],
    ),
    (
        "c.ts",
        "const BASE = '@';\nfetch(`${BASE}/clusters/${i}`, { method: 'DELETE' });",
        KNOWN,
    ),
    (
        "a.go",
        "package a\nconst (\n\tBASE = \"@\"\n)\nfunc f(m, p string) { http.NewRequest(m, BASE+p, nil) }",
        COMPUTED,
    ),
    (
        "b.go",
        "package a\nconst host = \"cs.cn-shenzhen.aliyuncs.com\"\nfunc f(p string) { http.NewRequest(\"DELETE\", fmt.Sprintf(\"https://%s%s\", host, p), nil) }",
        &["? https://%s%s"],
    ),
    (
        "A.java",
        "class A { static final String BASE = \"@\"; void f(String p) { URI.create(BASE + p); } }",
        COMPUTED,
    ),
    (
        "a.kt",
        "const val BASE = \"@\"\nfun f(p: String) = Request.Builder().url(\"$BASE$p\").delete().build()",
        &["? $BASE$p"],
    ),
    (
        "o.py",
        "HOST = 'cs.aliyuncs.com'\nrequests.delete('https://' + HOST + p)\nrequests.delete('https://' + HOST + '/clusters/c1')\n",
        &["DeleteCluster", "? https://"],
    ),
    // Perhaps another address.
    (
        "l.py",
        "BASE = '@'\nBASE = other()\nrequests.delete(BASE + '/clusters/' + i)\nrequests.delete(BASE + p)\n",
        &["? BASE + '/clusters/", "? BASE"],
    ),
    (
        "m.py",
        "BASE = os.environ.get('ACK', '@')\nrequests.delete(f'{BASE}/clusters/{i}')\nrequests.delete(f'{BASE}{p}')\n",
        &["? {BASE}/clusters/{i}", "? {BASE}{p}"],
    ),
    (
        "n.py",
        "def f(p, base='@'): requests.delete(base + p)\n",
        &["? base"],
    ),
    (
        "d.ts",
        "const BASE = process.env.ACK ?? '@';\nfetch(BASE + p, { method: 'DELETE' });",
        COMPUTED,
    ),
    (
        "e.ts",
        "const api = { base: '@', key: 'x' };\nfetch(`${api.base}${p}`, { method: 'DELETE' });",
        &["? ${api.base}${p}"],
    ),
    (
        "c.go",
        "package a\nfunc f(p string) { c := Api{Base: \"@\"}; http.Get(c.Base + p) }",
        &["? Base"],
    ),
];

/// As where the address is written in the call.
#[test]
fn address_in_a_constant_is_that_of_the_request() {
    for (name, code, wanted) in IN_CONSTANTS {
        let code = code.replace('@', "https://cs.cn-hangzhou.aliyuncs.com");
        assert_eq!(crate::common::found(name, &code), *wanted, "{code}");
    }
}

/// The address is given to a client, and the path to its methods.
#[test]
fn clients_with_an_address_send_requests_to_it() {
    const HOST: &[&str] = &["? cs.aliyuncs.com"];
    const ADDRESS: &[&str] = &["? https://cs.aliyuncs.com"];
    for (name, code, wanted) in [
        (
            "a.ts",
            "const api = axios.create({ baseURL: 'https://cs.aliyuncs.com' });\nconst f = p => api.delete(p);",
            ADDRESS,
        ),
        (
            "b.ts",
            "const api = axios.create({ baseURL: 'https://cs.aliyuncs.com' });\napi.delete('/clusters/c1');",
            &["DeleteCluster"],
        ),
        (
            "c.ts",
            "axios({ method: 'delete', baseURL: 'https://cs.aliyuncs.com', url: p });",
            ADDRESS,
        ),
        (
            "d.ts",
            "axios({ method: 'delete', baseURL: 'https://cs.aliyuncs.com', url: '/clusters/c1' });",
            &["DeleteCluster"],
        ),
        (
            "e.ts",
            "https.request({ hostname: 'cs.aliyuncs.com', path: p, method: 'DELETE' });",
            HOST,
        ),
        (
            "f.ts",
            "https.request({ hostname: 'cs.aliyuncs.com', path: '/clusters/c1', method: 'DELETE' });",
            &["DeleteCluster"],
        ),
        (
            "g.ts",
            "const c = new ROAClient({ endpoint: 'https://cs.aliyuncs.com', apiVersion: '2015-12-15' });\nconst f = (m, p) => c.request(m, p);",
            ADDRESS,
        ),
        (
            "h.ts",
            "const c = new RPCClient({ endpoint: 'https://cs.aliyuncs.com', apiVersion: '2015-12-15' });\nconst f = n => c.request(n, {});",
            ADDRESS,
        ),
        (
            "a.py",
            "c = http.client.HTTPSConnection('cs.aliyuncs.com')\nc.request('DELETE', p)\n",
            HOST,
        ),
        (
            "b.py",
            "c = http.client.HTTPSConnection('cs.aliyuncs.com')\nc.request('DELETE', '/clusters/c1')\n",
            &["DeleteCluster"],
        ),
        (
            "c.py",
            "api = httpx.Client(base_url='https://cs.aliyuncs.com')\napi.get('/clusters/c1')\napi.get(p)\n",
            &["DescribeClusterDetail", "? https://cs.aliyuncs.com"],
        ),
        (
            "d.py",
            "from aliyunsdkcore.request import RoaRequest\nr = RoaRequest('CS', '2015-12-15', op)\nr.set_uri_pattern(p)\n",
            &["? 2015-12-15"],
        ),
        (
            "e.py",
            "from alibabacloud_tea_openapi import models as m\nV = '2015-12-15'\nm.Params(action=name, version=V, pathname=path)\n",
            &["? V"],
        ),
        (
            "a.go",
            "package a\nfunc f(p string) { u := url.URL{Scheme: \"https\", Host: \"cs.aliyuncs.com\", Path: p} }",
            HOST,
        ),
        (
            "f.py",
            "from alibabacloud_cs20151215.client import Client\nc = Client(Config(endpoint='cs.aliyuncs.com'))\nc.delete_cluster(i)\n",
            &["DeleteCluster"],
        ),
    ] {
        assert_eq!(crate::common::found(name, code), wanted, "{code}");
    }
}

#[test]
fn dates_and_addresses_without_a_request_are_not_about_ack() {
    for (name, code) in [
        (
            "a.py",
            "release = {'version': '2015-12-15', 'action': 'x'}\n",
        ),
        (
            "a.go",
            "package azure\nvar p = P{Action: a, Version: \"2015-12-15\"}",
        ),
        (
            "b.py",
            "h = urlparse('https://cs.cn-beijing.aliyuncs.com/clusters').hostname\nrequests.get('https://example.com/' + h)\n",
        ),
        (
            "c.py",
            "from alibabacloud_cs20151215.client import Client\nopen('/static/')\nendpoints = ['cs.aliyuncs.com']\n",
        ),
    ] {
        assert!(
            crate::common::found(name, code).is_empty(),
            "{code}: {:?}",
            crate::common::found(name, code)
        );
    }
}
