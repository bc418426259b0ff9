"""The shipped words of a page."""

from pathlib import Path

import yaml

from checker.read.words import PageWords

ROOT = Path(__file__).parents[2]
WORDS = PageWords.from_lists(yaml.safe_load((ROOT / "rules/zh/words/page.yaml").read_text(encoding="utf-8"))["lists"])
SEEDS = sorted((ROOT / "seeds").glob("*.txt"))
