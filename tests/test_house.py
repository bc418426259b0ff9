"""The house's law (design section 2), each wall a test."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from checker.texts import TEXTS

ROOT = Path(__file__).resolve().parent.parent
HOUSE = ROOT / "checker"
FILES = sorted(HOUSE.rglob("*.py"))
FACES = ("terminal.py", "pytest_plugin.py", "batch.py", "rule_commands.py", "__main__.py")
HEAVY = ("pint", "markdown_it", "pydantic", "rich", "cn2an", "typer", "docx", "pypdf", "pypdfium2", "pdfplumber")
HEAVY += ("openpyxl", "justhtml", "pygls", "lsprotocol", "lunar_python", "holidays", "chardet", "yaml", "zipfile")
# Rooms that the check of one text does not need, and what they bring.
HEAVY += ("checker.read.", "checker.rulebook", "checker.sift.side", "checker.pool", "checker.together", "importlib")
HEAVY += ("checker.report.sheettext", "checker.sift.marks", "difflib", "shlex")
HEAVY += ("tomllib", "tempfile", "shutil", "glob", "zipfile", "traceback")
# What the tool says, and how numerals are written.
MAY_SAY_CHINESE = ("quantify/numeral.py", "quantify/vocabulary.py")  # and the rooms of texts
EXACT = ("model", "quantify", "judge")
LIKENESS = ("judge/facts.py",)  # shares of words that two subjects have in common: no number of a report
BUILDERS = ("Source", "Draft")  # filled while a file is read, then let go; others say so by an underscore
CJK = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]{2,}")


def name(path: Path) -> str:
    return path.relative_to(HOUSE).as_posix()


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    yield from (n for n in ast.walk(tree(path)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))


def strings(path: Path) -> Iterator[tuple[int, str]]:
    """String literals that are no docstrings, with their lines."""
    module = tree(path)
    docs = {
        id(n.body[0].value)
        for n in ast.walk(module)
        if isinstance(n, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and n.body
        and isinstance(n.body[0], ast.Expr)
    }
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.lineno, node.value


@pytest.fixture(params=FILES, ids=name)
def path(request: pytest.FixtureRequest) -> Path:
    file: Path = request.param
    return file


def test_no_file_is_long(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


def test_no_function_is_long(path: Path) -> None:
    long = {f.name: f.end_lineno - f.lineno + 1 for f in functions(path) if f.end_lineno}
    assert {n: lines for n, lines in long.items() if lines > 60} == {}


def test_every_module_says_what_it_is(path: Path) -> None:
    assert ast.get_docstring(tree(path))


def test_no_word_of_a_report_in_code(path: Path) -> None:
    if name(path) not in MAY_SAY_CHINESE and path.parent.name != "texts":
        assert [(line, text) for line, text in strings(path) if CJK.search(text)] == []


def test_no_rule_id_in_code(path: Path) -> None:
    ids = [re.search(r"^id:\s*(\S+)", p.read_text(encoding="utf-8"), re.M) for p in (ROOT / "rules").rglob("*.yaml")]
    codes = [
        re.search(r"^code:\s*(\S+)", p.read_text(encoding="utf-8"), re.M) for p in (ROOT / "rules").rglob("*.yaml")
    ]
    if path.parent.name == "rulebook":  # it says what a code looks like
        codes = []
    words = {m[1] for m in (*ids, *codes) if m}
    source = path.read_text(encoding="utf-8")
    assert [w for w in words if re.search(rf"(?<![\w-]){re.escape(w)}(?![\w-])", source)] == []


def test_only_faces_print_and_exit(path: Path) -> None:
    if name(path) in FACES or path.parent.name == "cli":
        return
    calls = [ast.unparse(n.func) for n in ast.walk(tree(path)) if isinstance(n, ast.Call)]
    bad = {"print", "exit", "quit", "sys.exit", "os._exit", "sys.stdout.write", "sys.stderr.write"}
    assert bad.intersection(calls) == set()


def test_exit_codes_are_made_in_the_cli_alone(path: Path) -> None:
    if path.parent.name != "cli":
        source = path.read_text(encoding="utf-8")
        assert "typer.Exit" not in source
        assert "SystemExit" not in source
        assert "sys.exit" not in source


def test_numbers_are_exact(path: Path) -> None:
    """No float, no epsilon where numbers are weighed."""
    if name(path).split("/")[0] not in EXACT:
        return
    module = tree(path)
    if name(path) not in LIKENESS:
        cutoffs = {id(n.value) for n in ast.walk(module) if isinstance(n, ast.keyword) and n.arg == "cutoff"}
        constants = [n for n in ast.walk(module) if isinstance(n, ast.Constant) and id(n) not in cutoffs]
        assert not any(isinstance(n.value, float) for n in constants)
    called = {ast.unparse(n.func) for n in ast.walk(module) if isinstance(n, ast.Call)}
    assert called.isdisjoint({"math.isclose", "isclose", "round"} | (set() if name(path) in LIKENESS else {"float"}))
    names = {n.id.lower() for n in ast.walk(module) if isinstance(n, ast.Name)}
    assert not any("epsilon" in n or "tolerance" in n for n in names)


def test_positions_are_never_searched_again(path: Path) -> None:
    """Only readers search the document's text; all others have spans. Judges may search what they masked."""
    if name(path).split("/")[0] in ("judge", "report", "sift") or name(path) == "explain.py":
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                searched = ast.unparse(node.func.value)
                of_document = searched.endswith("document.text") or (
                    searched == "text" and path.parent.name == "report"
                )
                assert not (node.func.attr in ("find", "index", "rfind") and of_document), node.lineno


