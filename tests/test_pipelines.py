"""The files for pipelines, each run as its pipeline would: pre-commit, the GitHub Action, GitLab, Gitee Go, make."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jsonschema
import pytest
import yaml

from checker.read import READERS

ROOT = Path(__file__).resolve().parent.parent
NEWSROOM = ROOT / "examples" / "newsroom"
DOC = ROOT / "docs" / "pipelines.md"
WRONG = "全园共有温室48间，其中花房31间、菜房13间、果房5间。\n"
BIN = Path(sys.executable).parent


def shell(script: str, folder: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Run a step as GitHub does (bash -eo pipefail), with this checker in front of the path."""
    setting = {**os.environ, "PATH": f"{BIN}:{os.environ['PATH']}", "LC_ALL": "C.UTF-8", **env}
    setting["PYTEST_ADDOPTS"] = "-p no:hypothesispytest"  # it takes longer to load than ours
    words = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
    return subprocess.run(words, cwd=folder, env=setting, capture_output=True, text=True, timeout=120)


def needs(program: str) -> None:
    if not (BIN / program).exists() and shutil.which(program) is None:
        pytest.skip(f"{program} is not installed")


def vendored(name: str) -> Any:
    """A schema that check-jsonschema ships."""
    spec = importlib.util.find_spec("check_jsonschema")
    if spec is None or not spec.submodule_search_locations:
        pytest.skip("check-jsonschema is not installed")
    folder = Path(spec.submodule_search_locations[0]) / "builtin_schemas" / "vendor"
    return json.loads((folder / f"{name}.json").read_text("utf-8"))


@cache
def loaded(path: Path) -> Any:
    return yaml.safe_load(path.read_text("utf-8"))


@pytest.fixture
def newsroom(tmp_path: Path) -> Path:
    """A copy of the example, to work in."""
    return Path(shutil.copytree(NEWSROOM, tmp_path / "newsroom"))


# --- the files are what they say ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "schema, path",
    [
        ("github-actions", ROOT / "action.yml"),
        ("github-workflows", NEWSROOM / ".github" / "workflows" / "checker.yml"),
        ("gitlab-ci", NEWSROOM / ".gitlab-ci.yml"),
    ],
)
def test_files_agree_with_their_schemas(schema: str, path: Path) -> None:
    validator = jsonschema.validators.validator_for(vendored(schema))(vendored(schema))
    data = json.loads(json.dumps(loaded(path)).replace('"true": {"pull_request"', '"on": {"pull_request"'))
    assert [error.message for error in validator.iter_errors(data)] == []


def test_the_hook_takes_every_kind_that_is_read() -> None:
    (hook,) = [hook for hook in loaded(ROOT / ".pre-commit-hooks.yaml") if hook["id"] == "checker"]
    names = [name for suffix in READERS for name in (f"a{suffix}", f"A{suffix.upper()}")]
    assert [name for name in names if not re.search(hook["files"], name)] == []
    assert not re.search(hook["files"], "a.py")


# --- pre-commit -------------------------------------------------------------------------------------------


