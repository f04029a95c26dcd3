//! Commands in the variables of shell scripts, and lists of other languages.

use crate::common::assert_found;

#[test]
fn commands_that_are_built_in_steps_are_unclear() {
    assert_found(&[
        (
            "a.sh",
            "cmd=aliyun\ncmd=\"$cmd cs DeleteCluster --ClusterId c1\"\n$cmd\n",
            &["? cmd=\"$cmd cs DeleteCluster --ClusterId c1\""],
        ),
        (
            "a.sh",
            "cmd=\"aliyun --region r\"\ncmd+=\" cs DeleteCluster\"\neval \"$cmd\"\n",
            &["? cmd+=\" cs DeleteCluster\""],
        ),
        (
            "a.sh",
            "cmd=(aliyun cs)\ncmd+=(DeleteCluster --ClusterId c1)\n\"${cmd[@]}\"\n",
            &["? cmd+="],
        ),
        (
            "a.sh",
            "cmd=(aliyun)\ncmd=(\"${cmd[@]}\" cs DeleteCluster)\n\"${cmd[@]}\"\n",
            &["? cmd="],
        ),
        (
            "a.sh",
            "cmd=()\ncmd+=(aliyun cs)\ncmd+=(DeleteCluster --ClusterId c1)\n\"${cmd[@]}\"\n",
            &["? cmd+="],
        ),
        (
            "a.sh",
            "set -- aliyun cs\nset -- \"$@\" DeleteCluster\n\"$@\"\n",
            &["? \"$@\" DeleteCluster"],
        ),
        (
            "a.sh",
            "cmd=aliyun\nall=\"$cmd cs\"\ncmd+=\" --x\"\nall=\"$all $op\"\neval \"$all\"\n",
            &["? all=\"$all $op\""],
        ),
        (
            "a.sh",
            "cmd=(aliyun)\n[ -n \"$1\" ] && cmd+=(\"$@\")\n\"${cmd[@]}\"\n",
            &["? cmd+="],
        ),
        (
            "a.sh",
            "cmd[0]=aliyun\ncmd[1]=cs\ncmd[2]=DeleteCluster\n\"${cmd[@]}\"\n",
            &["? cmd[1]=cs"],
        ),
        ("a.sh", "names=(a b)\nnames+=(c)\ntext=x\ntext+=y\n", &[]),
        (
            "c.py",
            "ALIYUN = 'aliyun'\nrun([ALIYUN, 'cs', 'DELETE', '/clusters/c1'])\n",
            &["DeleteCluster"],
        ),
        (
            "c.py",
            "args = ['cs', 'DeleteCluster']\nrun(['aliyun'] + args)\n",
            &["? cs', 'DeleteCluster", "? aliyun"],
        ),
        (
            "c.ts",
            "const args = ['CS', 'DeleteCluster']; exec(['aliyun'].concat(args));",
            &["? CS', 'DeleteCluster", "? aliyun"],
        ),
        (
            "c.py",
            "run(['aliyun'], shell=True)\nlanguages = ['cs', 'de']\n",
            &[],
        ),
    ]);
}

#[test]
fn options_that_are_added_do_not_change_what_is_called() {
    assert_found(&[
        (
            "a.sh",
            "cmd=(aliyun cs DeleteCluster)\ncmd+=(--ClusterId c1)\n\"${cmd[@]}\"\n",
            &["DeleteCluster"],
        ),
        (
            "a.sh",
            "cmd=\"aliyun cs DeleteCluster\"\ncmd+=\" --ClusterId c\"\neval \"$cmd\"\n",
            &["DeleteCluster"],
        ),
        (
            "a.sh",
            "cmd=\"aliyun cs DeleteCluster\"\ncmd=\"$cmd --ClusterId c\"\n$cmd\n",
            &["DeleteCluster"],
        ),
        (
            "a.sh",
            "cmd=aliyun\ncmd=\"$cmd --profile p\"\n$cmd cs DeleteCluster\n",
            &["DeleteCluster"],
        ),
        (
            "a.sh",
            "cmd=(aliyun cs GET)\ncmd+=(/clusters/c1)\n\"${cmd[@]}\"\n",
            &["? cmd+="],
        ),
    ]);
}

#[test]
fn variables_in_variables_have_their_values() {
    assert_found(&[
        (
            "a.sh",
            "x=\"aliyun\"; y=\"$x cs\"; z=\"${y} DeleteCluster --ClusterId c1\"; $z",
            &["DeleteCluster"],
        ),
        (
            "a.sh",
            "CLI=aliyun\nCS=(\"$CLI\" --profile p cs)\n\"${CS[@]}\" DeleteCluster\n${CS[*]} $OP\n",
            &["DeleteCluster", "? ${CS[*]} $OP"],
        ),
        (
            "a.sh",
            "cmd=(\n  aliyun # in Beijing\n  cs\n  DeleteCluster\n)\n\"${cmd[@]}\"\n",
            &["DeleteCluster"],
        ),
        (
            "a.sh",
            "CLI=aliyun\nbash -c \"$CLI cs DeleteCluster\"\nrun \"sudo $CLI cs StopAlert\"\necho \"$CLI cs StartAlert\"\n",
            &["DeleteCluster", "? \"sudo $CLI cs StopAlert\""],
        ),
        (
            "a.sh",
            "HOST=cs.cn-hangzhou.aliyuncs.com\nBASE=\"https://$HOST\"\ncurl \"$BASE/clusters/c1\"\n",
            &["DescribeClusterDetail"],
        ),
        (
            "a.sh",
            "CLI=aliyun\n[ -n \"$DRY\" ] && CLI=echo\n$CLI cs $OP\n$CLI cs StopAlert\n",
            &["? $CLI cs $OP", "? $CLI cs StopAlert"],
        ),
        (
            "a.sh",
            "if a; then cmd=(aliyun cs); else cmd=(aliyun --profile p cs); fi\n\"${cmd[@]}\" StopAlert\n",
            &["? cmd=", "? cmd="],
        ),
        (
            "a.sh",
            "cmd=()\n[ -n \"$1\" ] && cmd=(aliyun cs StopAlert)\n\"${cmd[@]}\"\n",
            &["StopAlert"],
        ),
    ]);
}
