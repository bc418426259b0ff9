"""docs/reference and the pictures say what the tool does: both are made by docs/generate_reference.py."""

from __future__ import annotations

import importlib.util
import json
import re
import xml.etree.ElementTree as ET
from contextlib import chdir
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest
import remembered
import yaml

from checker import api
from checker.settings import read_layers
from checker.width import width

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "reference"
SVG = "{http://www.w3.org/2000/svg}"
README = {"screenshot.svg": "README.md", "screenshot.zh-CN.svg": "README.zh-CN.md"}


@cache
def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_reference", ROOT / "docs" / "generate_reference.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(autouse=True)
def rules_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api, "load", remembered.load)


def signs(svg: str) -> dict[tuple[int, int], tuple[str, str]]:
    """(row, column) -> (sign, its style) of a picture."""
    root = ET.fromstring(svg)
    styles = dict(re.findall(r"\.t-(r\d+) \{ (.*?) \}", "".join(root.itertext())))
    cell, found = generator().CELL, {}
    for text in root.iter(f"{SVG}text"):
        if not text.get("class", "").startswith("t-r"):
            continue
        row = round((float(text.get("y", "")) - 20) / (20 * 1.22))
        places = [float(x) for x in text.get("x", "").split()]
        assert len(places) == len(text.text or "")
        for sign, x in zip(text.text or "", places, strict=True):
            place = (row, int(x / cell + 0.02))
            assert place not in found, "two signs on one place"
            found[place] = (sign, styles[text.get("class", "").removeprefix("t-")])
    return found


@pytest.mark.parametrize("name", README)
def test_the_picture_shows_the_example_of_the_readme(name: str) -> None:
    """Each sign stands where a terminal puts it: a wide one takes two columns."""
    printed = re.findall(r"^```\n(.*?)^```$", (ROOT / README[name]).read_text("utf-8"), re.M | re.S)[1]
    wanted = {}
    for row, line in enumerate(printed.splitlines()):
        for at, sign in enumerate(line):
            if sign != " ":
                wanted[row, width(line[:at])] = sign
    there = signs((ROOT / "docs" / name).read_text("utf-8"))
    assert {place: sign for place, (sign, _) in there.items()} == wanted
    assert f"(docs/{name})" in (ROOT / README[name]).read_text("utf-8")


@pytest.mark.parametrize("name", README)
def test_the_picture_is_current(name: str) -> None:
    """Signs and colours; how rich writes the rest of an SVG is its own affair."""
    there = (ROOT / "docs" / name).read_text("utf-8")
    assert signs(there) == signs(generator().picture(name)), "run: python docs/generate.py"
    assert "http" not in there.replace("http://www.w3.org/2000/svg", ""), "a picture fetches nothing"


def test_the_pages_are_current() -> None:
    made = generator().pages()
    there = {page.name: page.read_text("utf-8") for page in FOLDER.glob("*.md")}
    stale = sorted(name for name in made.keys() | there.keys() if made.get(name) != there.get(name))
    assert stale == [], "run: python docs/generate.py"


@pytest.mark.parametrize("change", ["added", "gone"])
def test_a_field_and_its_meaning_go_together(change: str) -> None:
    fields = yaml.safe_load((FOLDER / "meanings.yaml").read_text("utf-8"))["wire"]["json"]["fields"]
    real = set(fields) | {"place.new"} if change == "added" else set(fields) - {"place.box"}
    with pytest.raises(SystemExit, match=r"place\.new" if change == "added" else r"place\.box"):
        generator()._agree(real, set(fields), "json")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_configuration_shown_can_be_used(lang: str, tmp_path: Path) -> None:
    inner = tmp_path / "reports"
    (inner / "my-rules").mkdir(parents=True)
    (tmp_path / "checker.toml").write_text("", "utf-8")
    (inner / "checker.toml").write_text(generator().example(lang), "utf-8")
    layers, faults = read_layers(inner / "checker.toml", "en")
    assert faults == ()
    assert layers[-1].select == ("sum", "CHK1") and layers[-1].severity == "warning" and layers[-1].per_file


def test_json_lines_are_the_documents_and_then_the_rest(tmp_path: Path) -> None:
    with chdir(tmp_path):
        Path("a.md").write_text(generator().EXAMPLE, "utf-8")
        words = ("lint", "a.md", "--isolated", "--no-cache", "--lang", "zh", "--format")
        whole = json.loads(generator().ran(*words, "json"))
        lines = [json.loads(line) for line in generator().ran(*words, "jsonl").splitlines()]
    assert lines == [*whole.pop("documents"), whole]
