"""The clock wrong and set right again: nothing lost, nothing kept open, all in its order."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from assistant import office_backup
from assistant.audit import AuditLog
from assistant.desk.frame.user_state import KEPT_DAYS, People
from assistant.desk.web.sessions import IDLE, WHOLE, Sessions
from assistant.draft import notes
from assistant.draft.notes import Note
from assistant.settings import Settings
from assistant.workspace import Workspace
from index.report import Corrupt, Decision
from index.stores import database, wholeness
from tests.library.material import county, fill

DAY, YEAR = 86_400.0, 365 * 86_400.0
_STRFTIME, _TIME = time.strftime, time.time


class Clock:
    """What the program takes for the time: so many seconds beside the true one."""

    beside = 0.0

    def time(self) -> float:
        return _TIME() + self.beside

    def strftime(self, form: str, at: time.struct_time | None = None) -> str:
        return _STRFTIME(form, at or time.localtime(self.time()))


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[Clock]:
    moved = Clock()

    class Now(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return datetime.fromtimestamp(moved.time(), UTC)

    class Today(date):
        @classmethod
        def today(cls) -> date:  # type: ignore[override]
            return date.fromtimestamp(moved.time())

    monkeypatch.setattr(time, "time", moved.time)
    monkeypatch.setattr(time, "strftime", moved.strftime)
    monkeypatch.setattr(database, "datetime", Now)
    monkeypatch.setattr(notes, "date", Today)
    yield moved


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Workspace]:
    made = Workspace(Settings(home=tmp_path / "home", embedder="hashing"))
    yield made
    made.library.close()


def test_a_session_does_not_outlive_its_time(clock: Clock, office: Workspace) -> None:
    account = office.users.add("张三", "a long password")
    sessions = Sessions(office.settings.home / "sessions.sqlite", office.users)
    clock.beside = YEAR
    token = sessions.begin(account)
    clock.beside = 0.0
    assert sessions.account(token)  # who works is not thrown out
    clock.beside = IDLE + 60
    assert sessions.account(token) is None
    clock.beside = YEAR
    token = sessions.begin(account)
    for hours in range(0, 80, 4):  # used all the time, and still at an end
        clock.beside = hours * 3600.0
        alive = sessions.account(token) is not None
        assert alive == (hours * 3600 < WHOLE), hours


def test_the_audit_log_stays_in_its_order(clock: Clock, tmp_path: Path) -> None:
    log = AuditLog(tmp_path / "audit.sqlite")
    for number, beside in enumerate((0.0, -YEAR, YEAR, -DAY)):
        clock.beside = beside
        log.add("张三", str(number))
    assert [line.did for line in log.lines()] == ["0", "1", "2", "3"]
    assert [line.did for line in log.lines(2)] == ["2", "3"]


def test_the_last_word_counts_whenever_it_was_said(clock: Clock, office: Workspace) -> None:
    library, agency = office.library, county(1)[0][0].agency
    fill(library, county(1))
    for beside, verdict, text in ((YEAR, "dismissed", "先答"), (0.0, "confirmed", "后答")):
        clock.beside = beside
        said = Decision(agency, 2023, "T01", "x", verdict, "", "张三", "")  # type: ignore[arg-type]
        library.decide(said)
        notes.keep(library, agency, 2023, [Note("cause", text, "某事")], who="张三")
    assert [d.verdict for d in library.decisions()] == ["confirmed"]
    assert [n.text for n in notes.kept(library, agency, 2023)] == ["后答"]
    clock.beside = -YEAR
    item = county(1)[0]
    changed = fill(library, [(item[0], item[1] + b" ", item[2])])[0]
    assert changed.status == "replaced"
    assert library.entry(changed.id).current and library.entry(changed.id).version == 2
    assert library.verify().problems == ()


def test_a_backup_made_before_the_clock_was_set_back_comes_back(
    clock: Clock, office: Workspace
) -> None:
    fill(office.library, county(2))
    clock.beside = YEAR
    later = office_backup.made(office)
    clock.beside = 0.0
    fill(office.library, county(3))
    earlier = office_backup.made(office)
    assert later != earlier and office_backup.found(office.settings.home, later.name)
    assert office_backup.restore(office, later).counted.reports == 4
    assert office_backup.restore(office, earlier).counted.reports == 6
    assert office.library.verify().problems == ()


def test_work_done_under_a_wrong_clock_is_not_taken_for_forgotten(
    clock: Clock, tmp_path: Path
) -> None:
    person = People(tmp_path).person("a")
    person.put("profile", {"name": "张三"})
    long_ago = _TIME() - 20 * YEAR  # as after a flat battery
    os.utime(person.folder, (long_ago, long_ago))
    for _ in range(2):
        assert People(tmp_path).forget() == 0
    os.utime(person.folder)  # he has come back
    for beside in (5 * YEAR, 0.0):  # forward by mistake, and back
        clock.beside = beside
        assert People(tmp_path).forget() == 0
    clock.beside = KEPT_DAYS * DAY / 2
    assert People(tmp_path).forget() == 0
    clock.beside = 2 * KEPT_DAYS * DAY
    assert People(tmp_path).forget() == 0
    clock.beside = 3 * KEPT_DAYS * DAY
    assert People(tmp_path).forget() == 1
    assert [*tmp_path.iterdir()] == []


def test_damage_is_seen_after_the_clock_was_set_back(
    clock: Clock, office: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wholeness, "_SMALL", 0)  # as of a large library
    fill(office.library, county(3))
    office.library.close()
    home = office.settings.home / "library"
    looked = home / "facts.whole"
    looked.write_text("another time", "ascii")
    os.utime(looked, (_TIME() + YEAR, _TIME() + YEAR))
    data = bytearray((home / "facts.db").read_bytes())
    middle = len(data) // 8192
    data[middle * 4096 : (middle + 20) * 4096] = bytes(20 * 4096)
    (home / "facts.db").write_bytes(data)
    del office.library
    with pytest.raises(Corrupt):
        _ = office.library
    office.library = Workspace(Settings(home=home.parent / "none", embedder="hashing")).library
