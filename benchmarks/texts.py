"""The texts that are measured: a folder of reports, or the seeds and generated text."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "seeds"
SUFFIXES = (".txt", ".text", ".md")
NUMERALS = "0-9零〇一二三四五六七八九十百千万亿两壹贰叁肆伍陆柒捌玖拾"
FLOOR = re.compile(f"[{NUMERALS}]+")
"""The floor: the least that any program does which looks at every number of a text."""


@dataclass(frozen=True, slots=True)
class Text:
    """One report: its name, its bytes as they lie in the file, and the same decoded."""

    name: str
    data: bytes
    text: str

    @property
    def density(self) -> float:
        """Share of the characters that are digits or Chinese numerals."""
        return sum(len(run) for run in FLOOR.findall(self.text)) / max(1, len(self.text))


def floor_of(text: str) -> Callable[[], list[tuple[int, int]]]:
    """The floor on one text: a bare scan that takes the places of all runs of numerals."""
    scan = FLOOR.finditer
    return lambda: [match.span() for match in scan(text)]


def of(name: str, text: str) -> Text:
    return Text(name, text.encode(), text)


def decoded(data: bytes) -> str:
    """UTF-8, else GB18030, else with replacement signs: for the floor and the peers, which read no files."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8", "replace")


def load(corpus: Path | None) -> list[Text]:
    """The text files below a folder in the order of their names, empty ones left out; without a folder our own.

    Raises FileNotFoundError for a folder without texts.
    """
    if corpus is None:
        return own()
    files = [path for path in sorted(corpus.rglob("*")) if path.suffix.lower() in SUFFIXES and path.is_file()]
    found = [Text(path.relative_to(corpus).as_posix(), data := path.read_bytes(), decoded(data)) for path in files]
    found = [text for text in found if text.text.strip()]
    if not found:
        raise FileNotFoundError(f"{corpus}: no text files ({', '.join(SUFFIXES)}) in this folder")
    return found


def own() -> list[Text]:
    """The five seeds, each alone and four times over, and forty generated reports of 700 to 20,000 characters."""
    seeds = load(SEEDS)
    longer = [of(f"four-times-{seed.name}", "\n\n".join([seed.text] * 4)) for seed in seeds]
    made = [of(f"made-{n:02}.txt", generated(n, round(700 * 1.09**n))) for n in range(40)]
    return [*seeds, *longer, *made]


_PLACES = ("东城区", "南山镇", "高新区", "沿江片区", "柳河乡", "石桥街道", "北湖新村", "开发区", "青岭林场")
_THINGS = (
    "道路",
    "水渠",
    "校舍",
    "诊所",
    "粮库",
    "桥梁",
    "果园",
    "温室",
    "车站",
    "码头",
    "泵站",
    "公园",
    "厂房",
    "住宅",
    "管网",
)
_WORKS = ("维修", "新建", "改造", "养护", "扩建", "照明", "绿化", "排水", "监测", "消防", "供暖", "保洁")
_COSTS = ("投入", "支出", "预算", "拨款", "贷款")
_PARTS = ("材料费", "人工费", "设计费", "监理费")


def generated(seed: int, size: int) -> str:
    """A made-up report of about `size` characters: sums, shares, growth, headings and sentences without numbers."""
    draw = random.Random(seed)
    lines = [f"{2000 + seed % 25}年度工作情况"]
    length = 0
    while length < size:
        place = draw.choice(_PLACES)
        measure = draw.choice(_THINGS) + draw.choice(_WORKS) + draw.choice(_COSTS)
        parts = [draw.randint(12, 980) for _ in range(draw.randint(2, 4))]
        listed = "、".join(f"{name}{value}万元" for name, value in zip(_PARTS, parts, strict=False))
        rate = draw.randint(1, 300) / 10
        (line,) = draw.choices(
            (
                f"{place}{measure}{sum(parts)}万元，其中{listed}。",
                f"{place}完成{measure}{sum(parts)}万元，同比增长{rate}%，完成年度计划的{draw.randint(60, 120)}%。",
                f"{place}共有村组{draw.randint(3, 90)}个、农户{draw.randint(200, 9000)}户，多{draw.randint(2, 60)}户。",
                f"{place}把{measure}放在突出位置，逐项落实责任，办理进度按月通报，群众意见逐条答复。",
                f"会议要求，继续抓好{measure}的统筹调度，对进展缓慢的单位及时提醒，确保各项安排落到实处。",
            ),
            weights=(1, 4, 2, 4, 4),
        )
        if draw.random() < 0.08:
            line = f"\n（{draw.choice('一二三四五')}）{place}{measure}情况\n{line}"
        lines.append(line)
        length += len(line) + 1
    return "\n".join(lines)


def threshold(texts: Sequence[Text], share: float = 0.1) -> float:
    """The density that the densest `share` of the texts reach (at least one text does)."""
    densities = sorted((text.density for text in texts), reverse=True)
    return densities[max(1, round(len(densities) * share)) - 1]


def sample(texts: Sequence[Text], count: int) -> list[Text]:
    """About `count` of the texts, of all lengths: every n-th in the order of length."""
    if count >= len(texts):
        return list(texts)
    by_length = sorted(texts, key=lambda text: (len(text.text), text.name))
    step = len(by_length) / count
    return [by_length[int((n + 0.5) * step)] for n in range(count)]


def pieces(texts: Sequence[Text], size: int, count: int) -> list[Text]:
    """The beginnings of `count` texts, `size` characters or, up to a line's end, at most a tenth less."""
    long = sample([text for text in texts if len(text.text) >= size], count)
    if not long:  # a few pieces of them all, end to end
        count = min(count, 3)
        whole = joined(texts, size * count)
        long = [of(f"piece-{n}.txt", whole[n * size : (n + 1) * size]) for n in range(count)]
    made = []
    for text in long:
        end = text.text.rfind("\n", size * 9 // 10, size) + 1 or size
        made.append(of(text.name, text.text[:end]))
    return made


def joined(texts: Sequence[Text], size: int, seed: int = 0) -> str:
    """Exactly `size` characters: the texts in a shuffled order with blank lines between; repeated if they run out."""
    order = list(texts)
    draw = random.Random(seed)
    parts: list[str] = []
    length = 0
    while length < size:
        draw.shuffle(order)
        for text in order:
            parts.append(text.text.strip())
            length += len(parts[-1]) + 2
            if length >= size:
                break
    return "\n\n".join(parts)[:size].ljust(size)
