"""设置 in a browser: addresses, a model that is tried, the house's certificate, the library remade."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.conftest import Watched, shot
from tests.stand_in import Reply, StandIn, self_signed

MODEL = "#nb-settings form:has(input[name=llm_model])"


def tried(page: object, address: str, name: str = "stand-in") -> str:
    """What the page says of a model after 保存并测试."""
    page.fill("#nb-settings input[name=llm_base_url]", address)  # type: ignore[attr-defined]
    page.fill("#nb-settings input[name=llm_model]", name)  # type: ignore[attr-defined]
    page.click(f"{MODEL} >> text=保存并测试")  # type: ignore[attr-defined]
    said = page.wait_for_selector("#nb-probe .nb-alert, .nb-toast.error")  # type: ignore[attr-defined]
    text = str(said.inner_text())
    page.evaluate(
        "document.querySelectorAll('#nb-toasts,#nb-probe').forEach(e => e.replaceChildren())"
    )  # type: ignore[attr-defined]
    return text


def test_what_is_wrong_with_a_model_is_said_with_what_to_change(
    desk: Watched, tmp_path: Path
) -> None:
    page = desk.page("#settings")
    page.wait_for_selector(MODEL)
    certificate = self_signed(tmp_path / "own.pem")
    with StandIn("好") as service:
        assert "改为“http://" in tried(page, service.host)  # no scheme: refused, nothing kept
        assert f"改为“{service.url}”" in tried(page, f"http://{service.host}")  # no /v1
        assert "没有这个地址" in tried(page, f"http://{service.host}/api/v2")
        service.then(Reply(status=404, body='{"error": {"message": "model x does not exist"}}'))
        assert "没有名为“x”的模型" in tried(page, service.url, "x")
        service.then(Reply(status=401))
        assert "不接受密钥" in tried(page, service.url)
        assert "可以使用" in tried(page, service.url)
        shot(page, "settings-probed")
    with StandIn("好", certificate) as service:
        assert "上传签发它的证书" in tried(page, service.url)
        page.set_input_files('[data-action="take_authority"] input[type=file]', str(certificate))
        page.wait_for_selector("text=已信任上传的证书")
        assert "可以使用" in tried(page, service.url)
    page.click("#nb-settings button >> text=/^移除$/")
    page.click("dialog[open] >> text=确定")
    page.wait_for_selector("text=没有上传。")
    page.fill("#nb-settings input[name=llm_base_url]", "")
    page.locator(f"{MODEL} button[type=submit]").click()
    page.wait_for_selector("text=设置已保存")


@pytest.mark.timeout(300)
def test_the_library_is_remade_with_a_button(desk: Watched) -> None:
    page = desk.page("#settings")
    page.click("#nb-settings >> text=/^重建$/")
    page.click("dialog[open] >> text=确定")
    page.wait_for_selector("#nb-work [role=progressbar]")
    page.wait_for_selector("#nb-work >> text=/已重建 \\d+ 份报告/", timeout=200_000)


@pytest.mark.timeout(300)
def test_a_backup_is_fetched_and_put_back(desk: Watched, tmp_path: Path) -> None:
    page = desk.page("#settings")
    page.click("#nb-settings >> text=/^备份$/")
    link = page.locator("#nb-work a[download]")
    link.wait_for(timeout=200_000)
    with page.expect_download() as fetched:
        link.click()
    fetched.value.save_as(tmp_path / "b.zip")
    page.click("#nb-settings >> text=从备份恢复")
    with page.expect_file_chooser() as chooser:
        page.click("dialog[open] >> text=确定")
    chooser.value.set_files(tmp_path / "b.zip")
    page.wait_for_selector("#nb-work >> text=/已恢复 \\d+ 份报告/", timeout=200_000)


def test_numbers_and_choices_look_like_what_they_are(desk: Watched) -> None:
    page = desk.page("#settings")
    number = page.locator("#nb-settings input[name=max_pages]")
    assert number.get_attribute("type") == "number" and number.input_value() == "200"
    assert number.bounding_box()["width"] < 160
    choice = page.locator("#nb-settings select[name=embedder]")
    arrow = choice.evaluate("e => getComputedStyle(e).backgroundImage")
    assert "gradient" in arrow