def test_imports_inside_functions_are_for_heavy_rooms_only(path: Path) -> None:
    """Only faces open rooms late; elsewhere only heavy libraries are imported where they are used."""
    faces = ("terminal.py", "pytest_plugin.py", "__init__.py", "api.py")
    faces += ("setup.py",)  # a run whose answers are all in the cache never opens the rooms of checking
    for function in functions(path):
        for node in ast.walk(function):
            if isinstance(node, ast.Import):
                modules = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                modules = [node.module or ""]
            else:
                continue
            for module in modules:
                heavy = any(module == h or module.startswith(h.rstrip(".") + ".") for h in HEAVY)
                late = name(path) in faces or path.parent.name == "cli"
                assert heavy or (late and module.startswith("checker")), (node.lineno, module)


def test_data_is_frozen(path: Path) -> None:
    """Every public dataclass is frozen; in the model also slotted."""
    for node in ast.walk(tree(path)):
        if not isinstance(node, ast.ClassDef):
            continue
        for decorator in node.decorator_list:
            said = ast.unparse(decorator)
            if said.startswith("dataclass"):
                if node.name.startswith("_") or node.name in BUILDERS:
                    continue
                assert "frozen=True" in said, node.name
                if path.parent.name == "model":
                    assert "slots=True" in said, node.name


def test_no_global_state(path: Path) -> None:
    """Rules, words and options are passed as values."""
    assert not any(isinstance(n, ast.Global) for n in ast.walk(tree(path)))


def test_the_command_line_starts_light() -> None:
    code = "import sys, checker.cli.front; print(sorted({m.split('.')[0] for m in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    loaded = set(ast.literal_eval(done.stdout))
    assert loaded.isdisjoint({"typer", "click", "pint", "markdown_it", "pydantic", "rich", "cn2an", "yaml", "pytest"})


def test_help_is_cheap() -> None:
    run = "import sys, checker.cli.front as c; c.guarded(['lint', '--help'], 'zh')"
    code = f"{run}; print(sorted(sys.modules), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert {"checker.api", "checker.setup"}.isdisjoint(ast.literal_eval(done.stderr))


def test_the_plugin_starts_light() -> None:
    code = "import sys, checker.pytest_plugin; print(sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    loaded = set(ast.literal_eval(done.stdout))
    assert loaded.isdisjoint({"pint", "markdown_it", "pydantic", "cn2an", "yaml", "checker.api", "typer"})


def test_texts_are_in_both_languages() -> None:
    def fields(text: str) -> set[str]:
        return {field for _, field, _, _ in Formatter().parse(text) if field}

    for key, (zh, en) in TEXTS.items():
        assert zh.strip() and en.strip(), key
        assert fields(zh) == fields(en), key


def test_every_text_is_said() -> None:
    """No text is left over: each key stands in the code, whole or as the beginning of an f-string."""
    code = "".join(p.read_text(encoding="utf-8") for p in FILES if p.parent.name != "texts")
    code += (HOUSE / "texts" / "__init__.py").read_text(encoding="utf-8")
    said = set(re.findall(r"[\"']([a-z0-9.-]+)[\"']", code))
    built = tuple(set(re.findall(r'f"((?:[a-z]+-)+)\{', code)) - {"r-"})
    headings = {f"r-{key}" for key in ("code", "id", "severity", "kind", "from", "title")}
    assert [k for k in TEXTS if k not in said | headings and not k.startswith(built)] == []


def test_layers_hold() -> None:
    """The contract itself, when import-linter is there (it is in CI)."""
    pytest.importorskip("importlinter")
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-cache"],
        capture_output=True, text=True, cwd=ROOT,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:]


LINT = """
import sys, checker.cli as c
try: c.main(["lint", "a.txt", "--isolated", "--lang", "zh"])
except SystemExit as end: print(end.code, sorted(sys.modules), file=sys.stderr)
"""


def linted(folder: Path, text: str) -> tuple[int, set[str]]:
    """Exit code of a run over one text, and what it loaded."""
    (folder / "a.txt").write_text(text, encoding="utf-8")
    done = subprocess.run([sys.executable, "-c", LINT], capture_output=True, text=True, cwd=folder, check=True)
    code, _, loaded = done.stderr.splitlines()[-1].partition(" ")
    return int(code), set(ast.literal_eval(loaded))


def test_a_text_opens_no_room_that_it_does_not_need(tmp_path: Path) -> None:
    """After the first run: rules and patterns are kept. The same text again opens not even the rooms of checking."""
    text = "全区共有社区书屋48家，其中东片31家、中片12家、西片6家。\n"
    assert linted(tmp_path, text)[0] == 1
    code, loaded = linted(tmp_path, text * 2)
    assert code == 1 and "checker.judge.engine" in loaded
    heavy = {"pint", "pydantic", "yaml", "cn2an", "markdown_it", "rich", "pytest", "openpyxl", "lxml", "docx", "pygls"}
    heavy |= {"typer", "click", "chardet", "pypdf", "pypdfium2", "justhtml", "multiprocessing", "importlib.metadata"}
    heavy |= {
        "tomllib",
        "checker.lsp",
        "checker.rulebook.load",
        "checker.report.html",
        "checker.together",
    }
    assert loaded.isdisjoint(heavy)
    code, again = linted(tmp_path, text * 2)
    checking = {"regex", "checker.api", "checker.judge", "checker.quantify", "checker.shelf"}
    assert code == 1 and again.isdisjoint(heavy | checking)
