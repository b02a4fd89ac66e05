"""Checking, asking, drafting: what the office's staff do with the reports that `index` holds."""

__version__ = "0.1.0"
