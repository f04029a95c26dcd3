"""What each function answers, and how it refuses."""

import ast
import copy
import doctest
import inspect
import itertools
import json
import operator
import pickle
import re
import threading
import time
from collections import ChainMap, OrderedDict
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pyarrow
import pytest
import ram_policy
from ram_policy import Policies, Policy, PolicyError, compare, lint, needs, read, replay

READS = """{
  "Version": "1",
  "Statement": [
    {"Effect": "Allow", "Action": "cs:Describe*", "Resource": "acs:cs:*:*:cluster/*",
     "Condition": {"IpAddress": {"acs:SourceIp": "10.0.0.0/8"}}},
    {"Effect": "Deny", "Action": "cs:DescribeEvents", "Resource": "*"}
  ]
}"""
CLUSTER = "acs:cs:cn-beijing:1:cluster/c1"


def statement(effect: str, action: str, **more: object) -> str:
    body = {"Effect": effect, "Action": action, "Resource": "*", **more}
    return json.dumps({"Version": "1", "Statement": [body]})


def test_the_documentation_of_the_package_runs() -> None:
    assert doctest.testmod(ram_policy).failed == 0


def test_a_decision_has_its_reasons() -> None:
    policies = Policies([Policy.parse(READS)])
    unknown = policies.decide("cs:DescribeClusterDetail", CLUSTER)
    assert (unknown.outcome, unknown.is_allowed) == ("undecided", False)
    assert unknown.depends_on == [("acs:SourceIp", "IpAddress")]
    inside = policies.decide("cs:DescribeClusterDetail", CLUSTER, {"acs:SourceIp": ["10.1.2.3"]})
    assert (inside.outcome, inside.is_allowed) == ("allowed", True)
    denied = policies.decide("cs:DescribeEvents", CLUSTER)
    assert denied.outcome == "explicitly_denied"
    [cause] = denied.by
    assert (cause.attachment, cause.policy, cause.statement) == ("account", 0, 1)
    assert (cause.line, cause.column) == (6, 5)
    assert policies.decide("ecs:StartInstance", "*").outcome == "implicitly_denied"


def test_a_complete_context_has_no_other_keys() -> None:
    policies = Policies([Policy.parse(READS)])
    decision = policies.decide("cs:DescribeClusterDetail", CLUSTER, complete=True)
    assert decision.outcome == "implicitly_denied"


def test_an_allow_under_an_assumption_is_not_allowed() -> None:
    policies = Policies([Policy.parse(statement("Allow", "cs:startalert"))])
    decision = policies.decide("cs:StartAlert", CLUSTER)
    assert (decision.outcome, decision.assumes) == ("allowed", ["action-case"])
    assert not decision.is_allowed


@pytest.mark.parametrize(
    ("action", "resource", "in_practice"),
    [
        # It cannot be limited to a cluster.
        ("cs:DescribeEvents", "acs:cs:*:*:cluster/*", "denied"),
        ("cs:DescribeEvents", "*", "allowed"),
        # It applies to every cluster.
        ("cs:GetClusters", "acs:cs:*:*:cluster/c1", "denied"),
        ("cs:GetClusters", "acs:cs:*:*:cluster/*", "allowed"),
        ("cs:DeleteCluster", "acs:cs:*:*:cluster/c1", "allowed"),
        ("cs:describeevents", "*", "undecided"),
    ],
)
def test_an_allow_without_effect_is_not_allowed(action: str, resource: str, in_practice: str) -> None:
    name = {"cs:describeevents": "cs:DescribeEvents"}.get(action, action)
    policies = Policies([Policy.parse(statement("Allow", action, Resource=resource))])
    decision = policies.decide(name, CLUSTER)
    assert (decision.outcome, decision.in_practice) == ("allowed", in_practice)
    assert decision.is_allowed == (in_practice == "allowed")
    # Another place is shown only where it says more.
    shown = "<Decision: allowed>" if decision.is_allowed else f"<Decision: allowed, {in_practice} in practice>"
    assert repr(decision) == shown


def test_a_decision_is_neither_true_nor_false() -> None:
    decision = Policies([]).decide("cs:GetClusters", "*")
    with pytest.raises(TypeError, match="use `decision.is_allowed`"):
        bool(decision)


