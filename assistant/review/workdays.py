"""Working days as the State Council's yearly notice of holidays and make-up days has them."""

from __future__ import annotations

from datetime import date, timedelta


def working_day(start: date, count: int) -> tuple[date, tuple[int, ...]]:
    """The `count`th working day after `start`, and the years whose holidays are not known yet.

    The notice comes out late in the year before; in a year without one Monday to Friday are
    taken for working days.
    """
    day, guessed = start, set()
    while count > 0:
        day += timedelta(days=1)
        known = _known(day)
        if known is None:
            guessed.add(day.year)
        count -= day.weekday() < 5 if known is None else known
    return day, tuple(sorted(guessed))


def _known(day: date) -> bool | None:
    """Whether a day is a working day; None where its year's notice is not in the calendar."""
    import chinese_calendar

    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return None
