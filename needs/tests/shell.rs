//! Commands of shell scripts, and in the strings of other languages.

use crate::common::{assert_found, found};
use std::time::{Duration, Instant};

#[test]
fn documents_do_not_hide_commands() {
    assert_found(&[
        (
            "apostrophe.sh",
            "cat <<'EOS'\nIt's ready.\nEOS\naliyun cs DeleteCluster --ClusterId c1\n",
            &["DeleteCluster"],
        ),
        (
            "two.sh",
            "cat <<A <<-\"B\" | x\nisn't\nA\n\tdon't\n\tB\naliyun cs StopAlert\n",
            &["StopAlert"],
        ),
        (
            "windows.sh",
            "cat <<EOF\r\nit's\r\nEOF\r\naliyun cs \\\r\n  StopAlert\r\naliyun cs StartAlert\r\n",
            &["StopAlert", "StartAlert"],
        ),
        (
            "inner.sh",
            "cat <<EOF\n$(aliyun cs DescribeEvents) isn't\nEOF\nx=$((1<<2))\naliyun cs StartAlert\n",
            &["DescribeEvents", "StartAlert"],
        ),
        (
            "run.sh",
            "ssh host <<'EOF'\naliyun cs StopAlert\nEOF\ncat <<'EOF' | bash\naliyun cs StartAlert\nEOF\n",
            &["StopAlert", "StartAlert"],
        ),
        (
            "written.sh",
            "cat > job.sh <<'EOF'\naliyun cs StopAlert\nEOF\n",
            &["? aliyun cs StopAlert\n"],
        ),
        (
            "open.sh",
            "cat <<EOF\naliyun cs StopAlert\n",
            &["StopAlert"],
        ),
    ]);
}

#[test]
fn commands_in_variables_and_texts_are_found_or_unclear() {
    assert_found(&[
        (
            "variables.sh",
            "ALIYUN=\"aliyun cs\"\n$ALIYUN DescribeEvents\nCMD=\"aliyun cs DeleteCluster\"\neval \"$CMD\"\n\
             CLI=\"${CLI:-aliyun}\"\n\"$CLI\" cs StartAlert\nBASE=https://cs.cn-hangzhou.aliyuncs.com\n\
             curl -X DELETE \"$BASE/clusters/c1\"\n",
            &[
                "DescribeEvents",
                "DeleteCluster",
                "StartAlert",
                "DeleteCluster",
            ],
        ),
        (
            "unclear.sh",
            "CMD='aliyun cs DeleteCluster'\n\"$TOOL\" cs StopAlert\nwrapper cs GET /clusters/c1\ncurl \"$API/clusters\"\n\
             aliyun \"$SERVICE\" X\naliyun \"$@\"\nrun 'aliyun cs StartAlert'\nhttp https://cs.aliyuncs.com/clusters\n",
            &[
                "? CMD='aliyun cs DeleteCluster'",
                "? \"$TOOL\" cs StopAlert",
                "? wrapper cs GET",
                "? curl \"$API/clusters\"",
                "? aliyun \"$SERVICE\"",
                "? aliyun \"$@\"",
                "? 'aliyun cs StartAlert'",
                "? https://cs.aliyuncs.com/clusters",
            ],
        ),
        (
            "texts.sh",
            "bash -c \"aliyun cs StopAlert\"\nssh host 'sudo aliyun cs StartAlert'\ntrap 'aliyun cs DeleteCluster' EXIT\n\
             log_info 'runs aliyun cs CreateCluster'\necho aliyun cs CreateCluster\n",
            &["StopAlert", "StartAlert", "DeleteCluster"],
        ),
        (
            "run.py",
            "subprocess.run([\"aliyun\", \"cs\", \"StopAlert\"])\nos.system(\"aliyun cs StartAlert\")\n\
             subprocess.run([\"aliyun\", \"cs\", name])\nclouds = [\"aliyun\", \"other\"]\n",
            &["StopAlert", "? aliyun cs StartAlert", "? aliyun\", \"cs"],
        ),
        (
            "list.py",
            "cmd = ['aliyun', 'cs']\ncmd += ['StopAlert']\ncmd = ['aliyun', '--profile', p, 'cs', 'StartAlert', '--Id', i]\n\
             run(['aliyun', name, 'StartAlert'])\nrun(['aliyun', 'cs', *more])\n",
            &["StartAlert", "? aliyun', 'cs", "? aliyun", "? aliyun', 'cs"],
        ),
        (
            "run.go",
            "package a\nfunc f() { exec.Command(\"aliyun\", \"cs\", \"DELETE\", \"/clusters/c1\").Run(); exec.Command(\"aliyun\", args...) }\n",
            &["DeleteCluster", "? aliyun"],
        ),
    ]);
}

