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
            "r = Request()\nr.set_version('2015-12-15')\nr.set_method('GET')\nr.set_uri_pattern('/clusters/[C]')\n\
             r = Request()\nr.set_method('DELETE')\nr.set_uri_pattern('/clusters/[C]')\n",
            &["DescribeClusterDetail", "DeleteCluster"],
        ),
        (
            "either.py",
            "r.set_version('2015-12-15')\nif x:\n    r.set_method('GET')\nelse:\n    r.set_method('DELETE')\n\
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
             const all = [{ method: 'POST', path: '/clusters' }, { method: 'GET', path: '/clusters/a/nodepools' }];\n\
             const mixed = ['/clusters', '/clusters/a', 'GET', 'DELETE'];\n",
            &[
                "DescribeClusterDetail",
                "DeleteCluster",
                "CreateCluster",
                "DescribeClusterNodePools",
                "? https://cs.aliyuncs.com/clusters/c1",
                "? /clusters",
                "? /clusters/a",
            ],
        ),
        (
            "roa.go",
            "package a\nfunc f() {\n\tm := tea.String(\"GET\")\n\tconn.RoaPost(\"CS\", \"2015-12-15\", \"/clusters\", nil)\n\
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
            "package a\nvar p = &openapi.Params{\n\tVersion: tea.String(\"2015-12-15\"),\n\
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
            "requests.get(BASE + '/clusters/' + cid, version='2015-12-15')\n\
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
            "r.set_version('2015-12-15')\nr.set_uri_pattern(f'/clusters/{c}')\nr.set_method('DELETE')\n",
            &["DeleteCluster"],
        ),
    ]);
}