def git(folder: Path, *words: str) -> None:
    names = ("-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "init.defaultBranch=main")
    subprocess.run(["git", *names, *words], cwd=folder, check=True, capture_output=True, timeout=60)


def test_pre_commit(tmp_path: Path) -> None:
    """Our hooks from a repository; `language: system` uses this checker instead of installing one."""
    needs("git")
    needs("pre-commit")
    hooks, work = tmp_path / "hooks", tmp_path / "work"
    hooks.mkdir()
    shutil.copy(ROOT / ".pre-commit-hooks.yaml", hooks)
    git(hooks, "init")
    git(hooks, "add", "-A")
    git(hooks, "commit", "-m", "hooks")
    git(hooks, "tag", "v1.0")
    work.mkdir()
    shutil.copytree(NEWSROOM / "reports", work / "reports")
    shutil.copytree(NEWSROOM / "rules", work / "rules")
    own = [{"id": name, "language": "system", "additional_dependencies": []} for name in ("checker", "checker-rules")]
    settings = {"repos": [{"repo": str(hooks), "rev": "v1.0", "hooks": own}]}
    (work / ".pre-commit-config.yaml").write_text(yaml.safe_dump(settings), "utf-8")
    git(work, "init")
    git(work, "add", "-A")
    env = {"PRE_COMMIT_HOME": str(tmp_path / "home")}
    right = shell("pre-commit run --all-files --verbose", work, **env)
    assert right.returncode == 0, right.stdout + right.stderr
    assert right.stdout.count("Passed") == 2 and "1 条规则，5 个例子，全部通过" in right.stdout
    (work / "reports" / "new.md").write_text(WRONG, "utf-8")
    git(work, "add", "-A")
    wrong = shell("pre-commit run --files reports/new.md", work, **env)
    assert wrong.returncode == 1
    assert "reports/new.md:1:7: error:" in wrong.stdout and "no files to check" in wrong.stdout


# --- the GitHub Action ------------------------------------------------------------------------------------


def step(name: str) -> Mapping[str, Any]:
    return next(step for step in loaded(ROOT / "action.yml")["runs"]["steps"] if step["name"] == name)


def act(name: str, folder: Path, **inputs: str) -> tuple[subprocess.CompletedProcess[str], str]:
    """Run a step of the action with some inputs; also what it wrote to GITHUB_OUTPUT."""
    offered = loaded(ROOT / "action.yml")["inputs"]
    assert inputs.keys() <= offered.keys()
    values = {key: str(one["default"]) for key, one in offered.items()} | inputs

    def filled(text: str) -> str:
        return re.sub(r"\$\{\{ inputs\.([a-z-]+) \}\}", lambda found: values[found[1]], text)

    env = {key: filled(value) for key, value in step(name)["env"].items()}
    assert not any("${{" in value for value in env.values())
    output = folder / "github-output"
    output.write_text("", "utf-8")
    done = shell(step(name)["run"], folder, GITHUB_OUTPUT=str(output), **env)
    return done, output.read_text("utf-8")


def test_the_action_lints(newsroom: Path) -> None:
    (newsroom / "reports" / "a b.md").write_text(WRONG, "utf-8")
    done, output = act("Lint", newsroom, paths="reports\n\nreports/harbour.txt", args="--rules\nrules")
    assert (done.returncode, output) == (1, "exit-code=1\n")
    assert done.stdout.startswith("::error file=reports/a b.md,line=1,endLine=1,col=7,endColumn=10,title=")
    done, output = act("Lint", newsroom, paths="reports/$(touch hacked)", **{"fail-on": "never"})
    assert (done.returncode, output) == (2, "exit-code=2\n")
    assert not (newsroom / "hacked").exists()


def test_the_action_writes_sarif(newsroom: Path) -> None:
    (newsroom / "reports" / "a.md").write_text(WRONG, "utf-8")
    done, _ = act("SARIF", newsroom, paths="reports", sarif="out.sarif")
    assert done.returncode == 0
    (run,) = json.loads((newsroom / "out.sarif").read_text("utf-8"))["runs"]
    assert [result["ruleId"] for result in run["results"]] == ["CHK101"]


def test_the_action_installs_its_own_folder() -> None:
    install = step("Install")
    assert install["env"]["HOME_OF_ACTION"] == "${{ github.action_path }}"
    assert (ROOT / "pyproject.toml").exists()  # action.yml stands beside it
    done = shell("python() { printf '%s\\n' \"$@\"; }\n" + install["run"], ROOT, HOME_OF_ACTION="/a b", EXTRAS="all")
    assert done.stdout.splitlines()[-1] == "/a b[all]"


def test_the_workflow_uses_inputs_that_there_are() -> None:
    jobs = loaded(NEWSROOM / ".github" / "workflows" / "checker.yml")["jobs"]
    given = next(s["with"] for s in jobs["checker"]["steps"] if "checker@" in s["uses"])
    assert given.keys() <= loaded(ROOT / "action.yml")["inputs"].keys()


# --- GitLab, Gitee Go, make -------------------------------------------------------------------------------


def test_gitlab(newsroom: Path) -> None:
    test, keep, last = loaded(NEWSROOM / ".gitlab-ci.yml")["checker"]["script"]
    assert keep.startswith(f"{last} ")  # the same, written to a file: run once here
    done = shell(f"{test}\n{keep}", newsroom)
    assert done.returncode == 0, done.stderr
    assert json.loads((newsroom / "checker.json").read_text("utf-8"))["summary"]["error"] == 0


def test_gitee_runs_what_gitlab_runs() -> None:
    (stage,) = loaded(NEWSROOM / ".workflow" / "checker.yml")["stages"]
    install, *commands = stage["steps"][0]["commands"]
    assert install.startswith("pip install") and len(commands) == 2
    assert set(commands) < set(loaded(NEWSROOM / ".gitlab-ci.yml")["checker"]["script"])


def test_make(newsroom: Path) -> None:
    """The commands of the page, and what happens when a report is wrong."""
    needs("make")
    assert page_commands("make") == ["make check", "make list", "make clean"]
    first = shell("make check && make list", newsroom)
    assert first.returncode == 0, first.stderr
    assert "1 条规则，5 个例子，全部通过" in first.stdout
    assert "86400册" in (newsroom / "numbers.txt").read_text("utf-8")
    (newsroom / "reports" / "new.md").write_text(WRONG, "utf-8")
    again = shell("make check", newsroom)
    assert again.returncode == 2  # what make says of any failure
    assert "reports/new.md:1:7: error:" in again.stdout
    assert "rules test" not in again.stdout  # no rule has changed
    assert shell("make clean", newsroom).returncode == 0 and not (newsroom / "numbers.txt").exists()


# --- the page ---------------------------------------------------------------------------------------------


def test_the_page_shows_the_files_as_they_are() -> None:
    blocks = re.findall(r"^```\w+ file=(\S+)\n(.*?)^```$", DOC.read_text("utf-8"), re.M | re.S)
    assert len(blocks) >= 5
    for path, text in blocks:
        whole = (ROOT / path).read_text("utf-8")
        assert text.strip() in whole, f"{path} reads otherwise"


def test_the_pytest_settings_of_the_page_work(newsroom: Path) -> None:
    text = DOC.read_text("utf-8")
    for kind, name in (("ini", "pytest.ini"), ("python", "test_brief.py")):
        (block,) = re.findall(rf"^```{kind}\n(.*?)^```$", text, re.M | re.S)
        (newsroom / name).write_text(block, "utf-8")
    done = shell("pytest -v -p no:cacheprovider", newsroom)
    assert done.returncode == 0, done.stdout
    assert "test_brief.py::test_the_brief PASSED" in done.stdout and "library.md::sum-of-parts PASSED" in done.stdout


def page_commands(program: str) -> list[str]:
    blocks = re.findall(r"^```sh\n(.*?)^```$", DOC.read_text("utf-8"), re.M | re.S)
    return [line for block in blocks for line in block.splitlines() if line.startswith(program)]


@pytest.mark.parametrize("command", page_commands("pytest"))
def test_the_pytest_commands_of_the_page(command: str, newsroom: Path) -> None:
    done = shell(command, newsroom)
    assert done.returncode == 0, command + done.stdout


def test_no_command_of_the_page_is_left_out() -> None:
    assert len(page_commands("")) == len(page_commands("make")) + len(page_commands("pytest"))


@pytest.mark.parametrize("broken", [False, True])
def test_a_build_goes_on_without_them(broken: bool, tmp_path: Path) -> None:
    """The real hook, on a copy of the sources whose package cannot be imported."""
    pytest.importorskip("hatchling", reason="hatchling is not installed")
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    (tmp_path / "seeds").mkdir()
    if broken:
        (tmp_path / "checker").mkdir()
        (tmp_path / "checker" / "__init__.py").write_text("raise ImportError('no such engine')", encoding="ascii")
    warned: list[str] = []
    app = SimpleNamespace(display_warning=warned.append)
    hook = module.Prepared(str(tmp_path), {}, None, None, str(tmp_path), "wheel", app)
    data: dict[str, dict[str, str]] = {"force_include": {}}
    hook.initialize("standard", data)
    added = sorted(data["force_include"].values())
    assert added == ([] if broken else ["checker/shipped/patterns.z", "checker/shipped/rules.z"])
    assert len(warned) == broken and all("no such engine" in line for line in warned)
    hook.finalize("standard", data, "")
    assert not hook.made.exists()
