"""The example for DuckDB reads files as they are delivered."""

import gzip
import re
import sys
from pathlib import Path
from random import Random

import pytest

HERE = Path(__file__).parent
sys.path += [str(HERE.parent / "tests"), str(HERE.parent / "examples")]

from duckdb_replay import lines  # noqa: E402
from generate import an_event  # noqa: E402


def test_a_compressed_file_is_read_whatever_its_name_is(tmp_path: Path) -> None:
    events = [an_event(Random(28), number).encode() for number in range(4)]
    tmp_path.joinpath("0.jsonl").write_bytes(events[0])
    tmp_path.joinpath("1.jsonl").write_bytes(gzip.compress(events[1]))
    tmp_path.joinpath("2.jsonl.gz").write_bytes(gzip.compress(events[2]) + gzip.compress(b"\n" + events[3]))
    tmp_path.joinpath("3.jsonl.gz").write_bytes(b"")
    read = [line for batch in lines(f"{tmp_path}/*") for line in batch.column("value").to_pylist()]
    assert [line for line in read if line] == events


@pytest.mark.parametrize("text", [gzip.compress(b"{}" * 1_000)[:-9], b"\x1f\x8bx"])
def test_a_broken_file_is_named(tmp_path: Path, text: bytes) -> None:
    file = tmp_path / "broken.jsonl"
    file.write_bytes(text)
    with pytest.raises(OSError, match=f"^{re.escape(str(file))}: "):
        list(lines(str(file)))