#[test]
fn options_and_styles_of_the_programs() {
    assert_found(&[
        (
            "aliyun.sh",
            "aliyun --retry-count 3 cs StopAlert\naliyun -o cols=a rows=b cs StartAlert\naliyun --new x cs DeleteCluster\n\
             aliyun ecs describe-instances\naliyun fc GET /services\naliyun oss ls\naliyun ecs $OPERATION\n\
             aliyun configure set\nwhich aliyun jq curl\n",
            &[
                "StopAlert",
                "StartAlert",
                "DeleteCluster",
                "ecs:DescribeInstances",
                "? aliyun fc GET",
                "? aliyun oss ls",
                "? aliyun ecs $OPERATION",
            ],
        ),
        (
            "curl.sh",
            "curl --data-binary @x https://cs.$R.aliyuncs.com/clusters\ncurl -F a=b https://cs.aliyuncs.com/clusters\n\
             curl -sd@x https://cs.aliyuncs.com/clusters\ncurl -sXDELETE https://cs.aliyuncs.com/clusters/c1\n\
             curl -sX DELETE https://cs.aliyuncs.com/clusters/c2\ncurl -G -d a=b https://cs.aliyuncs.com/clusters/c1\n\
             curl --request=DELETE https://cs.aliyuncs.com/clusters/c3\nwget -q https://cs.aliyuncs.com/clusters/c1\n\
             wget --post-file=x https://cs.aliyuncs.com/clusters\ncurl -X $M https://cs.aliyuncs.com/clusters/c1\n",
            &[
                "CreateCluster",
                "CreateCluster",
                "CreateCluster",
                "DeleteCluster",
                "DeleteCluster",
                "DescribeClusterDetail",
                "DeleteCluster",
                "DescribeClusterDetail",
                "CreateCluster",
                "? curl -X $M https://cs.aliyuncs.com/clusters/c1",
            ],
        ),
    ]);
}

#[test]
fn time_is_in_line_with_the_size() {
    let nested = |count: usize| "bash <<A\naliyun ".repeat(count) + &"\nA\n".repeat(count);
    let texts = [
        ("a.sh", nested(20_000)),
        ("b.sh", "cat <<A <<B\nB\n".repeat(20_000)),
        ("c.sh", "$(<<A\n".repeat(20_000) + "A\n"),
        ("d.ts", "`${".repeat(50_000)),
        ("e.ts", "(/[".repeat(100_000)),
        (
            "f.py",
            "import alibabacloud\n".to_owned()
                + &"x('2015-12-15', '/clusters', 'GET')".repeat(20_000),
        ),
        (
            "g.go",
            "import \"alibabacloud\"\n".to_owned()
                + &"\"2015-12-15\"(".repeat(50_000)
                + "\"/clusters\"",
        ),
        (
            "x.py",
            "A = 'cs.aliyuncs.com'\n".to_owned() + &"A + x['%s' % ('{}'.format(".repeat(10_000),
        ),
        (
            "y.py",
            "A = 'cs.aliyuncs.com'\nA + A; f'{A}{'\n".repeat(10_000),
        ),
        (
            "z.ts",
            "c = f({ host: 'cs.aliyuncs.com', x: c.get('/clusters', ".repeat(10_000),
        ),
        (
            "h.py",
            "from alibabacloud_cs20151215.client import Client\n".to_owned()
                + &"Client = Client(".repeat(50_000),
        ),
        ("m.tsx", "(<a b={<c>".repeat(50_000) + "</a></c>"),
        ("p.sh", "echo \"aliyun cs StopAlert\" | ".repeat(5_000)),
        ("q.sh", "x=\"aliyun $x\"; y=\"$x$y\"\n$x$y ".repeat(5_000)),
        (
            "r.sh",
            format!("x=\"aliyun {}\"\n", "a ".repeat(50_000)) + &"x+=(b); $x\n".repeat(5_000),
        ),
        ("s.sh", "a=aliyun b=(($a(".repeat(5_000)),
        ("t.sh", "<(echo aliyun cs StopAlert\n\n\n".repeat(5_000)),
        ("u.py", "cmd.append('aliyun')\n".repeat(5_000)),
        (
            "v.py",
            "x = 'aliyun'\n".to_owned() + &"run([x, f'{x} cs'])\n".repeat(5_000),
        ),
        ("w.py", "run(['aliyun', ".repeat(5_000)),
        (
            "aa.ts",
            "import CS from '@alicloud/cs20151215';\nconst c = new CS(x);\n".to_owned()
                + &"(c as any)[c[(Reflect.get(c, ".repeat(10_000),
        ),
        (
            "ab.go",
            "import cs \"github.com/alibabacloud-go/cs-20151215/v5/client\"\n".to_owned()
                + &"reflect.ValueOf(MethodByName(x).".repeat(10_000),
        ),
        ("n.tsx", "</a></b".repeat(50_000)),
        (
            "o.tsx",
            ("= <".to_owned() + &"a".repeat(50)).repeat(20_000) + "</",
        ),
        (
            "i.py",
            "import alibabacloud\n".to_owned() + &"\"2015-12-15\" + x[\"a\" + ".repeat(20_000),
        ),
        ("j.py", "getattr(a[b[".repeat(50_000)),
        (
            "k.kt",
            "import com.aliyun.cs20151215.Client\n".to_owned()
                + &"client.apply { stopAlert( ".repeat(5_000),
        ),
        (
            "l.py",
            "from alibabacloud_cs20151215.client import (\n".repeat(20_000),
        ),
    ];
    for (name, text) in texts {
        let start = Instant::now();
        found(name, &text);
        assert!(start.elapsed() < Duration::from_secs(120), "{name}");
    }
}

