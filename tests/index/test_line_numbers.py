"""Numbers of lines in the margin are no part of what is printed."""

from index.readers.line_numbers import without_line_numbers, without_numbers
from index.readers.page.page_layout import Glyph
from index.readers.page.printed_words import text_of, words_of


def _print(lines: list[tuple[float, float, str]]) -> list[Glyph]:
    return [
        Glyph(c, left + 5 * i, top, left + 5 * i + 5, top + 10)
        for left, top, text in lines
        for i, c in enumerate(text)
    ]


def test_a_column_of_numbers_left_of_all_print_is_left_out() -> None:
    numbers = [(20.0, 20.0 * n, str(n)) for n in range(1, 21)]
    print_ = [(60.0, 20.0 * n, f"行{n * 7} 0") for n in range(1, 21)]
    left = without_line_numbers(_print([*numbers, *print_]))
    assert text_of(words_of(left)) == text_of(words_of(_print(print_)))


def test_figures_that_do_not_count_and_ordinals_inside_the_print_stay() -> None:
    figures = _print([(20.0, 20.0 * n, str(n % 3)) for n in range(1, 21)])
    assert without_line_numbers(figures) == figures
    beside = _print([(10.0, 20.0 * n, "甲") for n in range(1, 21)])
    counted = _print([(20.0, 20.0 * n, str(n)) for n in range(1, 21)])
    assert without_line_numbers([*beside, *counted]) == [*beside, *counted]


def test_numbered_lines_of_a_text_keep_their_columns() -> None:
    lines = [f"{i % 12 + 1:<3} 规章  {i}" for i in range(24)]
    bare = [f"{'':<3} 规章  {i}" for i in range(24)]
    assert without_numbers("\n".join(lines)) == "\n".join(bare)
    assert without_numbers("3\n5\n\n0") == "3\n5\n\n0"