def test_a_trust_policy_that_was_not_given_is_unknown() -> None:
    policies = Policies([Policy.parse(statement("Allow", "sts:AssumeRole"))])
    decision = policies.decide("sts:AssumeRole", "acs:ram::1:role/reader")
    assert (decision.outcome, decision.not_given) == ("undecided", "trust-policy")


def test_a_session_policy_only_limits() -> None:
    everything = Policy.parse(statement("Allow", "*"))
    reads = Policy.parse(statement("Allow", "cs:Get*"), kind="session")
    by_argument = Policies([everything], session=[reads])
    # Where the kind is known, the argument is not needed.
    by_kind = Policies([everything, reads])
    for policies in (by_argument, by_kind):
        assert policies.decide("cs:GetClusters", "*").is_allowed
        assert policies.decide("cs:DeleteCluster", "*").outcome == "implicitly_denied"
    with pytest.raises(TypeError, match="session"):
        Policies([], control=[reads])


@pytest.mark.parametrize("kind", ["trust", "bucket", "key", "resource"])
def test_a_policy_of_a_resource_grants_nothing_to_the_caller(kind: Any) -> None:
    of_resource = Policy.parse(statement("Allow", "cs:*"), kind=kind)
    decision = Policies([of_resource]).decide("cs:DeleteCluster", "*")
    assert (decision.outcome, decision.is_allowed) == ("undecided", False)
    assert decision.depends_on == [("Principal", "Principal")]
    assert decision.by[0].attachment == "resource"


@pytest.mark.parametrize("kind", ["identity", "trust", "bucket", "key", "resource", "endpoint", "control", "session"])
@pytest.mark.parametrize("argument", ["session", "control", "resource_group"])
def test_a_kind_of_another_place_is_an_error(argument: Any, kind: Any) -> None:
    policy = Policy.parse(statement("Allow", "cs:*"), kind=kind)
    if kind == {"resource_group": "identity"}.get(argument, argument):
        Policies([], **{argument: [policy]})
    else:
        with pytest.raises(TypeError, match="expected an? .* policy, found an? .*"):
            Policies([], **{argument: [policy]})


def test_the_policy_of_a_bucket_or_key_that_was_not_given_is_named() -> None:
    policies = Policies([Policy.parse(statement("Allow", "cs:*"))])
    asked = ("oss:GetObject", "oss:ListBuckets", "kms:Decrypt", "ecs:StopInstance")
    not_given = [policies.decide(action, "*").not_given for action in asked]
    assert not_given == ["bucket-policy", None, "key-policy", None]


def test_a_broken_policy_is_an_error_with_its_place() -> None:
    with pytest.raises(PolicyError) as caught:
        Policy.parse('{"Version": "1", "Statement": [\n {"Effect": "Alow", "Action": "a:B", "Resource": "*"}]}')
    assert (caught.value.line, caught.value.column) == (2, 13)
    assert caught.value.help == 'did you mean "Allow"?'
    assert "wrong-effect" in str(caught.value)
    assert isinstance(caught.value, ValueError)


BROKEN = '{"Version": "1",\n "Statement": [{"Effect": "Alow", "Action": "cs:*", "Resource": "*"}]}'
IN_TERRAFORM = 'resource "alicloud_ram_policy" "p" {\n  policy_document = %s\n}\n'


@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        ("policy.json", BROKEN, (2, 27)),
        ("POLICY.JSON", BROKEN, (2, 27)),
        ("lines.jsonl", "\n" + BROKEN.replace("\n", ""), (2, 43)),
        ("answer.json", '{"Policy": {"PolicyDocument": %s}}' % json.dumps(BROKEN), (1, 84)),
        ("main.tf", IN_TERRAFORM % f"<<EOF\n{BROKEN}\nEOF", (4, 27)),
        ("main.tf", IN_TERRAFORM % "file(var.x)", (2, 21)),
        ("main.tf", IN_TERRAFORM % "local.x", (2, 21)),
        ("main.tf", "\n{", (2, 1)),
        ("page.html", "<html>", None),
    ],
)
def test_an_error_has_the_place_in_the_file(name: str, text: str, place: tuple[int, int] | None) -> None:
    with pytest.raises(PolicyError) as caught:
        read(name, text)
    assert (caught.value.line, caught.value.column) == (place or (None, None))
    assert (f"{name}:{place[0]}:{place[1]}" if place else name) in str(caught.value)


