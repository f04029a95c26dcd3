"""Record batches: the same answers as for single requests, in every form of Arrow."""

import json
import random
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from generate import a_policy, a_request
from ram_policy import Policies, Policy, PolicyError, replay


def batch_of(requests: list[dict], strings: pa.DataType = pa.string()) -> pa.RecordBatch:
    context = pa.map_(pa.string(), pa.list_(pa.string()))
    columns = {
        "action": pa.array([one["action"] for one in requests], strings),
        "resource": pa.array([one["resource"] for one in requests], strings),
        "context": pa.array([list(one.get("context", {}).items()) for one in requests], context),
    }
    return pa.record_batch(columns)


@pytest.mark.parametrize(
    "strings", [pa.string(), pa.large_string(), pa.string_view(), pa.binary(), pa.large_binary()]
)
def test_rows_are_decided_as_single_requests_are(strings: pa.DataType) -> None:
    source = random.Random(7)
    for _ in range(100):
        policies = Policies([Policy.parse(a_policy(source)) for _ in range(source.randint(1, 3))])
        requests = [a_request(source) for _ in range(20)]
        decided = policies.decide_batch(batch_of(requests, strings)).to_pylist()
        for request, row in zip(requests, decided, strict=True):
            one = policies.decide(request["action"], request["resource"], request.get("context"))
            keys = sorted({key for key, _ in one.depends_on})
            answer = {"outcome": one.outcome, "in_practice": one.in_practice, "depends_on": keys, "assumes": one.assumes}
            assert row == {**answer, "error": None}


def test_a_slice_of_a_batch_has_its_own_rows() -> None:
    policies = Policies([Policy.parse(a_policy(random.Random(1)))])
    source = random.Random(2)
    batch = batch_of([a_request(source) for _ in range(50)])
    whole = policies.decide_batch(batch)
    assert policies.decide_batch(batch.slice(17, 9)).equals(whole.slice(17, 9))


def test_what_is_not_given_has_no_outcome() -> None:
    policies = Policies([])
    rows = pa.record_batch({"action": ["cs:GetClusters", None], "resource": pa.array([None, "*"])})
    assert [set(row.values()) for row in policies.decide_batch(rows).to_pylist()] == [{None}] * 2


EVERYTHING = Policies([Policy.parse('{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}')])


@pytest.mark.parametrize(
    ("action", "resource"),
    [
        ("cs:GetClusters ", "*"),
        ("cs:Get*", "*"),
        ("*", "*"),
        ("cs:Get\u200bClusters\n", "*"),
        ("", "*"),
        ("cs:GetClusters", ""),
        ("cs:GetClusters", "cluster/c1"),
        ("x" * 300, "*"),
    ],
)
def test_a_row_that_cannot_be_decided_has_an_error(action: str, resource: str) -> None:
    """The other rows have their answers, and the error is that of a single request."""
    rows = pa.record_batch({"action": ["cs:GetClusters", action], "resource": ["*", resource]})
    good, bad = EVERYTHING.decide_batch(rows).to_pylist()
    assert (good["in_practice"], good["error"]) == ("allowed", None)
    with pytest.raises(PolicyError) as caught:
        EVERYTHING.decide(action, resource)
    assert bad == {**dict.fromkeys(good), "error": str(caught.value)}


def test_callers_are_decided_by_themselves() -> None:
    """An action that cannot be limited to a cluster, allowed outside of clusters to one caller only."""
    ann = {"RAM": "acs:ram::1:user/ann"}
    statements = [
        {"Effect": "Allow", "Action": "cs:DescribeEvents", "Resource": "acs:cs:*:*:cluster/*", "Principal": {"RAM": "*"}},
        {"Effect": "Allow", "Action": "cs:DescribeEvents", "Resource": "*", "Principal": ann},
    ]
    text = json.dumps({"Version": "1", "Statement": statements})
    policies = Policies([Policy.parse(text, kind="resource")])
    callers = [f"acs:ram::1:user/{name}" for name in ("ann", "bea", "ann")]
    action, resource = "cs:DescribeEvents", "acs:cs:cn-beijing:1:cluster/c1"
    rows = pa.record_batch({"action": [action] * 3, "resource": [resource] * 3, "principal": callers})
    wanted = [policies.decide(action, resource, principal=one).in_practice for one in callers]
    assert policies.decide_batch(rows).column("in_practice").to_pylist() == wanted
    assert wanted[0] != wanted[1]


