"""Benchmarks of checker. `python -m benchmarks --help`; what the figures mean stands in README.md."""