def test_all_problems_of_a_file_are_named() -> None:
    two = IN_TERRAFORM % "local.x" + IN_TERRAFORM.replace('"p"', '"q"') % "local.y"
    with pytest.raises(PolicyError, match="(?s)`local.x`.*`local.y`"):
        read("main.tf", two)


def test_an_error_in_code_has_its_place() -> None:
    with pytest.raises(PolicyError, match=r"main.tf:1:11: not Terraform") as caught:
        needs("main.tf", "resource {{{")
    assert (caught.value.line, caught.value.column) == (1, 11)


def test_no_help_names_what_python_does_not_have() -> None:
    with pytest.raises(PolicyError) as caught:
        Policy.parse("\ufeff" + READS)
    assert caught.value.help == "JSON does not allow it; correct it"
    assert "repair" not in str(caught.value)


@pytest.mark.parametrize("context", [MappingProxyType, ChainMap, OrderedDict])
def test_any_mapping_is_a_context(context: Any) -> None:
    policies = Policies([Policy.parse(READS)])
    for values in ("10.1.2.3", ["10.1.2.3"], ("10.1.2.3",)):
        keys = context({"acs:SourceIp": values})
        assert policies.decide("cs:DescribeClusterDetail", CLUSTER, keys).is_allowed


@pytest.mark.parametrize(
    ("context", "message"),
    [
        ({"acs:SourceIp": 1}, "`context['acs:SourceIp']`: expected a string or a sequence of strings, found int; leave"),
        ({"acs:SourceIp": None}, "`context['acs:SourceIp']`: expected a string or a sequence of strings, found None"),
        ({"acs:SourceIp": ["10.0.0.1", 1]}, "`context['acs:SourceIp'][1]`: expected a string, found int"),
        ({"acs:SourceIp": (None,)}, "`context['acs:SourceIp'][0]`: expected a string, found None"),
        ({"acs:SourceIp": {"10.0.0.1"}}, "`context['acs:SourceIp']`: expected a string or a sequence of strings, found set"),
        ({1: "x"}, "`context`: expected strings as keys, found int"),
        ([("acs:SourceIp", "10.0.0.1")], "`context`: expected a mapping, found list; pass a dictionary"),
        ("acs:SourceIp", "`context`: expected a mapping, found str"),
    ],
)
def test_a_wrong_context_is_an_error_with_its_key(context: Any, message: str) -> None:
    with pytest.raises(TypeError, match=re.escape(message)):
        Policies([]).decide("cs:GetClusters", "*", context)


