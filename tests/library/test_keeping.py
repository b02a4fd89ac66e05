"""Adding, replacing, versions, removing, rebuilding: on both pairs of stores."""

from __future__ import annotations

import pytest

from index.library.library import Feedback, Filter, Library
from index.report import Decision, LibraryError, Report, UsageError

from .conftest import Open
from .material import county, fill, finding, keep, small


def test_what_goes_in_comes_out(library: Library) -> None:
    report, content, name = county()[0]
    added = library.add(
        report, content, filename=name, findings=[finding()], assessed={"T01": "fail"}
    )
    assert added.status == "added"
    review = library.review(added.id)
    assert review.report == library.report(added.id)
    assert library.report(added.id).cells == report.cells
    assert library.report(added.id).sections == report.sections
    assert review.findings == (finding(),)
    assert review.assessed == {"T01": "fail"}
    assert library.original(added.id) == (name, content)
    entry = library.entry(added.id)
    assert (entry.errors, entry.warnings, entry.unread) == (1, 0, 0)


def test_facts_keep_value_state_text_and_place(library: Library) -> None:
    report, content, name = county()[0]
    library.add(report, content, filename=name)
    facts = {f.key: f for f in library.cells()}
    assert set(facts) == set(report.cells)
    for key, cell in report.cells.items():
        fact = facts[key]
        assert (fact.value, fact.state, fact.text, fact.at) == (
            cell.value,
            cell.state,
            cell.text,
            cell.at,
        )
        assert type(fact.value) is type(cell.value) or isinstance(fact.value, int)


def test_the_same_file_again_changes_nothing(library: Library) -> None:
    items = county(4)
    fill(library, items)
    before = library.reports()
    assert {a.status for a in fill(library, items)} == {"unchanged"}
    assert library.reports() == before
    assert library.verify().problems == ()


def test_all_stores_agree_after_adding_removing_rebuilding(library: Library) -> None:
    fill(library, county(4))
    assert library.verify().problems == ()
    library.remove(library.reports()[3].id)
    verified = library.verify()
    assert verified.problems == ()
    assert verified.reports == verified.originals == len(county(4)) - 1
    assert verified.vectors == verified.chunks > 0
    before = [(e.id, e.agency, e.year) for e in library.reports()]
    found = library.search("政务公开培训", k=5)
    kept = library.rebuild(read=lambda path: _read(path.name)).kept
    assert kept == ()
    assert library.verify().problems == ()
    assert [(e.id, e.agency, e.year) for e in library.reports()] == before
    assert [h.text for h in library.search("政务公开培训", k=5)] == [h.text for h in found]


def _read(name: str) -> tuple:  # type: ignore[type-arg]
    return tuple(r for r, _, n in county(4) if n == name)


def test_a_changed_file_replaces_and_the_old_one_stays_as_a_version(library: Library) -> None:
    first = keep(library, small("河湾县人民政府"), filename="报告.txt")
    changed = small("河湾县人民政府", text="全年公开政府信息三千条。" * 9)
    second = keep(library, changed, filename="报告.txt")
    assert second.status == "replaced"
    assert "第1版" in second.note
    assert [e.id for e in library.reports()] == [second.id]
    assert [e.id for e in library.versions(second.id)] == [first.id, second.id]
    assert library.report(first.id).section(1) is not None
    assert {h.report for h in library.search("公开")} == {second.id}
    assert library.verify().problems == ()
    library.remove(second.id)
    assert [e.id for e in library.reports()] == [first.id]
    assert {h.report for h in library.search("公开")} == {first.id}


@pytest.mark.parametrize(
    ("unread_before", "unread_after", "replace", "status"),
    [(3, 1, False, "replaced"), (1, 3, False, "version"), (2, 2, False, "version")]
    + [(1, 3, True, "replaced")],
)
def test_a_second_file_replaces_only_what_reads_worse(
    plain_library: Library, unread_before: int, unread_after: int, replace: bool, status: str
) -> None:
    first = keep(plain_library, small("河湾县人民政府", unread=unread_before), filename="a.pdf")
    second = small("河湾县人民政府", unread=unread_after)
    added = keep(plain_library, second, filename="b.docx", replace=replace)
    assert (added.status, bool(added.note)) == (status, True)
    current = added.id if status == "replaced" else first.id
    assert [e.id for e in plain_library.reports()] == [current]
    assert len(plain_library.reports(current=False)) == 2


def test_reports_without_body_or_year_stand_for_themselves(plain_library: Library) -> None:
    keep(plain_library, small("", 2023), filename="a.txt")
    keep(plain_library, small("", 2023), filename="b.txt")
    keep(plain_library, small("河湾县人民政府", None), filename="c.txt")
    keep(plain_library, small("河湾县人民政府", None), filename="d.txt")
    assert len(plain_library.reports()) == 4
    assert plain_library.verify().problems == ()


