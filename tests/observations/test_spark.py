"""Spark reads the settled readings by the list of their files, and finds the same sums."""

import json
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import duckdb
import polars as pl
import pytest
from deltalake import DeltaTable

from klimamosaik.observations.models import Datastream
from klimamosaik.observations.operations import deliveries as operations
from klimamosaik.observations.store import cold
from tests.observations.conftest import NOW, deliver, rows

pytest.importorskip("pyspark", reason="the extra [spark] is not installed (485 MB)")
if shutil.which("java") is None:
    pytest.skip("Spark needs Java 17", allow_module_level=True)

pytestmark = [pytest.mark.long, pytest.mark.django_db]
NEW_YEAR = datetime(2023, 12, 31, 23, tzinfo=UTC)
IN_SPARK = """
import json, sys
from pyspark.sql import SparkSession, functions as F
folder, *files = json.load(sys.stdin)
spark = (
    SparkSession.builder.master("local[1]")
    .config("spark.ui.enabled", "false")
    .config("spark.driver.host", "127.0.0.1")
    .config("spark.driver.bindAddress", "127.0.0.1")
    .config("spark.sql.session.timeZone", "UTC")
    .getOrCreate()
)
table = spark.read.option("basePath", folder).parquet(*files)
sums = table.groupBy("datastream", "month").agg(
    F.count("*"), F.sum("value"), F.min(F.unix_micros("start")), F.max("seq")
)
print(json.dumps(sorted(list(row) for row in sums.collect())))
spark.stop()
"""


def test_spark_and_duckdb_find_the_same_sums(meter: Datastream) -> None:
    deliver(rows(meter, NEW_YEAR, [0.25 * place for place in range(2000)]))
    operations.settle(at=NOW)
    deliver(rows(meter, NEW_YEAR + timedelta(days=3), [7.0] * 10))  # corrections are versions
    operations.settle(at=NOW)
    files = DeltaTable(str(cold.folder())).file_uris()
    assert len(files) > 3
    told = subprocess.run(
        [sys.executable, "-c", IN_SPARK],
        input=json.dumps([str(cold.folder()), *files]),
        env={**os.environ, "SPARK_LOCAL_IP": "127.0.0.1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stderr[-3000:]
    found = json.loads(told.stdout.splitlines()[-1])
    asked = """
        SELECT datastream, month, count(*), sum(value), min(epoch_us(start)), max(seq)
        FROM read_parquet($files, hive_partitioning = true) GROUP BY ALL ORDER BY ALL
    """
    expected = [list(row) for row in duckdb.execute(asked, {"files": files}).fetchall()]
    assert found == expected
    assert pl.Series([row[2] for row in found]).sum() == 2010
