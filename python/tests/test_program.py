"""The package gives the answers of the program `ack-catalog`."""

import json
import os
from pathlib import Path
from random import Random

import pyarrow as pa
import pytest
from generate import a_policy, a_request, an_event
from program import records, run
from ram_policy import Policies, Policy, PolicyError, compare, lint, replay

# How many random policies, each with ten requests. A process a policy takes its time.
COUNT = int(os.environ.get("RANDOM_POLICIES", "100"))


def test_random_requests_are_decided_alike(tmp_path: Path) -> None:
    source = Random(20)
    file = tmp_path / "policy.json"
    for _ in range(COUNT):
        text = a_policy(source)
        file.write_text(text)
        requests = [a_request(source) for _ in range(10)]
        lines = "\n".join(map(json.dumps, requests))
        answers = records("check", file, "--requests", "-", text=lines)
        policies = Policies([Policy.parse(text)])
        for request, answer in zip(requests, answers, strict=True):
            ours = policies.decide(**request)
            assert ours.outcome == answer["decision"], (text, request)
            assert ours.in_practice == answer["in_practice"], (text, request)
            assert ours.is_allowed == (answer["in_practice"] == "allowed")
            assert ours.assumes == answer["assumes"], (text, request)
            assert ours.not_given == answer["not_given"], (text, request)
            assert [one.statement for one in ours.by] == [one["statement"] for one in answer["by"]]


def is_of_ack(action: str) -> bool:
    return action.startswith("cs:")


