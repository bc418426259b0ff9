"""What is built and installed: the lock covers all that is asked for, and the wheel holds no more than it should."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCK = (ROOT / "requirements" / "test.lock").read_text(encoding="utf-8")
LOCKED = {canonicalize_name(m[1]): m[2] for m in re.finditer(r"^([A-Za-z0-9._-]+)==([^ ;\\\n]+)", LOCK, re.MULTILINE)}


def asked() -> list[str]:
    project = PROJECT["project"]
    # Nothing here installs ray, which brings some hundred packages.
    extras = [one for name, several in project["optional-dependencies"].items() if name != "ray" for one in several]
    every = [
        *project["dependencies"],
        *extras,
        *PROJECT["dependency-groups"]["ci"],
        *PROJECT["build-system"]["requires"],
    ]
    return sorted({one for one in every if not one.startswith("checker[")})


@pytest.mark.parametrize("wanted", asked())
def test_the_lock_has_all_that_is_asked_for(wanted: str) -> None:
    requirement = Requirement(wanted)
    version = LOCKED.get(canonicalize_name(requirement.name))
    assert version is not None and requirement.specifier.contains(version), "run .ci/lock"


def test_every_locked_package_has_hashes() -> None:
    for block in re.split(r"\n(?=[A-Za-z])", LOCK):
        if "==" in block.splitlines()[0] and not block.startswith("#"):
            assert "--hash=sha256:" in block
    assert "://" not in re.sub(r"^#.*$", "", LOCK, flags=re.MULTILINE)  # from the index alone


def test_ci_installs_from_the_lock() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "--require-hashes --requirement requirements/test.lock" in script


def test_what_builds_the_wheel_is_what_runs() -> None:
    """The build reads the rules as the tool itself will: with its own libraries, of the same versions."""
    hook = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["hooks"]["custom"]
    assert set(hook["dependencies"]) <= set(PROJECT["project"]["dependencies"])
