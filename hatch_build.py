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
        """Make them. A wheel without them is as good, but slower at first; so a failure is said and stops nothing."""
        if version != "standard":
            return
        root = Path(self.root)
        self.made = Path(tempfile.mkdtemp(prefix="checker-"))
        texts = sorted(map(str, (root / "seeds").glob("*.txt")))
        # Sets have the same order in each build, so that the same files come of it. What this process may import, the
        # other one may: installers put what a build needs wherever they like.
        paths = os.pathsep.join([str(root), *filter(None, sys.path)])
        env = {**os.environ, "PYTHONHASHSEED": "0", "PYTHONPATH": paths}
        command = [sys.executable, "-m", "checker.preparing", str(self.made), *texts]
        ran = subprocess.run(command, cwd=root, env=env, check=False, stderr=subprocess.PIPE, text=True)
        if ran.returncode:
            why = (ran.stderr.strip().splitlines() or [f"exit code {ran.returncode}"])[-1]
            self.app.display_warning(f"nothing is brought ready made, so the first run will be slower: {why}")
            return
        build_data["force_include"].update({str(file): f"checker/shipped/{file.name}" for file in self.made.iterdir()})

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Clean up."""
        if version == "standard":
            shutil.rmtree(self.made, ignore_errors=True)