def test_a_context_of_single_values_is_read() -> None:
    policy = Policy.parse(
        '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "cs:*", "Resource": "*",'
        ' "Condition": {"Bool": {"acs:MFAPresent": "true"}}}]}'
    )
    context = pa.array([[("acs:MFAPresent", "true")], None], pa.map_(pa.string(), pa.string()))
    rows = pa.record_batch(
        {"action": ["cs:GetClusters"] * 2, "resource": ["*"] * 2, "context": context}
    )
    outcomes = Policies([policy]).decide_batch(rows).column("outcome").to_pylist()
    assert outcomes == ["allowed", "undecided"]


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"action": ["a:B"]}, "no column `resource`"),
        ({"action": [1], "resource": ["*"]}, "column `action`: expected strings, found Int64"),
        ({"action": ["a:B"], "resource": ["*"], "context": ["x"]}, "column `context`: expected a map"),
    ],
)
def test_a_wrong_column_is_named(columns: dict, message: str) -> None:
    with pytest.raises(TypeError, match=message):
        Policies([]).decide_batch(pa.record_batch(columns))


LISTS = [
    pa.list_(pa.string()),
    pa.large_list(pa.large_string()),
    pa.list_view(pa.string_view()),
    pa.large_list_view(pa.binary_view()),
]


@pytest.mark.parametrize("lists", LISTS)
def test_lists_of_values_have_any_form(lists: pa.DataType) -> None:
    policy = Policy.parse(
        '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "cs:*", "Resource": "*",'
        ' "Condition": {"IpAddress": {"acs:SourceIp": "10.0.0.0/8"}}}]}'
    )
    contexts = [[("a:B", ["x", "y"]), ("acs:SourceIp", [ip])] for ip in ("10.0.0.1", "11.0.0.1")]
    context = pa.array([*contexts, None, [("acs:SourceIp", None)], []], pa.map_(pa.string(), lists))
    action = pa.array(["cs:GetClusters"] * 5, pa.binary_view())
    rows = pa.record_batch({"action": action, "resource": ["*"] * 5, "context": context})
    decided = Policies([policy]).decide_batch(rows)
    undecided = ["undecided"] * 3
    assert decided.column("outcome").to_pylist() == ["allowed", "implicitly_denied", *undecided]
    assert Policies([policy]).decide_batch(rows.slice(1)).equals(decided.slice(1))


@pytest.mark.parametrize("lists", [pa.string(), *LISTS])
def test_null_is_unknown_and_not_absent(lists: pa.DataType) -> None:
    """A Deny of an address that is null may be one of this address, whatever else the row has."""
    parts = '"Action": "cs:*", "Resource": "*"'
    denied = '{"IpAddress": {"acs:SourceIp": "10.0.0.0/8"}}'
    policy = Policy.parse(
        f'{{"Version": "1", "Statement": [{{"Effect": "Allow", {parts}}},'
        f' {{"Effect": "Deny", {parts}, "Condition": {denied}}}]}}'
    )
    contexts: list[Any] = [None, [("acs:SourceIp", None)], [("a:B", None)], [("a:B", None), ("acs:SourceIp", None)]]
    contexts += [[("acs:SourceIp", "11.0.0.1")], [("acs:SourceIp", "11.0.0.1"), ("a:B", None)]]
    if lists != pa.string():
        contexts = [one and [(key, value and [value]) for key, value in one] for one in contexts]
        contexts += [[("acs:SourceIp", values)] for values in ([None], ["11.0.0.1", None])]
        undecided = 2
    else:
        undecided = 0
    context = pa.array(contexts, pa.map_(pa.string(), lists))
    count = len(contexts)
    rows = pa.record_batch({"action": ["cs:A"] * count, "resource": ["*"] * count, "context": context})
    wanted = ["undecided"] * 4 + ["allowed"] * 2 + ["undecided"] * undecided
    for complete in (False, True):
        decided = Policies([policy]).decide_batch(rows, complete=complete)
        assert decided.column("outcome").to_pylist() == wanted


