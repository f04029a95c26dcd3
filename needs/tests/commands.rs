//! Commands in the strings of other languages than the shell.

use crate::common::{assert_found, found};

#[test]
fn commands_in_texts_are_unclear() {
    for text in [
        "os.system('aliyun cs DeleteCluster')",
        "subprocess.run('aliyun cs ' + op, shell=True)",
        "subprocess.run('aliyun ' + 'cs DeleteCluster', shell=True)",
        "subprocess.run('aliyun' + ' cs ' + op, shell=True)",
        "subprocess.run('aliyun ' + service + ' ' + op, shell=True)",
        "subprocess.run(\n    'aliyun cs DeleteCluster',\n    shell=True,\n)",
        "subprocess.run('aliyun cs '\n               'DeleteCluster', shell=True)",
        "subprocess.run('aliyun cs %s' % op, shell=True)",
        "subprocess.run('aliyun {} {}'.format(service, op), shell=True)",
        "subprocess.run(f'aliyun cs {op}', shell=True)",
        "BASE = 'aliyun cs'\nos.system(f'{BASE} DeleteCluster')",
        "BIN = 'aliyun'\nos.system(f'{BIN} cs DeleteCluster')",
        "BIN = 'aliyun'\nos.system(f'{BIN} {service} {op}')",
        "BIN = '/usr/bin/aliyun'\nos.system(BIN + ' cs ' + op)",
        "BIN: str = 'aliyun'\nos.system('%s cs %s' % (BIN, op))",
        "BIN = 'aliyun'\nos.system('{} cs DeleteCluster'.format(BIN))",
        "self.cli = shutil.which('aliyun')\nos.system(f'{self.cli} cs {op}')",
        "cmd = 'aliyun'\ncmd = cmd + ' cs ' + op",
        "run_cli('cs DeleteCluster --ClusterId c1')",
        "print('aliyun cs DeleteCluster', file=script)",
    ] {
        let found = found("a.py", text);
        assert!(
            matches!(&found[..], [one] if one.starts_with('?')),
            "{text}: {found:?}"
        );
    }
}

#[test]
fn lists_that_grow_are_unclear() {
    for (name, text) in [
        (
            "a.py",
            "cmd = ['aliyun']\ncmd.append('cs')\ncmd.append('DeleteCluster')\nrun(cmd)",
        ),
        (
            "a.py",
            "cmd = ['aliyun', '--region', region]\ncmd += ['cs', op]\nrun(cmd)",
        ),
        ("a.py", "cmd = ['aliyun']\ncmd.extend([service, op])"),
        ("a.py", "cmd = []\ncmd.append('aliyun')\ncmd.append('cs')"),
        (
            "a.py",
            "base: list[str] = ['aliyun']\nrun(base + [service, op])",
        ),
        ("a.py", "base = ['aliyun']\nrun([*base, service, op])"),
        ("a.py", "cmd = ['aliyun', *words]\nrun(cmd)"),
        ("a.py", "cmd = ['aliyun', service, op]\nsubprocess.run(cmd)"),
        ("a.py", "cmd = ['aliyun', 'cs', 'GET']\ncmd.append(path)"),
        (
            "a.py",
            "BIN = 'aliyun'\ncmd = [BIN]\ncmd.append('cs')\ncmd.append(op)",
        ),
        (
            "a.py",
            "all = {'bin': 'aliyun'}\nsubprocess.run([all['bin'], 'cs', op])",
        ),
        ("a.py", "BIN = 'aliyun'\nsubprocess.run([BIN, service, op])"),
        (
            "a.go",
            "package a\nfunc f() { cmd := []string{\"aliyun\"}; cmd = append(cmd, \"cs\", op) }",
        ),
        (
            "a.java",
            "List<String> cmd = new ArrayList<>();\ncmd.add(\"aliyun\");\ncmd.add(\"cs\");\ncmd.add(op);",
        ),
        ("a.ts", "const cmd = ['aliyun']; cmd.push('cs', op);"),
        (
            "a.ts",
            "const cmd = ['aliyun']; spawn('sh', [...cmd, service, op]);",
        ),
    ] {
        let found = found(name, text);
        assert!(
            matches!(&found[..], [one] if one.starts_with('?')),
            "{text}: {found:?}"
        );
    }
}

