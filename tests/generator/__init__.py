"""Invented reports whose every cell and claim is known, and writers that turn them into files.

report = generate(seed=1, form="2021")        # one clean report
county = world(bodies=30, years=range(2019, 2025), seed=0)
to_html(report), to_docx(report), to_tabbed(report)
"""

from .bodies import Body
from .bridge import as_report
from .faults import Mutation, Trap, mutations, traps
from .prose import REALISTIC, Mix
from .truth import Fact, TrueReport, TrueSection
from .world import World, each, generate, world
from .writers import WRITERS, Paper, Style, to_docx, to_html, to_pdf, to_scan, to_tabbed

__all__ = [
    "REALISTIC",
    "WRITERS",
    "Body",
    "Fact",
    "Mix",
    "Mutation",
    "Paper",
    "Style",
    "TrueReport",
    "TrueSection",
    "Trap",
    "World",
    "as_report",
    "each",
    "generate",
    "mutations",
    "to_docx",
    "to_html",
    "to_pdf",
    "to_scan",
    "to_tabbed",
    "traps",
    "world",
]
