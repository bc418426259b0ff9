"""CPU time against the number of rules, those beyond the shipped ones made from them.

What a fair made-up rule is: it asks as much of the engine as a shipped one. So each is a copy of a shipped prose rule
(slots, guards, assertion and the shape of its patterns untouched) in which every word list of the patterns, and every
word of two signs or more in them, is changed for words of its own. For each word another is drawn from the clauses with
digits that has the same length and is about as frequent there: the copy looks at other sentences than its model, at
about as many of them, and binds in some. Rules whose meaning hangs on which word matched, and rules without a word in
their patterns, are not copied. What the copies lack is that their words belong together (其中 … 占): fewer of them bind
than of the shipped rules; the share of both is told beside the figure.
"""

from __future__ import annotations

import random
import re
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from benchmarks import children
from benchmarks.clock import floor_cpu, timed
from benchmarks.stats import paired, spread
from benchmarks.table import Row
from benchmarks.texts import NUMERALS, ROOT, floor_of, joined, load, sample

COUNTS = (10, 100, 1_000)
SAMPLE = 24  # documents of all lengths
_RUN = re.compile(r"[\u4e00-\u9fff]+")
_CLAUSE = re.compile(r"[^，。；！？\n]+")
_DIGIT = re.compile(r"[0-9]")
_CORE = re.compile(r"[\u4e00-\u9fff]{1,4}")
_LIST = re.compile(r"@([a-z][a-z0-9_]*)(?![a-z0-9_.])")
_LITERAL = re.compile(r"[\u4e00-\u9fff]{2,}")
_HANGS_ON_WORDS = re.compile(r"lookup\(|\bwords?\b *[),=]|@[a-z0-9_]+\.[0-9a-z]")


_Safe = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Safe):  # type: ignore[misc, valid-type]
    """YAML 1.2 as far as rule files go: of the plain scalars only true and false are truth values, not yes and no."""


