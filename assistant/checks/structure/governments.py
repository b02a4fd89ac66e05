"""Which reports are a local government's own."""

from __future__ import annotations

from index.bodies.names import kind_of
from index.report import Report

GOVERNMENTS = ("province", "prefecture", "county")


def is_government(report: Report) -> bool:
    """Whether the report is a local government's: a zone's committee is sent by one."""
    return report.level in GOVERNMENTS and kind_of(report.agency) != "zone"