# The types say no to what these tests pass.
package: Any = ram_policy
POLICY = Policy.parse(READS)
BATCH = pyarrow.RecordBatch.from_pydict({"value": ["{}"]})


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: package.Policies(POLICY), "`policies`: expected policies, found ram_policy.Policy; pass `[policy]`"),
        (lambda: package.Policies(READS), "`policies`: expected policies, found str; pass `[Policy.parse(text)]`"),
        (lambda: package.Policies({"a": POLICY}), "`policies`: expected policies, found dict; pass a list"),
        (lambda: package.Policies([POLICY, READS]), "`policies[1]`: expected Policy, found str; pass `Policy.parse(text)`"),
        (lambda: package.Policies([], session=POLICY), "`session`: expected policies, found ram_policy.Policy"),
        # A policy that only limits is never left out by mistake.
        (lambda: package.Policies([], session=None), "`session`: expected policies, found None; pass `[]` if there are none"),
        (lambda: package.Policies([], control=[None]), "`control[0]`: expected Policy, found None"),
        (lambda: package.Policies([], resource_group=5), "`resource_group`: expected policies, found int; pass a list"),
        (lambda: package.Policy(READS), "`Policy` is not a function; use `Policy.parse(text)`, or `read(name, text)`"),
        (lambda: package.Policy.parse(READS.encode()), "`text`: expected a string, found bytes; pass `value.decode()`"),
        (lambda: package.Policy.parse(json.loads(READS)), "`text`: expected a string, found dict; pass JSON, such as `json.dumps"),
        (lambda: package.Policy.parse(READS, kind=5), "`kind`: expected a string, found int"),
        (lambda: package.lint(POLICY), "`text`: expected a string, found ram_policy.Policy; pass its `text`"),
        (lambda: package.lint(Path("policy.json")), "; pass `path.read_text()`"),
        (lambda: package.read(Path("policy.json"), READS), "; pass `str(path)`"),
        (lambda: package.needs("a.go", None), "`text`: expected a string, found None"),
        (lambda: package.compare(READS, POLICY), "`old`: expected Policy, found str; pass `Policy.parse(text)`"),
        (lambda: package.compare(POLICY, None), "`new`: expected Policy, found None"),
        (lambda: package.Policies([]).decide(["cs:GetClusters"], "*"), "`action`: expected a string, found list"),
        (lambda: package.Policies([]).decide("cs:GetClusters", "*", principal=5), "`principal`: expected a string, found int"),
        (lambda: package.Policies([]).decide("cs:GetClusters", "*", complete="yes"), "`complete`: expected True or False, found str"),
        (lambda: package.Policies([]).decide_batch([BATCH]), "`requests`: expected a record batch, found list; pass one of"),
        (lambda: package.replay(5, new=package.Policies([])), "`batches`: expected a list of record batches, found int; pass `[batch]`"),
        (lambda: package.replay("trail.json", new=package.Policies([])), "`batches`: expected a list of record batches, found str"),
        (lambda: package.replay([None], new=package.Policies([])), "`batches`: expected record batches in the list, found None"),
        (lambda: package.replay([BATCH], new=[POLICY]), "`new`: expected Policies, found list; pass `Policies(policies)`"),
        (lambda: package.replay([BATCH], new=package.Policies([]), old=POLICY), "`old`: expected Policies, found ram_policy.Policy"),
        (lambda: package.replay([BATCH], new=package.Policies([]), column=5), "`column`: expected a string, found int"),
    ],
)
def test_an_argument_of_another_type_is_named(call: Any, message: str) -> None:
    with pytest.raises(TypeError, match=re.escape(message)):
        call()


@pytest.mark.parametrize("given", [(POLICY,), iter([POLICY]), (one for one in [POLICY])])
def test_policies_are_any_iterable(given: Any) -> None:
    assert repr(Policies(given)) == "<Policies: 1 policy>"


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: package.Policies([]).decide("GetClusters", "*"), "`action`: 'GetClusters' is not an action; write `service:Name`"),
        (lambda: package.Policies([]).decide("cs:Get*", "*"), "`action`: 'cs:Get*' is a pattern of actions; ask about each"),
        (lambda: package.Policies([]).decide("*", "cs:Get"), "`action`: '*' is not an action"),
        (lambda: package.Policies([]).decide("cs:Get", "cluster/c1"), "`resource`: 'cluster/c1' is not a resource; write `acs:"),
    ],
)
def test_a_text_of_another_kind_is_an_error(call: Any, message: str) -> None:
    with pytest.raises(PolicyError, match=re.escape(message)):
        call()


CALLS: list[Any] = [
    Policy.parse,
    lint,
    lambda text: read("policy.json", text),
    lambda text: needs("clean.sh", text),
]


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize(
    "name",
    [
        "deploy/policy.json",
        "policy.yaml",
        "my policy.txt",
        "C:\\Users\\ann\\POLICY.JSON",
        "../clean.sh",
        "main.go",
        "main.tf.json",
        "策略.json",
        "policy.json\n",
        "trail.gz",
    ],
)
def test_the_name_of_a_file_in_place_of_its_text_is_an_error(call: Any, name: str) -> None:
    with pytest.raises(PolicyError, match=re.escape("looks like its name, and no file is opened; pass its text: `Path(")) as caught:
        call(name)
    assert repr(name) in str(caught.value)
    assert caught.value.help == "pass its text: `Path(...).read_text()`"


@pytest.mark.parametrize(
    "code",
    [
        "",
        "aliyun cs DescribeClusters",
        "aliyun cs GET /clusters --region cn-beijing | jq .a",
        "aliyun cs DescribeClusters > a.json",
        "aliyun cs CreateCluster --body-file cluster.json\n",
    ],
)
def test_a_line_of_code_is_not_the_name_of_a_file(code: str) -> None:
    assert len(needs("clean.sh", code).calls) == bool(code)


