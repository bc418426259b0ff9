"""The growth figures as pictures. Needs matplotlib (`pip install -r benchmarks/requirements.txt`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks import length, rules

FOLDER = Path(__file__).parent
_INK, _PALE = "#1f4e79", "#9a9a9a"


def draw(results: dict[str, Any], folder: Path = FOLDER) -> list[Path]:
    """Write length.svg, length.png, rules.svg and rules.png from the raw results. Raises ImportError."""
    import matplotlib  # noqa: PLC0415 - only those who draw need it

    matplotlib.use("Agg")
    # The same figures give the same file: text as text, ids from a fixed seed, no date.
    matplotlib.rcParams.update({"svg.hashsalt": "checker", "svg.fonttype": "none", "font.size": 10})
    written = []
    if "length" in results:
        sizes, lint, floor = length.points(results["length"])
        series = {"whole lint": (sizes, lint), "floor (bare scan for numerals)": (sizes, floor)}
        axes = ("length of the document, characters", "CPU time of one document")
        written += _picture(folder / "length", "CPU time against document length", axes, series, _duration)
    if "rules" in results:
        counts, costs = rules.points(results["rules"])
        axes = ("number of rules", "whole lint / floor")
        cost = {"whole lint": (counts, costs)}
        written += _picture(folder / "rules", "Cost against the number of rules", axes, cost, _count)
    return written


def _picture(
    path: Path,
    title: str,
    axes: tuple[str, str],
    series: Mapping[str, tuple[Sequence[float], Sequence[float]]],
    told: Callable[[float], str],
) -> list[Path]:
    """One log-log picture, with a dashed line of slope 1 (linear) through the first point of the first series."""
    from matplotlib import pyplot  # noqa: PLC0415

    figure, area = pyplot.subplots(figsize=(6.4, 4.2), layout="constrained")
    marks = iter((("o", _INK), ("s", "#c46a1b")))
    for name, (x, y) in series.items():
        mark, colour = next(marks)
        area.plot(x, y, marker=mark, color=colour, label=name)
        for place, value in zip(x, y, strict=True):
            area.annotate(
                told(value), (place, value), textcoords="offset points", xytext=(-4, 7), ha="right", fontsize=8,
                color=colour,
            )  # fmt: skip
    x, y = next(iter(series.values()))
    area.plot(x, [y[0] * n / x[0] for n in x], linestyle="--", color=_PALE, label="slope 1: linear")
    area.set(xscale="log", yscale="log", xlabel=axes[0], ylabel=axes[1], title=title)
    area.xaxis.set_major_formatter(lambda value, _: _count(value))
    area.yaxis.set_major_formatter(lambda value, _: told(value))
    area.margins(x=0.12, y=0.12)
    area.grid(True, which="major", color="#e2e2e2", linewidth=0.6)
    area.set_axisbelow(True)
    area.legend(frameon=False, loc="upper left")
    written = [path.with_suffix(suffix) for suffix in (".svg", ".png")]
    figure.savefig(written[0], metadata={"Date": None})
    figure.savefig(written[1], dpi=130)
    pyplot.close(figure)
    return written


def _count(value: float) -> str:
    return f"{value:,.0f}" if value >= 1 else f"{value:g}"


def _duration(seconds: float) -> str:
    """Two digits and the unit in which they are easiest to read."""
    value, unit = next(
        ((seconds * n, u) for n, u in ((1, "s"), (1e3, "ms")) if seconds * n >= 1), (seconds * 1e6, "µs")
    )
    return f"{value:,.0f} {unit}" if value >= 9.95 else f"{value:.2g} {unit}"