def test_people_words_survive_a_rebuild(library: Library) -> None:
    added = fill(library, county(2))[0]
    entry = library.entry(added.id)
    key = "applications.new_received.total"
    cell = library.correct(added.id, key, "77", who="张三")
    assert (cell.value, cell.how) == (77, "correction")
    decision = Decision(
        entry.agency, entry.year or 0, "T01", key, "dismissed", "口径不同", "张三", ""
    )
    library.decide(decision)
    library.switch_rule("L05", off=True, reason="误报多")
    library.rebuild(read=lambda path: tuple(r for r, _, n in county(2) if n == path.name))
    assert library.report(added.id).cell(key).value == 77
    assert library.cells(keys=[key], bodies=[entry.body], years=[entry.year or 0])[0].value == 77
    assert [d.verdict for d in library.decisions(entry.agency, entry.year)] == ["dismissed"]
    assert library.switched_off() == {"L05": "误报多"}
    library.switch_rule("L05", off=False)
    assert library.switched_off() == {}


def test_the_last_word_on_a_finding_counts(plain_library: Library) -> None:
    for verdict in ("confirmed", "dismissed"):
        said = Decision("河湾县人民政府", 2023, "T01", "x", verdict, "", "李四", "")  # type: ignore[arg-type]
        plain_library.decide(said)
    assert [d.verdict for d in plain_library.decisions("河湾县人民政府", 2023)] == ["dismissed"]


def test_feedback_is_kept(plain_library: Library) -> None:
    plain_library.add_feedback(Feedback("问", "答", -1, "数字不对", "张三", ""))
    assert [f.rating for f in plain_library.feedback()] == [-1]


def test_an_archive_brings_everything_to_another_library(
    library: Library, open_library: Open, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("elsewhere")
    added = fill(library, county(4))
    keep(library, small("河湾县人民政府", 2020), filename="a.txt", findings=[finding()])
    keep(library, small("河湾县人民政府", 2020, unread=4), filename="b.txt")
    entry = library.entry(added[0].id)
    library.decide(Decision(entry.agency, 2023, "T01", "x", "confirmed", "", "张三", ""))
    assert library.export(folder / "all.zip") == len(library.reports(current=False))
    with Library.open(folder / "other", embedder="hashing") as other:
        imported = other.import_(folder / "all.zip")
        assert imported.count("unchanged") == 0
        assert _shape(other) == _shape(library)
        assert [d.verdict for d in other.decisions()] == ["confirmed"]
        assert other.verify().problems == ()
        assert other.import_(folder / "all.zip").count("unchanged") == len(imported.reports)
        assert len(other.decisions()) == 1
        assert other.original(added[0].id) == library.original(added[0].id)


def _shape(library: Library) -> object:
    bodies = {b.id: b.name for b in library.bodies()}
    entries = library.reports(current=False)
    reports = [(e.id, bodies[e.body], e.version, e.current, e.errors, e.added_at) for e in entries]
    parents = {(b.name, b.aliases, bodies.get(b.parent or 0)) for b in library.bodies()}
    return sorted(reports), parents


def test_a_damaged_archive_is_refused(plain_library: Library, tmp_path: object) -> None:
    from pathlib import Path

    path = Path(str(tmp_path)) / "x.zip"
    path.write_bytes(b"PK nonsense")
    with pytest.raises(LibraryError, match="备份"):
        plain_library.import_(path)


def test_what_is_wrong_in_the_stores_is_seen_and_mended(library: Library) -> None:
    fill(library, county(3))
    library._stores.vectors.drop([1])
    row = library._stores.embedder.query("x")[None, :]
    library._stores.vectors.put([2, 999], row.repeat(2, 0), [{"body": 0}, {"body": 0}])
    problems = "；".join(library.verify().problems)
    for said in ("没有向量", "不属于任何段落", "机关、年度或部分与段落不一致"):
        assert said in problems
    library.rebuild(read=lambda path: tuple(r for r, _, n in county(3) if n == path.name))
    assert library.verify().problems == ()


def test_unknown_ids_and_embedders_are_named(plain_library: Library, tmp_path: object) -> None:
    from pathlib import Path

    with pytest.raises(LibraryError, match="没有编号"):
        plain_library.report("nope")
    with pytest.raises(UsageError, match="向量模型"):
        Library.open(Path(str(tmp_path)) / "y", embedder="word2vec")


def test_readers_see_what_others_write(library: Library, open_library: Open) -> None:
    reader = open_library(read_only=True)
    assert reader.search("培训") == []
    items = county(3)
    fill(library, items)
    assert len(reader.reports()) == len(items)
    hits = reader.search("培训", Filter(years=(2022,)))
    assert hits and {h.year for h in hits} == {2022}
    library.remove(hits[0].report)
    assert hits[0].report not in {h.report for h in reader.search("培训")}


def test_what_is_derived_from_a_report_is_kept_until_its_content_changes(library: Library) -> None:
    fill(library, county(2))
    ids = [e.id for e in library.reports()]
    made: list[str] = []

    def make(report: Report, id: str) -> str:
        made.append(id)
        return f"{report.agency}{report.cell('applications.new_received.total').text}"

    first = library.derived("name", make, ids)
    assert library.derived("name", make, ids) == first
    assert sorted(made) == sorted(ids)
    library.correct(ids[0], "applications.new_received.total", "777")
    again = library.derived("name", make, ids)
    assert made[len(ids) :] == [ids[0]]
    assert again[ids[0]].endswith("777")
    library.remove(ids[0])
    assert library.verify().problems == ()