IN_CIDR = Policies(
    [
        Policy.parse(
            '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "cs:*", "Resource": "*",'
            ' "Condition": {"IpAddress": {"acs:SourceIp": "10.0.0.0/8"}}}]}'
        )
    ]
)
ADDRESSES = ["10.0.0.1", "11.0.0.1", None]
ANSWERS = ["allowed", "implicitly_denied", "undecided"]


def outcomes(**columns: pa.Array) -> list[str | None]:
    """Returns the outcomes of a batch, which a slice of it has as well."""
    batch = pa.record_batch(columns)
    decided = IN_CIDR.decide_batch(batch)
    assert IN_CIDR.decide_batch(batch.slice(1)).equals(decided.slice(1))
    assert decided.column("error").null_count == batch.num_rows
    return decided.column("outcome").to_pylist()


@pytest.mark.parametrize("form", [pa.Array.dictionary_encode, pc.run_end_encode])
def test_encoded_columns_are_read(form: Any) -> None:
    actions = form(pa.array(["cs:A", "cs:A", None, "ecs:A", "cs:A"]))
    resources = form(pa.array(["*"] * 5))
    addresses = form(pa.array(["10.0.0.1", "10.0.0.1", "11.0.0.1", "10.0.0.1", None]))
    wanted = ["allowed", "allowed", None, "implicitly_denied", "undecided"]
    contexts = pa.StructArray.from_arrays([addresses], ["acs:SourceIp"])
    assert outcomes(action=actions, resource=resources, context=contexts) == wanted
    offsets = pa.array(range(6), pa.int32())
    contexts = pa.MapArray.from_arrays(offsets, pa.array(["acs:SourceIp"] * 5), addresses)
    assert outcomes(action=actions, resource=resources, context=contexts) == wanted


def test_events_in_a_dictionary_are_replayed() -> None:
    events = pa.array(["{", "{", None, "["]).dictionary_encode()
    [row] = replay([pa.record_batch({"value": events})], new=Policies([])).to_pylist()
    assert (row["result"], row["count"]) == ("unreadable", 3)


def test_a_column_of_nulls_is_unknown() -> None:
    action, resource = pa.array(["cs:A"] * 2), pa.array(["*"] * 2)
    nulls = pa.nulls(2)
    assert outcomes(action=action, resource=resource, context=nulls, principal=nulls) == ["undecided"] * 2
    assert outcomes(action=nulls, resource=resource) == [None, None]


@pytest.mark.parametrize(
    "contexts",
    [
        [{"acs:SourceIp": one, "a:B": "x"} for one in ADDRESSES],
        [{"acs:SourceIp": one and [one], "a:B": ["x", "y"]} for one in ADDRESSES],
        # What a data frame of Polars has in place of a map.
        [[{"key": "acs:SourceIp", "value": one}] for one in ADDRESSES],
        [[{"key": "acs:SourceIp", "value": one and [one]}] for one in ADDRESSES],
        [[{"value": one, "key": "acs:SourceIp"}] for one in ADDRESSES],
    ],
)
def test_a_context_of_structs_is_read(contexts: list) -> None:
    action, resource = pa.array(["cs:A"] * 4), pa.array(["*"] * 4)
    assert outcomes(action=action, resource=resource, context=pa.array([*contexts, None])) == [*ANSWERS, "undecided"]