def test_policies_go_to_other_processes() -> None:
    terraform = IN_TERRAFORM % f"<<EOF\n{statement('Allow', 'cs:${var.verb}Clusters')}\nEOF"
    [computed] = read("main.tf", terraform)
    session = Policy.parse(statement("Allow", "cs:Get*"), kind="session")
    policies = Policies([computed], session=[session])
    for same in (pickle.loads(pickle.dumps(policies)), copy.copy(policies), copy.deepcopy(policies)):
        for action in ("cs:GetClusters", "cs:DescribeClusters", "ecs:GetClusters"):
            ours, theirs = policies.decide(action, "*"), same.decide(action, "*")
            assert (ours.outcome, ours.depends_on) == (theirs.outcome, theirs.depends_on)
    same_policy = pickle.loads(pickle.dumps(session))
    assert (same_policy.text, same_policy.kind) == (session.text, "session")
    with pytest.raises(PolicyError) as caught:
        Policy.parse(BROKEN)
    error = pickle.loads(pickle.dumps(caught.value))
    assert (error.line, error.column, error.help) == (2, 27, 'did you mean "Allow"?')


def test_a_cause_is_the_statement_of_the_text() -> None:
    """A statement that Terraform computes in part decides in two parts, and is one."""
    partly = statement("Allow", "cs:*").replace('"cs:*"', '["ecs:*", "cs:${var.x}"]')
    [policy] = read("main.tf", IN_TERRAFORM % f"<<EOF\n{partly}\nEOF")
    [cause] = Policies([policy]).decide("cs:GetClusters", "*").by
    assert (cause.statement, cause.line) == (0, 1)


def test_time_is_in_line_with_size() -> None:
    """A text with a finding, a cause or a call on each line."""
    many = [{"Effect": "Allow", "Action": f"cs:G{number}*", "Resource": "*"} for number in range(2_500)]
    text = json.dumps({"Version": "1", "Statement": many}, indent=0)
    started = time.monotonic()
    assert len(lint(text)) > 2_500
    assert len(Policies([Policy.parse(re.sub("cs:G[0-9]+", "", text))]).decide("cs:Get", "*").by) == 2_500
    assert len(needs("a.sh", "aliyun cs DescribeClusters\n" * 2_500).calls) == 2_500
    assert time.monotonic() - started < 30


def test_other_threads_run_while_a_policy_is_linted() -> None:
    many = [{"Effect": "Allow", "Action": f"cs:Get{number}", "Resource": "*"} for number in range(300)]
    text = json.dumps({"Version": "1", "Statement": many})
    thread = threading.Thread(target=lint, args=[text])
    steps = 0
    thread.start()
    while thread.is_alive():
        steps += 1
        time.sleep(0.001)
    assert steps > 10


@pytest.mark.parametrize("text", ["", "\0", "[" * 100_000, '{"Version": "\ud83d\ude00"}', "{}" * 1000])
def test_no_text_ends_the_interpreter(text: str) -> None:
    with pytest.raises(PolicyError):
        Policy.parse(text.encode("utf-16", "surrogatepass").decode("utf-16"))
    assert lint(text.encode("utf-16", "surrogatepass").decode("utf-16"))


def test_an_unknown_kind_is_an_error_that_names_all() -> None:
    with pytest.raises(PolicyError, match="identity, trust, bucket"):
        Policy.parse(READS, kind="user")  # type: ignore[arg-type]


def test_policies_are_found_in_files() -> None:
    terraform = 'resource "alicloud_ram_policy" "p" {\n  policy_document = <<EOF\n%s\nEOF\n}\n'
    [policy] = read("main.tf", terraform % statement("Allow", "cs:${var.verb}*"))
    # What Terraform computes is unknown.
    decision = Policies([policy]).decide("cs:GetClusters", "*")
    assert decision.outcome == "undecided"
    document = json.dumps(statement("Allow", "sts:AssumeRole"))
    [trust] = read("role.json", '{"Role": {"AssumeRolePolicyDocument": %s}}' % document)
    assert trust.kind == "trust"
    # The text does not show that.
    assert "${var.verb}" in policy.text
    written = 'resource "alicloud_ram_policy" "p" {\n  policy_document = file("p.json")\n}\n'
    with pytest.raises(PolicyError, match='is in the file "p.json", which is not opened; pass the text of') as caught:
        read("main.tf", written)
    assert (caught.value.line, caught.value.column) == (2, 21)
    with pytest.raises(PolicyError, match="no policy document found"):
        read("main.tf", 'variable "x" {}\n')