#[test]
fn variables_can_have_the_program() {
    assert_found(&[
        (
            "a.py",
            "BIN = 'aliyun'\nrun([BIN, 'cs', 'DeleteCluster'])\nrun([BIN, '--region', r, 'ecs', 'StopInstance'])\n",
            &["DeleteCluster", "ecs:StopInstance"],
        ),
        (
            "a.py",
            "self.cli = os.environ.get('CLI', 'aliyun')\nrun([self.cli, 'cs', 'DELETE', '/clusters/c1'])\n",
            &["DeleteCluster"],
        ),
        (
            "a.go",
            "package a\nfunc f() { bin, err := exec.LookPath(\"aliyun\"); exec.Command(bin, \"cs\", \"StopAlert\") }\n",
            &["StopAlert"],
        ),
        (
            "a.py",
            "cli = 'aliyun'\nif dry_run:\n    cli = 'echo'\nrun([cli, 'cs', 'DeleteCluster'])\n",
            &["? cs', 'DeleteCluster"],
        ),
    ]);
}

#[test]
fn messages_and_other_texts_are_no_commands() {
    for (name, text) in [
        (
            "a.py",
            "\"\"\"aliyun cs DeleteCluster\"\"\"\ndef f():\n    \"\"\"aliyun cs StopAlert\"\"\"\n",
        ),
        (
            "a.py",
            "print('run: aliyun cs DeleteCluster')\nlogger.warning('aliyun cs %s failed', op)\n",
        ),
        (
            "a.py",
            "parser.add_argument('--op', help='as in aliyun cs DeleteCluster')\n",
        ),
        (
            "a.go",
            "package a\nfunc f() { log.Printf(\"aliyun cs %s\", op); fmt.Println(\"aliyun cs StopAlert\") }\n",
        ),
        ("a.ts", "console.error('aliyun cs DeleteCluster');\n"),
        (
            "a.py",
            "languages = ['cs', 'de']\nclouds = ['aliyun', other]\nif shutil.which('aliyun') is None: pass\n",
        ),
        (
            "a.py",
            "BIN = 'aliyun'\nif not exists(BIN): raise E(BIN)\nnames.append('cs')\n",
        ),
        ("a.py", "clouds = ['aliyun']\nclouds_by_name = {}\n"),
    ] {
        assert_eq!(found(name, text), [""; 0], "{text}");
    }
}

/// The functions of Node.js take the program and a list of its arguments.
#[test]
fn arguments_can_be_a_list_after_the_program() {
    assert_found(&[
        (
            "a.ts",
            "spawn('aliyun', ['cs', 'DescribeTemplates']);",
            &["DescribeTemplates"],
        ),
        (
            "a.mjs",
            "await execa(\"aliyun\", [\n  \"cs\",\n  \"GET\",\n  \"/clusters\",\n]);",
            &["DescribeClusters"],
        ),
        (
            "a.ts",
            "const out = execFileSync('/usr/bin/aliyun', ['--profile', name, 'cs', 'DELETE', `/clusters/${id}`], { encoding: 'utf8' });",
            &["DeleteCluster"],
        ),
        (
            "a.ts",
            "const cli = 'aliyun';\nspawnSync(cli, ['cs', 'StopAlert']);",
            &["StopAlert"],
        ),
        (
            "a.ts",
            "spawn('aliyun', ['ecs', 'DescribeRegions']);",
            &["ecs:DescribeRegions"],
        ),
        ("a.ts", "spawn('aliyun', ['cs', op]);", &["? aliyun', ['cs"]),
        ("a.ts", "spawn('aliyun', [service, op]);", &["? aliyun"]),
    ]);
}
