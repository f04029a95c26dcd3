"""Replays the events of ActionTrail in one process, with DuckDB: from files of JSON lines to a table.

    python duckdb_replay.py --policy new.json --trail 'trail/**/*.jsonl'

DuckDB reads the lines, in parallel and compressed or not; the package decides record batches of them; DuckDB queries
the result.
"""

import argparse
from pathlib import Path

import duckdb
import pyarrow as pa

from ram_policy import Policies, read, replay

# A line has no separator, and no quotes that mean something.
LINES = """
    SELECT value FROM read_csv(
        ?, columns = {'value': 'VARCHAR'}, delim = '\\x01', quote = '', escape = '', header = false,
        max_line_size = 1048576, auto_detect = false
    )
"""


def replayed(trail: str, files: list[str]) -> duckdb.DuckDBPyRelation:
    """Returns a row for each distinct call."""
    new = Policies([policy for file in files for policy in read(file, Path(file).read_text())])
    batches = duckdb.sql(LINES, params=[trail]).to_arrow_reader(100_000)
    return duckdb.from_arrow(pa.Table.from_batches([replay(batches, new=new)]))


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
