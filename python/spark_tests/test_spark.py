"""The examples for Spark and DuckDB give the report of `ack-catalog replay`."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as f

HERE = Path(__file__).parent
sys.path += [str(HERE.parent / "tests"), str(HERE.parent / "examples")]

from duckdb_replay import replayed as replayed_by_duckdb  # noqa: E402
from generate import a_policy, an_event  # noqa: E402
from spark_replay import replayed  # noqa: E402
from test_program import as_rows, changes_of_the_program, summary  # noqa: E402

EVENTS = int(os.environ.get("EVENTS", "1000000"))
FILES = 8


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    """Two executors, each a process of its own."""
    os.environ["PYSPARK_PYTHON"] = sys.executable
    paths = os.pathsep.join(sys.path)
    builder = SparkSession.builder.master("local-cluster[2,1,1024]").appName("test")
    settings = {
        "spark.executorEnv.PYTHONPATH": paths,
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "4",
        "spark.driver.host": "127.0.0.1",
    }
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


@pytest.fixture(scope="module")
def trail(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("trail")
    source = Random(24)
    for file in range(FILES):
        with (folder / f"{file}.jsonl").open("w") as out:
            for number in range(file, EVENTS, FILES):
                out.write(an_event(source, number) + "\n")
            out.write("\n{ no event\n" if file == 3 else "")
    # A line of megabytes with many events, and one whose bytes are not UTF-8.
    events = ",".join(an_event(source, EVENTS + number) for number in range(4_000))
    folder.joinpath("long.jsonl").write_text(f"[{events}]\n")
    # Lists and lines that cannot be read, before others.
    some = [an_event(source, EVENTS + 5_000 + number) for number in range(4)]
    folder.joinpath("lists.jsonl").write_text(f"[{some[0]}]\nnull\n[{some[1]},\n{some[2]}\n[{some[3]}]\n")
    event = an_event(source, EVENTS + 4_000).encode()
    folder.joinpath("bytes.jsonl").write_bytes(event.replace(b'"eventId": "', b'"eventId": "\xe9') + b"\n" + event)
    return folder


@pytest.fixture(scope="module")
def policies(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("policies")
    source = Random(25)
    new, old = folder / "new.json", folder / "old.json"
    new.write_text(a_policy(source))
    old.write_text(a_policy(source))
    return new, old


@pytest.mark.parametrize("has_old", [False, True])
def test_spark_replays_as_the_program_does(
    spark: SparkSession, trail: Path, policies: tuple[Path, Path], has_old: bool
) -> None:
    new, old = policies
    events = spark.read.text(str(trail))
    result = replayed(events, [str(new)], [str(old)] if has_old else [])
    rows = [row.asDict() for row in result.collect()]
    more = ["--old", old] if has_old else []
    wanted = as_rows(changes_of_the_program(new, trail, *more, "--skip-bad"))
    assert summary(rows) == summary(wanted)
    # The first event of each call is the same as well, whatever part of the trail came first.
    firsts = {(one["result"], one["caller"], one["action"], one["event"]) for one in wanted if "decision" in one}
    assert firsts == {(row["result"], row["caller"], row["action"], row["event"]) for row in rows if row["decision"]}


def test_duckdb_replays_as_the_program_does(trail: Path, policies: tuple[Path, Path]) -> None:
    new, _ = policies
    relation = replayed_by_duckdb(f"{trail}/*.jsonl", [str(new)])
    rows = [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]
    assert summary(rows) == summary(as_rows(changes_of_the_program(new, trail, "--skip-bad")))


def test_speed_is_reported(spark: SparkSession, trail: Path, policies: tuple[Path, Path]) -> None:
    """Prints events a second and worker, beside a function that decides row by row, and beside reading alone."""
    new, _ = policies
    text = new.read_text()
    # Row by row, only lines with one event are read.
    events = spark.read.text(f"{trail}/[0-9].jsonl")

    def by_rows(batches: Iterator) -> Iterator:
        import json

        import pyarrow as pa
        from ram_policy import Policies, Policy

        decided = Policies([Policy.parse(text)])
        counts: dict[str, int] = {}
        for batch in batches:
            for line in batch.column("value").to_pylist():
                try:
                    event = json.loads(line)
                except ValueError:
                    continue
                context = {"acs:SourceIp": event["sourceIpAddress"], "acs:CurrentTime": event["eventTime"]}
                action = f"{event['serviceName'].lower()}:{event['eventName']}"
                outcome = decided.decide(action, "*", context).outcome
                counts[outcome] = counts.get(outcome, 0) + 1
        yield pa.record_batch({"outcome": list(counts), "count": list(counts.values())})

    def once(frame: Callable[[], DataFrame]) -> float:
        start = time.monotonic()
        frame().collect()
        return time.monotonic() - start

    # Made for each run: one that is collected again takes what it had sorted by keys.
    frames: dict[str, Callable[[], DataFrame]] = {
        "reading alone": lambda: events.select(f.sum(f.length("value"))),
        "replay": lambda: replayed(events, [str(new)], []),
        "row by row": lambda: events.mapInArrow(by_rows, "outcome string, count bigint"),
    }
    times: dict[str, list[float]] = {name: [] for name in frames}
    for _ in range(3):
        for name, frame in frames.items():
            times[name].append(once(frame))
    for name, all_times in times.items():
        median = sorted(all_times)[1]
        print(f"{name:14} {EVENTS / median / 2:12,.0f} events a second and worker")