#[test]
fn products_have_any_letter_case() {
    assert_found(&[
        (
            "a.sh",
            "aliyun CS DescribeClustersV1",
            &["DescribeClustersV1"],
        ),
        ("a.sh", "aliyun CS list-addons", &["ListAddons"]),
        (
            "a.sh",
            "aliyun Cs GET /clusters/c1",
            &["DescribeClusterDetail"],
        ),
        ("a.sh", "aliyun --new-option x CS StopAlert", &["StopAlert"]),
        (
            "a.sh",
            "aliyun ECS DescribeInstances",
            &["ecs:DescribeInstances"],
        ),
        ("a.py", "run(['aliyun', 'CS', 'StopAlert'])", &["StopAlert"]),
        ("a.py", "run(['aliyun', 'CS', name])", &["? aliyun', 'CS"]),
    ]);
}

#[test]
fn help_and_ends_of_paths() {
    assert_found(&[
        ("a.sh", "aliyun cs DeleteCluster --help", &[]),
        ("a.sh", "aliyun cs DeleteCluster help", &[]),
        ("a.sh", "aliyun cs DeleteCluster --ClusterId c1 --help", &[]),
        ("a.sh", "aliyun cs DeleteCluster --force help", &[]),
        ("a.sh", "aliyun help cs DeleteCluster", &[]),
        (
            "a.sh",
            "aliyun cs DescribeEvents --cluster_id help",
            &["DescribeEvents"],
        ),
        (
            "a.sh",
            "aliyun cs TagResources --tags help --force",
            &["TagResources"],
        ),
        (
            "a.sh",
            "aliyun cs CreateCluster --name \"--help\"",
            &["CreateCluster"],
        ),
        (
            "a.sh",
            "aliyun cs DELETE --profile help /clusters/c1",
            &["DeleteCluster"],
        ),
        ("a.sh", "aliyun cs DELETE /clusters/c1", &["DeleteCluster"]),
        (
            "a.sh",
            "aliyun cs POST \"/cluster/$C/autoscale/config/\"",
            &["CreateAutoscalingConfig"],
        ),
        (
            "a.py",
            "requests.post(f'https://cs.aliyuncs.com/cluster/{c}/autoscale/config/')",
            &["CreateAutoscalingConfig"],
        ),
        (
            "a.sh",
            "aliyun cs DELETE /clusters/",
            &["? aliyun cs DELETE /clusters/"],
        ),
    ]);
}

/// An escaped quote ends a text only where the backslash is none.
#[test]
fn escaped_quotes_do_not_hide_commands() {
    assert_found(&[
        (
            "two.sh",
            "a=$'can\\'t'\naliyun cs DeleteCluster --ClusterId x\nb=$'don\\'t'\naliyun cs StopAlert\n",
            &["DeleteCluster", "StopAlert"],
        ),
        (
            "one.sh",
            "a=$'\\''; aliyun cs DeleteCluster --ClusterId x\n",
            &["DeleteCluster"],
        ),
        (
            "end.sh",
            "a=$'\\\\'; aliyun cs DeleteCluster --ClusterId x; b='\\'; aliyun cs StopAlert\n",
            &["DeleteCluster", "StopAlert"],
        ),
        (
            "text.sh",
            "echo $'$(aliyun cs DeleteCluster)'; echo \"$'x\" ; aliyun $'cs' StopAlert\n",
            &["StopAlert"],
        ),
    ]);
}
