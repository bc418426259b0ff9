"""checker: a fact-checker for numeric consistency in reports.

From Python: `checker.check(text)` and `checker.check_file(path)` give a `Report`, `checker.check_together(paths)` one
for each file. Nothing is loaded before it is used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from checker.api import check, check_file, check_together
    from checker.model.quantity import Quantity
    from checker.model.report import Finding, Report

__version__ = "0.1.0"
__all__ = ["Finding", "Quantity", "Report", "__version__", "check", "check_file", "check_together"]


def __getattr__(name: str) -> Any:
    homes = {"Finding": "model.report", "Report": "model.report", "Quantity": "model.quantity"}
    if name in __all__:
        return getattr(import_module(f"checker.{homes.get(name, 'api')}"), name)
    raise AttributeError(f"module 'checker' has no attribute {name!r}")