_BOOL = "tag:yaml.org,2002:bool"
_Loader.yaml_implicit_resolvers = {
    first: [entry for entry in entries if entry[0] != _BOOL] for first, entries in _Safe.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver(_BOOL, re.compile(r"(?:true|false)\Z"), list("tf"))

_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def _yaml(text: str) -> Any:
    return yaml.load(text, _Loader)  # a safe loader, of the files of this repository


class Words:
    """Words of the clauses with digits, by length and frequency; gives for a word another like it."""

    def __init__(self, text: str, draw: random.Random) -> None:
        self._draw = draw
        numeral = re.compile(f"[{NUMERALS}]")
        self._counts: Counter[str] = Counter()
        for clause in _CLAUSE.findall(text):
            for run in _RUN.findall(clause) if _DIGIT.search(clause) else ():
                for length in range(1, 5):
                    self._counts.update(run[i : i + length] for i in range(len(run) - length + 1))
        self._like: dict[tuple[int, int], list[str]] = defaultdict(list)
        for word in sorted(self._counts):
            if not numeral.search(word):
                self._like[len(word), self._counts[word].bit_length()].append(word)

    def another(self, word: str) -> str:
        """A word of the same length whose count is of the same power of two, or of the nearest lower one there is."""
        core = _CORE.search(word)
        if core is None:
            return word
        rank = max(1, self._counts[core[0]].bit_length())
        choice = next((c for r in range(rank, 0, -1) if (c := self._like.get((len(core[0]), r)))), None)
        return word.replace(core[0], self._draw.choice(choice)) if choice else word


def write_pack(folder: Path, count: int, text: str, seed: int = 0) -> int:
    """Write a folder of `count` made-up rules with their word lists for `--rules`; how many shipped rules they copy."""
    words = Words(text, random.Random(seed))
    lists = _shipped_lists()
    models = _models(lists)
    own: dict[str, list[str]] = {}
    home = folder / "zh" / "made"
    home.mkdir(parents=True)
    for n in range(count):
        rule = dict(models[n % len(models)])
        rule["id"], rule["code"] = f"made-{n}", f"MADE{n:03}"
        rule["patterns"] = [_changed(pattern, n, words, lists, own) for pattern in rule["patterns"]]
        (home / f"made-{n}.yaml").write_text(
            yaml.dump(rule, Dumper=_DUMPER, allow_unicode=True, sort_keys=False), "utf-8"
        )
    (folder / "zh" / "words").mkdir()
    (folder / "zh" / "words" / "made.yaml").write_text(yaml.safe_dump({"lists": own}, allow_unicode=True), "utf-8")
    return len(models)


def _shipped_lists() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for path in sorted((ROOT / "rules" / "zh" / "words").glob("*.yaml")):
        found.update((_yaml(path.read_text(encoding="utf-8")) or {}).get("lists") or {})
    return found


def _models(lists: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The shipped prose rules that can be copied."""
    found = []
    for path in sorted((ROOT / "rules" / "zh").rglob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        rule = _yaml(text)
        if path.parent.name == "words" or rule.get("kind") != "prose" or _HANGS_ON_WORDS.search(text):
            continue
        patterns = [p if isinstance(p, str) else p["match"] for p in rule.get("patterns", ())]
        if patterns and all(_LITERAL.search(p) or lists.keys() & set(_LIST.findall(p)) for p in patterns):
            found.append(rule)
    return found


def _changed(pattern: Any, n: int, words: Words, lists: Mapping[str, list[str]], own: dict[str, list[str]]) -> Any:
    """A pattern with words of its own; their lists are put into `own`, one for each rule and shipped list."""
    if not isinstance(pattern, str):
        return {**pattern, "match": _changed(pattern["match"], n, words, lists, own)}

    def listed(match: re.Match[str]) -> str:
        name = match[1]
        if name not in lists:
            return match[0]
        if (made := f"made_{n}_{name}") not in own:
            own[made] = list(dict.fromkeys(words.another(word) for word in lists[name]))
        return f"@{made}"

    return _LITERAL.sub(lambda match: words.another(match[0]), _LIST.sub(listed, pattern))


def work(task: dict[str, Any]) -> dict[str, Any]:
    """In the child. task: corpus, seed, rounds. CPU seconds for each number of rules, document by document.

    Of the shipped rules 10 and 100 are drawn with the seed; 1,000 are all of them and made-up ones.
    """
    from checker import api  # noqa: PLC0415 - the parent does not need them
    from checker.config import Config  # noqa: PLC0415

    texts = load(Path(task["corpus"]) if task["corpus"] else None)
    shipped = [rule.id for rule in api.load().rules]
    chosen = random.Random(task["seed"]).sample(shipped, len(shipped))
    checkers, loading = [], []
    with tempfile.TemporaryDirectory(prefix="benchmarks-") as folder:
        models = write_pack(Path(folder), COUNTS[-1] - len(shipped), joined(texts, 300_000), task["seed"])
        for count in COUNTS:
            config = Config(select=tuple(chosen[:count])) if count < len(shipped) else Config()
            seconds, checker = timed(api.load, rules=[Path(folder)][count < len(shipped) :], config=config)
            checkers.append(checker)
            loading.append(seconds)
    texts = sample(texts, task.get("sample", SAMPLE))
    rounds: list[list[float]] = []
    bound: set[str] = set()
    for n in range(task["rounds"] + 1):  # the first round warms and tells which rules bind
        times = [0.0] * (len(COUNTS) + 1)
        for text in texts:
            times[-1] += floor_cpu(floor_of(text.text), len(text.text))
            for i, checker in enumerate(checkers):
                seconds, report = timed(checker.check_bytes, text.data, source=text.name)
                times[i] += seconds
                bound.update(relation.rule for relation in report.relations)
        if n:
            rounds.append(times)
    made = sum(rule.startswith("made-") for rule in bound)
    return {
        "counts": COUNTS, "rounds": rounds, "loading": loading, "models": models, "shipped": len(shipped),
        "bound": {"made": made, "shipped": len(bound) - made},
    }  # fmt: skip


def measure(corpus: Path | None, runs: int, rounds: int, say: Callable[[str], None]) -> dict[str, Any]:
    """In the parent: the answers of all process runs, each with other rules. Raises ChildFailed."""
    answers = []
    for n in range(runs):
        task = {"corpus": str(corpus) if corpus else None, "seed": n, "rounds": rounds}
        answers.append(children.run("rules", task))
        say(f"rules: process run {n + 1} of {runs}: 1,000 rules cost {_against(answers[-1], 2, 1):.2f} times 100")
    return {"answers": answers}


def _against(answer: dict[str, Any], above: int, below: int) -> float:
    """One process run: the median over its rounds of one column over another."""
    rounds: Sequence[Sequence[float]] = answer["rounds"]
    return spread(paired([t[above] for t in rounds], [t[below] for t in rounds])).median


def points(measured: dict[str, Any]) -> tuple[list[int], list[float]]:
    """Numbers of rules, and for each the cost over the floor: medians over the process runs."""
    answers = measured["answers"]
    costs = [spread([_against(a, i, -1) for a in answers]).median for i in range(len(COUNTS))]
    return list(answers[0]["counts"]), costs


def rows(measured: dict[str, Any]) -> list[Row]:
    answers = measured["answers"]
    first = answers[0]
    made = first["counts"][-1] - first["shipped"]
    note = (
        f"{made} made-up rules after {first['models']} shipped ones; "
        f"{first['bound']['made'] / made:.0%} of them bind in the sample, "
        f"{first['bound']['shipped'] / first['shipped']:.0%} of the shipped"
    )

    def row(key: str, what: str, values: Sequence[float], note: str = "") -> Row:
        found = spread(values)
        return Row(key, what, found.median, found.low, found.high, "x", note)

    return [
        row("rules", "1,000 rules / 100 rules", [_against(a, 2, 1) for a in answers], note),
        row("rules-few", "100 rules / 10 rules", [_against(a, 1, 0) for a in answers]),
        row("rules-loading", "loading 1,000 rules / loading 100", [a["loading"][2] / a["loading"][1] for a in answers]),
    ]
