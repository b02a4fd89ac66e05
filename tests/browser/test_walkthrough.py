"""docs/五分钟上手.md walked through to the letter, from an empty library."""

from __future__ import annotations

import re

import pytest

from tests.browser.conftest import ROOT, Watched, shot
from tests.browser.test_ask import ask
from tests.browser.test_model import sampled
from tests.browser.test_review import FILES

GUIDE = (ROOT / "docs" / "五分钟上手.md").read_text("utf-8")
SAMPLES = ROOT / "assistant" / "samples"


def section(number: str) -> str:
    """A section of the guide, by its number."""
    found = re.search(rf"^## {number}、.*?(?=^## |\Z)", GUIDE, re.M | re.S)
    assert found
    return found[0]


@pytest.mark.timeout(300)
def test_what_the_guide_says_can_be_done(fresh: Watched) -> None:
    page = fresh.page("#library")
    sampled(page)
    assert page.locator("#nb-entries tbody tr").count() == 24
    for name in re.findall(r"\*\*(名册|概览)\*\*", section("二")):
        assert page.locator(f"#nb-library >> text={name}").count() > 0

    page.goto(f"{fresh.url}/#review")
    page.wait_for_selector("#nb-review .nb-drop")
    page.set_input_files(FILES, [str(p) for p in sorted(SAMPLES.iterdir()) if p.is_file()])
    page.wait_for_selector("#nb-progress .nb-card", state="detached", timeout=90_000)
    page.locator("#nb-rows tr.open", has=page.locator(".nb-badge.error:not(.zero)")).first.locator(
        "button.link"
    ).click()
    page.wait_for_selector("#nb-review [data-report]")
    page.locator(".nb-finding .pick").first.click()
    keys = re.findall(r"`([^`]+)`", " ".join(re.findall(r"^\| (`.*?) \|", section("三"), re.M)))
    page.keyboard.press("?")
    helped = page.locator("dialog[open]").inner_text()
    assert [k for k in keys if k not in helped + "?"] == []  # it was itself pressed
    page.keyboard.press("Escape")
    page.keyboard.press("t")
    page.wait_for_selector(".nb-grid td:is(.error, .warning, .beside)")

    page.goto(f"{fresh.url}/#ask")
    page.wait_for_selector("#ask-empty")
    questions = re.findall(r"^- `([^`]+)`", section("四"), re.M)
    assert len(questions) >= 4
    for question in questions:
        answer = ask(page, question)
        assert answer.locator(".nb-answer.none, .nb-answer.clarify").count() == 0, question
    assert "不合格例" in page.locator(".nb-turn").last.inner_text()
    shot(page, "walkthrough-asked")

    page.goto(f"{fresh.url}/#draft")
    page.fill("#nb-draft input[name=agency]", "临溪县教育局")
    page.fill("#nb-draft input[name=year]", "2024")
    page.click("text=收集依据")
    page.wait_for_selector(".nb-ask")
    page.locator('#nb-draft button[type=submit]:text-is("起草")').click()
    page.wait_for_selector(".nb-draft-text")
    assert "待补充" in page.locator(".nb-draft-text").inner_text()
