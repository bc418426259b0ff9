"""The same function for Ray Data. The only file that imports ray."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from checker.batch.checking import ROWS, Options, check_batches
from checker.batch.schema import RESULT

if TYPE_CHECKING:
    from ray.data import Dataset


def check_dataset(dataset: Dataset, options: Options | None = None, **more: Any) -> Dataset:
    """Check each row of a Ray dataset with the columns of DOCUMENT_IN: a row of RESULT for each, lazily.

    `more` goes to `map_batches`: `concurrency`, `num_cpus`, `memory` ... The workers need this package, its extra
    `corpus`, and the rule files that `options` names.
    """
    work = partial(_checked, options=options or Options())
    return dataset.map_batches(work, **{"batch_format": "pyarrow", "batch_size": 4 * ROWS, **more})


def _checked(table: pa.Table, options: Options) -> pa.Table:
    return pa.Table.from_batches(check_batches(table.to_batches(), options, isolate=True), schema=RESULT)
