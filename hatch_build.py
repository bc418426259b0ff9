"""The build of a wheel makes what it brings ready made: see checker/prepared.py. An editable install has none of it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Prepared(BuildHookInterface[Any]):
    """Adds the files that `checker.preparing` makes to a wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make them. Raises CalledProcessError if that fails: a wheel without them would be slow without a word."""
        if version != "standard":
            return
        root = Path(self.root)
        self.made = Path(tempfile.mkdtemp(prefix="checker-"))
        texts = sorted(map(str, (root / "seeds").glob("*.txt")))
        # Sets have the same order in each build, so that the same files come of it.
        env = {**os.environ, "PYTHONHASHSEED": "0", "PYTHONPATH": str(root)}
        subprocess.run(
            [sys.executable, "-m", "checker.preparing", str(self.made), *texts], cwd=root, env=env, check=True
        )
        build_data["force_include"].update({str(file): f"checker/shipped/{file.name}" for file in self.made.iterdir()})

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Clean up."""
        if version == "standard":
            shutil.rmtree(self.made)
