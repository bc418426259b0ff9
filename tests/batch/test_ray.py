"""The same function in Ray Data, if it is installed. It is not in the extra `test`: with what it brings it is large."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pytest

from batch.corpora import RIGHT, WRONG
from checker.batch.checking import check_batches
from checker.batch.ray import check_dataset
from checker.batch.schema import RESULT

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture
def data() -> Iterator[Any]:
    """ray.data on a cluster of this machine."""
    ray = pytest.importorskip("ray", reason="ray is not installed")
    data = pytest.importorskip("ray.data", reason="ray[data] is not installed")
    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False, configure_logging=False)
    yield data
    ray.shutdown()


def test_a_dataset(data: Any) -> None:
    rows: list[dict[str, Any]] = [{"id": str(i), "text": WRONG if i % 2 else RIGHT} for i in range(10)]
    made = check_dataset(data.from_items(rows), batch_size=4)
    tables = list(made.iter_batches(batch_format="pyarrow", batch_size=None))
    found = sorted((row for table in tables for row in table.to_pylist()), key=lambda row: int(row["id"]))
    given = pa.RecordBatch.from_pylist(rows)
    assert found == [row for batch in check_batches([given]) for row in batch.to_pylist()]
    assert set(tables[0].schema.names) == set(RESULT.names)
