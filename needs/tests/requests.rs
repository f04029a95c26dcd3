//! Requests by method and path.

use crate::common::assert_found;

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