def test_a_version_that_is_not_in_force_does_not_answer() -> None:
    answer = '{"PolicyVersion": {"IsDefaultVersion": false, "PolicyDocument": "{}"}}'
    document = statement("Allow", "cs:*").replace('"', '\\"')
    with pytest.raises(PolicyError, match="not in force"):
        read("answer.json", answer.replace('"{}"', f'"{document}"'))


def test_findings_have_places() -> None:
    [finding] = lint(statement("Allow", "cs:StartAlrt"))
    assert (finding.rule, finding.severity) == ("misspelt-action", "warning")
    assert (finding.line, finding.column, finding.end_column) == (1, 62, 76)
    kinds = {one.rule for one in lint(statement("Allow", "sts:AssumeRole"), kind="trust")}
    assert "missing-principal" in kinds


def test_a_comparison_names_what_changed() -> None:
    old, new = (Policy.parse(statement("Allow", action)) for action in ("cs:Get*", "cs:*"))
    comparison = compare(old, new)
    assert not comparison.is_equivalent and comparison.is_decided
    changes = {(one.change, one.action) for one in comparison.differences}
    assert ("newly_allowed", "cs:DeleteCluster") in changes
    assert compare(old, old).is_equivalent
    # No service has such a request: one difference of each change represents all actions.
    deny = '{"Effect": "Deny", "Action": "cs:*", "Resource": "acs:oss:*:*:logs/*"}'
    elsewhere = compare(old, Policy.parse(statement("Allow", "cs:Get*").replace("]}", f", {deny}]}}")))
    listed = {(one.change, one.is_of_service) for one in elsewhere.differences}
    assert listed == {("no_longer_allowed", False), ("newly_denied", False)}
    assert len(elsewhere.differences) == 2 and not elsewhere.is_equivalent
    condition = '"Condition": {"Bool": {"acs:MFAPresent": "true"}}, "Effect"'
    not_compared = compare(old, Policy.parse(statement("Allow", "cs:Get*").replace('"Effect"', condition)))
    assert not not_compared.is_equivalent and not not_compared.is_decided


def test_one_that_grants_is_never_equivalent_to_one_that_limits() -> None:
    kinds: tuple[Any, ...] = ("identity", "control", "session", "endpoint")
    texts = statement("Allow", "cs:Get*"), statement("Deny", "cs:Get*")
    for text in texts:
        for old, new in itertools.product(kinds, kinds):
            comparison = compare(Policy.parse(text, kind=old), Policy.parse(text, kind=new))
            assert comparison.is_equivalent == (old == new)
            assert comparison.kinds == (old, new)
            assert (repr(comparison) == "<Comparison: different kinds>") == (old != new)


def test_needs_are_found_with_their_places() -> None:
    found = needs("clean.sh", "set -e\naliyun cs DELETE /clusters/$CLUSTER\n")
    [call] = found.calls
    assert (call.name, call.actions) == ("DeleteCluster", ["cs:DeleteCluster"])
    assert (call.line, call.column) == (2, 1)
    assert repr(found) == "<Needs: 1 call, 0 unclear>"
    with pytest.raises(PolicyError, match="not a source"):
        needs("notes.txt", "nothing")


def test_the_page_about_python_is_right() -> None:
    page = Path(__file__).parents[2] / "docs" / "python.md"
    results = doctest.testfile(str(page), module_relative=False)
    assert results.failed == 0 and results.attempted > 20


def documented(tree: ast.Module) -> dict[str, str | None]:
    """Returns the documentation of each public item of the stubs."""
    texts = {}
    for item in tree.body:
        if not isinstance(item, ast.ClassDef | ast.FunctionDef) or item.name.startswith("_"):
            continue
        texts[item.name] = ast.get_docstring(item)
        for member in item.body if isinstance(item, ast.ClassDef) else []:
            if isinstance(member, ast.FunctionDef) and not member.name.startswith("__"):
                texts[f"{item.name}.{member.name}"] = ast.get_docstring(member)
    return texts


def test_the_stubs_say_what_help_says() -> None:
    stubs = Path(ram_policy.__file__).with_suffix(".pyi").read_text()
    texts = documented(ast.parse(stubs))
    assert len(texts) > 50
    for name, text in texts.items():
        item = operator.attrgetter(name)(ram_policy)
        assert text == inspect.getdoc(item), name
