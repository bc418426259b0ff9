"""Targets fed with what users keep beside reports: configuration, side files, baselines, the cache."""

from __future__ import annotations

import json
import re
import tempfile
import zlib
from functools import cache
from pathlib import Path

from checker.cache import Cache
from checker.cache.codec import encode
from checker.config import Layer, excluded, resolve
from checker.model.report import Report
from checker.settings import SHARED, nearest, read_layers
from checker.sift.baseline import BaselineError, read_baseline, write_baseline
from checker.sift.side import read_side
from checker.texts import TEXTS
from checker.walk import SETTINGS
from fuzz.surface import require
from fuzz.texts import checker, text_of


@cache
def _folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="checker-fuzz-"))


def config(data: bytes) -> None:
    """A configuration file of any bytes: layers, or faults with places; never both."""
    path = _folder() / (SHARED if b"[tool" in data[:200] else SETTINGS)
    path.write_bytes(data)
    nearest(_folder())
    layers, faults = read_layers(path, "en" if len(data) % 2 else "zh")
    require(not (layers and faults), "layers of a file with faults")
    lines = len(re.split(r"\r\n|\r|\n", data.decode("utf-8", "replace")))
    for fault in faults:
        require(fault.message and "\n" not in fault.message, f"not one line: {fault.message!r}")
        own = fault.path == str(path) and fault.line is not None
        require(not own or 0 < (fault.line or 0) <= lines, f"line {fault.line} of {lines}")
        require(fault.column is None or fault.column > 0, f"column {fault.column}")
    report = str(_folder() / "a" / "b.md")
    options = resolve(layers, Layer(), "zh", report)
    excluded(layers, report)
    for rule in checker().rules[:3]:
        options.selects(rule.id, rule.code, rule.family)
        options.level(rule.id, rule.code, rule.severity)


def side_file(data: bytes) -> None:
    """A side file of any bytes: waivers, or faults; never both, and it never raises."""
    waivers, faults = read_side(data, "a.docx.checker.yaml", checker().roster, "zh")
    require(not (waivers and faults), "waivers of a file with faults")
    require(all(w.reason and w.rules for w in waivers), "a waiver without a reason")
    require(all(f.message and (f.line is None or f.line > 0) for f in faults), "a fault without a place")


def baseline(data: bytes) -> None:
    """A baseline of any text: read, or refused in words that the tool has; what is read is written as it was."""
    try:
        read = read_baseline(text_of(data))
    except BaselineError as error:
        require(error.key in TEXTS, f"no words for {error.key}")
        return
    require(read_baseline(write_baseline(read)) == read, "a baseline changes when it is written")


@cache
def _cache() -> Cache:
    return Cache(_folder() / "cache")


def cache_entry(data: bytes) -> None:
    """An entry of the cache with any content: a report, or nothing."""
    key = "ab" + "0" * 62
    path = _folder() / "cache" / key[:2] / (key[2:] + ".z")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if data.startswith(b"x") else zlib.compress(b'["%s",%s]' % (key.encode(), data), 1))
    found = _cache().get(key, Report)
    if found is not None:
        require(isinstance(found, Report), "something else than a report")
        encode(Report, found)


def entry(text: str) -> bytes:
    """The report of a text as the cache writes it."""
    return json.dumps(encode(Report, checker().check(text)), ensure_ascii=False).encode()
