"""With a model, and from an empty library: samples, words in grey, stop, doubtful numbers."""

from __future__ import annotations

from typing import Any

from tests.browser.conftest import Watched, shot
from tests.stand_in import Reply, StandIn

LONG = "多数单位说明了解读方面的问题。" * 60
PLAN = """{"steps": [{"op": "sentences", "id": "s1", "who": {"group": "全部"},
"when": {"every": true}, "about": "措施", "words": ["解读"]}],
"show": ["s1.单位", "s1.年", "s1.要点", "s1.句"], "form": "归纳"}"""
INVENTED = "另有一项不实的统计4321次。"


def sampled(page: Any) -> None:
    """The sample library put in, unless it is already."""
    page.wait_for_selector("#nb-library .nb-head")
    if page.locator("#nb-entries").count():
        return
    page.click("button:has-text('放入示例资料')")
    page.wait_for_selector("#nb-indexing [role=progressbar]")
    shot(page, "samples-coming")
    page.wait_for_selector("#nb-entries", timeout=60_000)


def use_model(page: Any, service: StandIn) -> None:
    page.evaluate("location.hash = '#settings'")
    page.fill("#nb-settings input[name=llm_base_url]", service.url)
    page.fill("#nb-settings input[name=llm_model]", "stand-in")
    form = page.locator("#nb-settings form", has=page.locator("input[name=llm_model]"))
    form.locator("button[type=submit]").click()
    page.wait_for_selector("text=设置已保存")


def test_an_empty_library_takes_the_samples(fresh: Watched) -> None:
    page = fresh.page("#library")
    sampled(page)
    assert page.locator("#nb-entries tbody tr").count() >= 20
    assert "失败 0" in page.locator("#nb-indexing").inner_text()


def test_an_answer_comes_in_grey_and_stops(fresh: Watched) -> None:
    page = fresh.page("#library")
    sampled(page)
    with StandIn(Reply(LONG, pause=0.05)) as service:
        use_model(page, service)
        service.then(PLAN)
        page.evaluate("location.hash = '#ask'")
        page.fill("#ask-box textarea", "哪些单位说了解读方面的问题，怎么改的？")
        page.keyboard.press("Enter")
        page.wait_for_selector(".nb-live .nb-unchecked:not(:empty)")
        assert "还没有核对" in page.locator(".nb-live").inner_text()
        shot(page, "ask-streaming")
        page.click("#ask-stop")
        page.wait_for_selector(".nb-live", state="detached")
        page.wait_for_selector("#ask-send:visible")
        assert page.locator(".nb-turn").count() == 0
        assert service.requests[-1]["stream"]


def gathered(page: Any, agency: str) -> None:
    """The evidence of a body's draft, on the drafting page."""
    page.evaluate("location.hash = '#draft'")
    page.fill("#nb-draft input[name=agency]", agency)
    page.fill("#nb-draft input[name=year]", "2024")
    page.click("text=收集依据")
    page.wait_for_selector(".nb-ask")


def composed(page: Any) -> str:
    """The draft that is made without a model."""
    page.locator('#nb-draft button[type=submit]:text-is("起草")').click()
    page.wait_for_selector(".nb-draft-text")
    return str(page.locator("#draft-text").input_value())


def test_a_draft_comes_in_grey_and_its_doubtful_sentences_hold_it_back(fresh: Watched) -> None:
    page = fresh.page("#library")
    sampled(page)
    agency = page.locator("#nb-entries tbody tr", has_text="2024").first.locator("button.link")
    name = agency.inner_text()
    gathered(page, name)
    text = f"{composed(page)}\n{INVENTED}"
    with StandIn(Reply(text, pause=0.05)) as service:
        use_model(page, service)
        gathered(page, name)
        page.locator('#nb-draft button[type=submit]:text-is("起草")').click()
        page.wait_for_selector("#nb-writing .nb-unchecked:not(:empty)")
        shot(page, "draft-streaming")
        page.click("#nb-writing >> text=停止")
        page.wait_for_selector("#nb-writing [role=status]", state="detached")
        assert page.locator(".nb-draft-text").count() == 0
        page.locator('#nb-draft button[type=submit]:text-is("起草")').click()
        page.wait_for_selector(".nb-draft-text:not(.nb-unchecked)", timeout=60_000)
        assert page.locator(".nb-doubt").all_inner_texts() == [INVENTED]
        assert page.locator('[data-do="pick"]').count() == 2
        shot(page, "draft-by-model")
        page.locator('#nb-draft [data-do="export"]').click()
        page.wait_for_selector(".nb-toast.error")
        page.locator('[data-change="accept"]').check()
        page.wait_for_selector('[data-change="accept"]:checked')
        with page.expect_download() as download:
            page.locator('#nb-draft [data-do="export"]').click()
        assert download.value.suggested_filename.endswith(".docx")
