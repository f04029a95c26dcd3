"""Replays the events of ActionTrail in one process, with DuckDB: from files of JSON lines to a table.

    python duckdb_replay.py --policy new.json --trail 'trail/**/*.jsonl'

pyarrow reads the lines, compressed or not, whatever their bytes are; the package decides record batches of them; DuckDB
queries the result.
"""

import argparse
from collections.abc import Iterator
from glob import glob
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from ram_policy import Policies, read, replay

BLOCK = 16 * 1024 * 1024
# What a file that gzip wrote begins with, whatever its name is.
GZIP = b"\x1f\x8b"


def lines(pattern: str) -> Iterator[pa.RecordBatch]:
    """Reads the lines of files, in blocks. A longer line is in one block."""
    files = sorted(glob(pattern, recursive=True))
    if not files:
        raise FileNotFoundError(f"no file matches {pattern}")
    for file in files:
        try:
            yield from lines_of(file)
        except OSError as error:
            raise OSError(f"{file}: {error}") from error


def lines_of(file: str) -> Iterator[pa.RecordBatch]:
    with open(file, "rb") as opened:
        is_compressed = opened.read(len(GZIP)) == GZIP
    with pa.input_stream(file, compression="gzip" if is_compressed else None) as stream:
        rest = []
        while block := stream.read(BLOCK):
            whole, separator, after = block.rpartition(b"\n")
            if separator:
                yield split(b"".join([*rest, whole]))
                rest = []
            rest.append(after)
        yield split(b"".join(rest))


def split(text: bytes) -> pa.RecordBatch:
    """Returns the lines of a text, without an object of Python for each."""
    split = pc.split_pattern(pa.array([text], pa.large_binary()), b"\n")
    return pa.record_batch({"value": pc.list_flatten(split)})


def replayed(trail: str, files: list[str]) -> duckdb.DuckDBPyRelation:
    """Returns a row for each distinct call."""
    new = Policies([policy for file in files for policy in read(file, Path(file).read_text())])
    return duckdb.from_arrow(pa.Table.from_batches([replay(lines(trail), new=new)]))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--policy", action="append", required=True, help="file with policies to decide with")
    options.add_argument("--trail", required=True, help="pattern of files of JSON lines")
    given = options.parse_args()
    result = replayed(given.trail, given.policy)
    columns = "result, caller, action, count, event"
    print(result.filter("result <> 'unchanged'").order("result, count DESC, caller, action").select(columns))


if __name__ == "__main__":
    main()