def test_a_pair_that_is_null_is_unknown() -> None:
    pairs = pa.StructArray.from_arrays(
        [pa.array(["acs:SourceIp"] * 2), pa.array(["10.0.0.1"] * 2)], ["key", "value"], mask=pa.array([False, True])
    )
    contexts = pa.ListArray.from_arrays(pa.array([0, 1, 2], pa.int32()), pairs)
    rows = {"action": pa.array(["cs:A"] * 2), "resource": pa.array(["*"] * 2), "context": contexts}
    decided = IN_CIDR.decide_batch(pa.record_batch(rows), complete=True)
    assert decided.column("outcome").to_pylist() == ["allowed", "undecided"]


@pytest.mark.parametrize("context", [[{"acs:SourceIp": 1}], [[{"key": "a", "value": "b", "c": "d"}]], [[{"name": "a", "value": "b"}]], [[1]]])
def test_a_context_of_other_structs_is_an_error(context: list) -> None:
    columns = {"action": ["a:B"], "resource": ["*"], "context": pa.array(context)}
    with pytest.raises(TypeError, match="column `context`: expected a map .*, a struct .*, or a list .*, found .*; cast the column"):
        Policies([]).decide_batch(pa.record_batch(columns))


A, B = (b"a:A", b"x"), (b"a:B", b"y")


@pytest.mark.parametrize(
    ("columns", "place"),
    [
        ({"action": [b"a:B", b"\xff"], "resource": [b"*", b"*"]}, "column `action`, row 1"),
        ({"action": [b"a:B"], "resource": [b"\xff"]}, "column `resource`, row 0"),
        ({"action": ["a:B"], "resource": ["*"], "principal": [b"\xff"]}, "column `principal`, row 0"),
        ({"context": [[A, B], [(b"a:C", b"\xff")], []]}, "column `context`, row 1"),
        ({"context": [[], [], [(b"\xff", b"x")]]}, "column `context`, row 2"),
    ],
)
def test_bytes_that_are_no_text_are_an_error_with_their_row(columns: dict, place: str) -> None:
    if context := columns.get("context"):
        values = pa.array(context, pa.map_(pa.binary(), pa.binary()))
        columns = {"action": ["a:B"] * 3, "resource": ["*"] * 3, "context": values}
    rows = Policies([]).decide_batch(pa.record_batch(columns)).to_pylist()
    [error] = [row["error"] for row in rows if row["error"]]
    assert error.startswith(f"{place}: not valid UTF-8")
    assert [row["outcome"] is None for row in rows] == [row["error"] is not None for row in rows]


TABLE = pa.table({"value": ["{}"]})


@pytest.mark.parametrize("batches", [TABLE, TABLE.to_batches()[0], ["{}"], [1]])
def test_events_in_other_forms_are_refused(batches: Any) -> None:
    with pytest.raises(TypeError, match="expected (a list of )?record batches.*, found .*table.to_batches()"):
        replay(batches, new=Policies([]))


def test_events_come_in_any_iterable_of_batches() -> None:
    for batches in (TABLE.to_batches(), TABLE.to_reader(), iter(TABLE.to_batches())):
        assert replay(batches, new=Policies([])).num_rows == 1


@pytest.mark.parametrize("requests", [TABLE, {"action": ["a:B"]}, pa.array(["a:B"]), [TABLE.to_batches()[0]], None])
def test_what_is_no_batch_is_refused(requests: Any) -> None:
    with pytest.raises(TypeError, match="expected a record batch, found .*; pass one of `table.to_batches"):
        Policies([]).decide_batch(requests)


@pytest.mark.parametrize("argument", ["new", "old"])
def test_one_policy_in_place_of_policies_is_refused(argument: str) -> None:
    policy: Any = Policy.parse(a_policy(random.Random(1)))
    given = {"new": Policies([]), argument: policy}
    with pytest.raises(TypeError, match=f"`{argument}`: expected Policies, found ram_policy.Policy; pass `Policies"):
        replay([], **given)
