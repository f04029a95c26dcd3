//! Commands that shell scripts print for other programs.

use crate::common::{assert_found, found};

#[test]
fn printed_commands_are_run_by_a_shell() {
    assert_found(&[
        (
            "a.sh",
            "echo \"aliyun cs DeleteCluster\" | bash\n",
            &["DeleteCluster"],
        ),
        (
            "a.sh",
            "echo aliyun cs DeleteCluster |\n  sudo sh -s\n",
            &["DeleteCluster"],
        ),
        (
            "a.sh",
            "printf '%s\\n' 'aliyun cs DeleteCluster' | bash -ex\n",
            &["DeleteCluster"],
        ),
        (
            "a.sh",
            "echo 'aliyun cs DeleteCluster' | bash -n\n\
             echo 'Run: aliyun cs DeleteCluster' | bash\n\
             echo 'aliyun cs DeleteCluster' | grep bash\n\
             echo 'aliyun cs DeleteCluster' | tee bash\n\
             echo 'aliyun cs DeleteCluster' | bash log.sh\n\
             echo 'aliyun cs DeleteCluster' | sh -c 'cat >> log'\n\
             echo 'aliyun cs DeleteCluster' | ssh host cat\n",
            &[],
        ),
        (
            "a.sh",
            "echo 'aliyun cs DeleteCluster' | tee log; bash x\n",
            &[],
        ),
        ("a.sh", "echo 'aliyun cs DeleteCluster' || bash x\n", &[]),
        (
            "a.sh",
            "usage() { echo 'aliyun cs DeleteCluster'; }\nusage | less\n\
             if a; then echo 'aliyun cs DeleteCluster' >> log; else printf 'aliyun cs DeleteCluster' >&2; fi\n\
             help() {\n  cat <<EOF\naliyun cs DeleteCluster\nEOF\n}\n",
            &[],
        ),
    ]);
}

#[test]
fn printed_commands_that_may_be_run_are_unclear() {
    for script in [
        "echo {} | sed s/c1/c2/ | bash",
        "echo {} | tee log | sudo sh -x",
        "echo {} | sed \"s/a/$(date)/\" | bash",
        "echo {} | ssh host",
        "echo {} | ssh host bash -s",
        "echo {} | xargs -I@ sh -c @",
        "echo {} | while read -r line; do $line; done",
        "echo {} | crontab -",
        "eval \"$(echo {})\"",
        "cmd=$(cat <<E\n{}\nE\n); $cmd",
        "cmd=$(echo {} | tr a b); $cmd",
        "cmd=`echo {}`; $cmd",
        "printf -v cmd {}; $cmd",
        "for c in $all; do echo {}; done | bash",
        "{ date; echo {}; } | sh",
        "f() {\n  echo {}\n}\nf | bash",
        "function f { date; echo {}; }; cmd=$(f a)",
        "for c in $all; do echo {}; done > run.sh",
        "echo {} | tee jobs/delete; chmod +x jobs/delete",
    ] {
        let script = script.replace("{}", "\"aliyun cs DeleteCluster\"");
        let found = found("a.sh", &script);
        let is_unclear = matches!(&found[..], [one] if one.contains("aliyun cs DeleteCluster") && one.starts_with('?'));
        assert!(is_unclear, "{script}: {found:?}");
    }
    assert_found(&[
        (
            "a.sh",
            "echo 'aliyun cs DeleteCluster' >> jobs.txt\necho 'aliyun cs StopAlert' >> job\nbash ./job\n",
            &["? 'aliyun cs StopAlert' >> job"],
        ),
        (
            "a.sh",
            "source <(echo 'aliyun cs StopAlert')\nbash -x <(echo 'aliyun cs StartAlert')\ncat <(echo 'aliyun cs DeleteCluster')\n",
            &["StopAlert", "StartAlert"],
        ),
        (
            "a.sh",
            "eval \"$(which cli) cs DeleteCluster\"\n",
            &["? \"$(which cli) cs DeleteCluster\""],
        ),
        (
            "a.sh",
            "eval \"aliyun cs\" DeleteCluster --ClusterId c1\nssh host \"aliyun cs\" StopAlert\n",
            &["DeleteCluster", "StopAlert"],
        ),
        (
            "a.sh",
            "echo $id | xargs aliyun cs DeleteCluster --ClusterId\necho $op | xargs aliyun cs\necho $all | xargs -n2 aliyun\n",
            &["DeleteCluster", "? aliyun cs", "? aliyun"],
        ),
    ]);
}
