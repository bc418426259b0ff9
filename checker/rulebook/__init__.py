"""STUB of floor 2: YAML -> Rule. The real one replaces this file."""

from __future__ import annotations


def schema() -> dict[str, object]:
    """JSON Schema of a rule file, for editors."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object"}