def test_random_policies_are_compared_alike(tmp_path: Path) -> None:
    source = Random(21)
    old, new = tmp_path / "old.json", tmp_path / "new.json"
    for _ in range(COUNT // 4):
        texts = a_policy(source), a_policy(source)
        old.write_text(texts[0])
        new.write_text(texts[1])
        report = json.loads(run("compare", old, new, "--format", "json"))
        ours = compare(*map(Policy.parse, texts))
        assert (ours.is_equivalent, ours.is_decided) == (report["is_equivalent"], report["is_decided"])
        # The program looks for real names in the place of examples.
        of_program = [one for one in report["differences"] if not one["is_example"] and is_of_ack(one["action"])]
        of_package = [one for one in ours.differences if not one.is_example and is_of_ack(one.action)]
        listed = {(one["change"], one["action"]) for one in of_program}
        assert {(one.change, one.action) for one in of_package} == listed


def findings(text: str) -> list[tuple]:
    return [(one.rule, one.line, one.column, one.end_line, one.end_column) for one in lint(text)]


def findings_of_the_program(file: Path) -> list[tuple]:
    listed = json.loads(run("lint", "--isolated", "--format", "json", file))
    places = ("rule", "line", "column", "end_line", "end_column")
    return [tuple(one[place] for place in places) for one in listed]


def test_random_policies_have_the_same_findings(tmp_path: Path) -> None:
    source = Random(22)
    file = tmp_path / "policy.json"
    for _ in range(COUNT // 4):
        text = a_policy(source)
        file.write_text(text)
        assert findings(text) == findings_of_the_program(file), text


CORPUS = os.environ.get("ACK_CATALOG_CORPUS")


@pytest.mark.skipif(CORPUS is None, reason="ACK_CATALOG_CORPUS does not name the corpus")
def test_the_corpus_is_read_alike(tmp_path: Path) -> None:
    """Each document is read or refused as the program does, and has the same findings."""
    lines = (Path(str(CORPUS)) / "policies" / "policies.jsonl").read_text().splitlines()
    file = tmp_path / "policy.json"
    seen = {"read": 0, "refused": 0}
    for line in lines:
        text = json.loads(line)["text"]
        try:
            policies = Policies([Policy.parse(text)])
        except PolicyError:
            seen["refused"] += 1
            continue
        seen["read"] += 1
        file.write_text(text)
        answers = records("check", file, "--requests", "-", text=json.dumps({"action": "cs:GetClusters", "resource": "*"}))
        ours = policies.decide("cs:GetClusters", "*")
        assert (ours.outcome, ours.in_practice) == (answers[0]["decision"], answers[0]["in_practice"]), text
        assert findings(text) == findings_of_the_program(file), text
    assert seen["read"] > 200 and seen["refused"] > 20, seen


def changes_of_the_program(new: Path, trail: Path, *more: object) -> dict:
    return json.loads(run("replay", "--policy", new, "--trail", trail, "--format", "json", *more))


def as_rows(report: dict) -> list[dict]:
    """Returns the program's report in the rows of `replay`."""
    rows = []
    for result in ("newly_refused", "newly_allowed", "undecided", "unchanged"):
        rows += [{"result": result, **one} for one in report[result]]
    for one in report["unknown"]:
        rows.append({"result": "unknown", "operation": f"{one['service']}:{one['operation']}", "count": one["count"]})
    left_out = report["left_out"]
    rows += [{"result": "service", "caller": name, "count": count} for name, count in left_out["services"].items()]
    rows += [{"result": "not_a_call", "caller": name, "count": count} for name, count in left_out["not_calls"].items()]
    left = {"root": "root", "other_caller": "other_callers", "own_identity": "of_own_identity"}
    for result, count in ((result, left_out[name]) for result, name in left.items()):
        rows += [{"result": result, "count": count}] * (count > 0)
    answers = report["answers"]
    for result, count in (("answer", answers["count"]), ("answer_with_next_token", answers["with_next_token"])):
        rows += [{"result": result, "count": count}] * (count > 0)
    if report["unreadable"]["count"]:
        rows.append({"result": "unreadable", "count": report["unreadable"]["count"]})
    return rows


def summary(rows: list[dict]) -> list[tuple]:
    keys = ("result", "caller", "action", "operation", "decision", "count")
    return sorted(tuple(str(row.get(key)) for key in keys) for row in rows)


@pytest.mark.parametrize("more", [[], ["--caller", "user/mia"]])
def test_a_trail_is_replayed_alike(tmp_path: Path, more: list[str]) -> None:
    source = Random(23)
    new, old, trail = tmp_path / "new.json", tmp_path / "old.json", tmp_path / "trail.jsonl"
    for number in range(COUNT // 10):
        events = [an_event(source, number) for number in range(500)]
        texts = a_policy(source), a_policy(source)
        new.write_text(texts[0])
        old.write_text(texts[1])
        trail.write_text("\n".join(events))
        has_old = number % 2 == 1
        report = changes_of_the_program(new, trail, *more, *(["--old", old] if has_old else []))
        batches = [pa.record_batch({"value": events[start : start + 90]}) for start in range(0, 500, 90)]
        ours = replay(
            batches,
            new=Policies([Policy.parse(texts[0])]),
            old=Policies([Policy.parse(texts[1])]) if has_old else None,
            caller=more[1] if more else None,
        )
        assert summary(ours.to_pylist()) == summary(as_rows(report)), texts


def test_lines_of_any_kind_are_replayed_alike(tmp_path: Path) -> None:
    """Each line is read for itself, whatever the lines before it are."""
    source = Random(27)
    new, trail = tmp_path / "new.json", tmp_path / "trail.jsonl"
    text = a_policy(source)
    new.write_text(text)
    some = [an_event(source, number) for number in range(40)]
    answer = f'{{"Events": [{some[0]}, {some[1]}], "NextToken": ""}}'
    lists = [f"[{one}]" for one in some[2:6]] + ["[]", f"[{', '.join(some[6:20])}]", answer]
    bad = ["x", "null", "5", '"s"', "}", "]", "# c", "\0", '{"eventNa', f'[{some[20]}, {{"ev', f"{some[21]} x {some[22]}", ""]
    kinds = lists + bad + [*some[23:], f"{some[0]}{some[1]}", "\ufeff" + some[2], f"[{', '.join(some * 60)}]"]
    for _ in range(COUNT // 4):
        lines = [source.choice(lists + bad), *source.choices(kinds, k=20), some[0]]
        trail.write_text("\n".join(lines))
        report = changes_of_the_program(new, trail, "--skip-bad")
        ours = replay([pa.record_batch({"value": lines})], new=Policies([Policy.parse(text)]))
        assert summary(ours.to_pylist()) == summary(as_rows(report)), lines


def test_what_cannot_be_read_is_counted() -> None:
    batch = pa.record_batch({"value": ["{", "[]", "", None, "\ufeff" + an_event(Random(1), 1)]})
    rows = replay([batch], new=Policies([])).to_pylist()
    assert sum(row["count"] for row in rows) == 2
    [unreadable] = [row for row in rows if row["result"] == "unreadable"]
    assert unreadable["count"] == 1
    assert unreadable["event"].startswith("not valid JSON")
