"""Replays the events of ActionTrail in Spark: what other policies would refuse or allow.

    spark-submit spark_replay.py --policy new.json --trail 'oss://bucket/AliyunLogs/Actiontrail/' [--old old.json]

Each executor decides its part of the trail with the package `ram-policy`; Spark adds the counts up. Events are read as
text, a record in each line; files compressed by gzip are read as well.
"""

import argparse
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as f

from ram_policy import Policies, read, replay

RESULT = """
    result string, caller string, action string, operation string, decision string, depends_on array<string>,
    assumes array<string>, is_assumed boolean, count bigint, refused bigint, failed bigint, of_console bigint, event string, first string, last string
"""
CALL = ["result", "caller", "action", "operation", "decision", "depends_on", "assumes", "is_assumed"]


def replayed(events: DataFrame, new: list[str], old: list[str]) -> DataFrame:
    """Returns a row for each distinct call of the column `value`.

    The files of policies are read once, here; the executors get their text.
    """
    texts = {file: Path(file).read_text() for file in new + old}

    def load(files: list[str]) -> Policies:
        return Policies([policy for file in files for policy in read(file, texts[file])])

    def decide(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        yield replay(batches, new=load(new), old=load(old) if old else None)

    load(new + old)  # A policy that cannot be read is an error here, and not in each executor.
    # A line can have bytes that are not UTF-8, which a column of strings must not have in Arrow.
    lines = events.select(f.col("value").cast("binary").alias("value"))
    parts = lines.mapInArrow(decide, RESULT)
    # The first event is that of the least time and, among these, the least id, in whatever order parts come.
    earliest = f.min(f.struct("first", "event"))
    return parts.groupBy(*CALL).agg(
        f.sum("count").alias("count"),
        f.sum("refused").alias("refused"),
        f.sum("failed").alias("failed"),
        f.sum("of_console").alias("of_console"),
        earliest["event"].alias("event"),
        earliest["first"].alias("first"),
        f.max("last").alias("last"),
    )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--policy", action="append", required=True, help="file with policies to decide with")
    options.add_argument("--old", action="append", default=[], help="file with policies that these replace")
    options.add_argument("--trail", required=True, help="path of the events, as Spark reads it")
    options.add_argument("--output", help="path of a table in Parquet; without it, the changes are shown")
    given = options.parse_args()
    spark = SparkSession.builder.appName("ram-policy replay").getOrCreate()
    events = spark.read.option("recursiveFileLookup", "true").text(given.trail)
    result = replayed(events, given.policy, given.old)
    if given.output:
        result.write.mode("overwrite").parquet(given.output)
    else:
        changes = result.where(f.col("result") != "unchanged")
        changes.orderBy("result", f.desc("count"), "caller", "action").show(1000, truncate=False)


if __name__ == "__main__":
    main()
