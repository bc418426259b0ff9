"""checker: a fact-checker for numeric consistency in reports."""

__version__ = "0.1.0"
