"""Take the README's pictures of the real pages: `python docs/screenshots.py [FOLDER]`.

A desk is started over an invented county (`tests.generator`), driven in the system's Chromium as
a clerk would, and stopped; each picture is kept under 300 KB.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
MOST_BYTES = 300_000


def main(folder: Path) -> None:
    """Every picture of the README and of the walk-through into `folder`."""
    from playwright.sync_api import sync_playwright

    from tests.browser.conftest import CHROMIUM, FLAGS, faulty, free_port, start
    from tests.generator import generate, to_html, to_pdf, world

    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as room, sync_playwright() as playwright:
        files = Path(room) / "files"
        files.mkdir()
        (files / "有错的报告.pdf").write_bytes(to_pdf(faulty()))
        for seed in range(6):
            true = generate(seed=200 + seed, form="2021")
            if seed % 2:
                true = true.with_printed({"applications.granted.total": "38"})
            (files / f"{true.agency}{true.year}.html").write_bytes(_bytes(to_html(true)))
        county = Path(room) / "county"
        county.mkdir()
        for true in world(bodies=9, years=range(2021, 2025), seed=11, gaps=0).reports:
            (county / f"{true.agency}{true.year}.html").write_bytes(_bytes(to_html(true)))
        agency = next(p.stem[:-4] for p in county.iterdir() if p.stem.endswith("县人民政府2024"))
        home, port = Path(room) / "home", free_port()
        _index(home, county)
        server, _ = start(home, port)
        try:
            browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
            page = browser.new_page(viewport={"width": 1280, "height": 800}, locale="zh-CN")
            page.set_default_timeout(60_000)
            page.goto(f"http://127.0.0.1:{port}/")
            _review(page, files, folder)
            _ask(page, folder)
            _draft(page, agency, folder)
            _rest(page, folder)
            browser.close()
        finally:
            server.terminate()
            server.wait(10)


def _index(home: Path, county: Path) -> None:
    from tests.browser.conftest import environment

    command = [
        sys.executable,
        "-m",
        "assistant.commands.main",
        "--home",
        str(home),
        "index",
        str(county),
    ]
    subprocess.run(command, check=True, cwd=ROOT, env=environment(), stdout=subprocess.DEVNULL)


def _review(page: Any, files: Path, folder: Path) -> None:
    page.wait_for_selector("#nb-review .nb-drop")
    chosen = [str(p) for p in sorted(files.iterdir())]
    page.set_input_files("#panel-review input[data-kind=files]", chosen)
    page.wait_for_selector("#nb-rows")
    page.wait_for_selector("#nb-progress .nb-card", state="detached")
    page.wait_for_timeout(5000)
    _keep(page, folder / "review-list.png")
    page.locator("#nb-rows tr", has_text="有错的报告.pdf").locator("button.link").click()
    page.wait_for_selector("#nb-review [data-report]")
    page.locator('.nb-finding[data-rule~="T01"] .pick').first.click()
    page.wait_for_selector(".nb-frame")
    page.wait_for_timeout(1200)
    _keep(page, folder / "review.png")
    page.keyboard.press("t")
    page.locator('td[data-key="applications.new_received.total"]').hover()
    page.wait_for_timeout(300)
    _keep(page, folder / "forms.png")


def _ask(page: Any, folder: Path) -> None:
    _go(page, "ask")
    page.fill("#ask-box textarea", "2024年各乡镇一共新收多少件申请？")
    page.keyboard.press("Enter")
    page.wait_for_selector('.nb-turn[data-turn="0"]')
    page.wait_for_timeout(600)
    _keep(page, folder / "ask.png")


def _draft(page: Any, agency: str, folder: Path) -> None:
    _go(page, "draft")
    page.fill("#nb-draft input[name=agency]", agency)
    page.fill("#nb-draft input[name=year]", "2024")
    page.click("text=收集依据")
    page.wait_for_selector(".nb-ask")
    page.locator('#nb-draft button[type=submit]:text-is("起草")').click()
    page.wait_for_selector(".nb-draft-text")
    page.evaluate("scrollTo(0, 0)")
    page.mouse.move(5, 5)
    page.wait_for_timeout(400)
    _keep(page, folder / "draft.png")


def _rest(page: Any, folder: Path) -> None:
    _go(page, "library/board")
    page.wait_for_selector("#nb-library figure svg")
    _keep(page, folder / "board.png")
    _go(page, "rules")
    _keep(page, folder / "rules.png")


def _go(page: Any, address: str) -> None:
    page.evaluate("a => { location.hash = a }", address)
    page.wait_for_selector(f"#nb-{address.split('/')[0]} .nb-head")
    page.wait_for_timeout(600)


def _keep(page: Any, path: Path) -> None:
    """The picture, with fewer colours so that it stays small."""
    import io

    from PIL import Image

    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    picture.quantize(128, dither=Image.Dither.NONE).save(path, optimize=True)
    size = path.stat().st_size
    print(f"{path.name} {size // 1024} KB")
    assert size <= MOST_BYTES, f"{path} is too big for a README"


def _bytes(content: str | bytes) -> bytes:
    return content if isinstance(content, bytes) else content.encode()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "images")
