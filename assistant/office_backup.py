"""An office's backup: its library as it stands, and beside it whatever else the office keeps.

Accounts, settings, templates, certificates, the log, and what everybody has on the desk.
Keys are not in it, nor what says where this installation runs.  What comes back is looked at
before anything is changed, as a stranger may have written it.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant import certificates, desk_folders
from assistant.audit import Line
from assistant.users import accounts_of
from index.report import Corrupt, LibraryError, NianbaoError, UsageError

if TYPE_CHECKING:
    from assistant.workspace import Workspace
    from index.library.backup import Counted

Progress = Callable[[int, int, str], None]
FOLDER = "backups"
"""Below the data folder: what the page has made for a browser to fetch."""
_CERTIFICATES = "certificates.pem"
"""A backup's member, empty where the office has given none; with it came the folders of the desk."""
_KEPT = 3
_BEFORE = "恢复前"


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back: the library's counts, and in Chinese what came beside it."""

    counted: Counted
    beside: str


@dataclass(frozen=True, slots=True)
class _Beside:
    """What a backup carries beside its library; None for what an earlier release left out."""

    users: Mapping[str, Any] | None = None
    settings: Mapping[str, Any] | None = None
    log: tuple[Line, ...] = ()
    templates: Mapping[str, bytes] | None = None
    certificates: bytes | None = None
    desk: Path | None = None


# ---------------------------------------------------------------- out


def backup(workspace: Workspace, path: Path, progress: Progress | None = None) -> Counted:
    """The office at this moment as one file.  Raises LibraryError."""
    from index.library.archive import Beside

    with desk_folders.still(workspace.settings.home) as desk:
        along = Beside(_small(workspace), {desk_folders.FOLDER: desk})
        return workspace.library.backup(path, progress, beside=along)


def _small(workspace: Workspace) -> dict[str, bytes]:
    templates = workspace.templates
    authority = certificates.own(workspace.settings.home)
    said = {
        "users.json": workspace.users.carried(),
        "settings.json": workspace.settings.carried(),
        "audit.json": [asdict(line) for line in workspace.audit.lines()],
    }
    return {
        **{name: json.dumps(value, ensure_ascii=False).encode() for name, value in said.items()},
        _CERTIFICATES: authority.read_bytes() if authority else b"",
        **{
            f"{kind}.docx": templates.content(kind)
            for kind in templates.kinds
            if templates.own(kind)
        },
    }


def made(workspace: Workspace, before: bool = False, progress: Progress | None = None) -> Path:
    """A backup among those that the page has made, of which the last few stay."""
    folder = workspace.settings.home / FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = f"年报备份 {time.strftime('%Y-%m-%d %H%M%S')}{_BEFORE if before else ''}.zip"
    backup(workspace, folder / name, progress)
    kept = [folder / name, *(p for p in reversed(_made(folder)) if p.name != name)]
    for old in kept[_KEPT:]:
        old.unlink(missing_ok=True)
    return folder / name


def found(home: Path, name: str) -> Path | None:
    """The backup that the page has made under that name."""
    return next((path for path in _made(home / FOLDER) if path.name == name), None)


def _made(folder: Path) -> list[Path]:
    """The oldest first, by when they were written: the clock may have been set back."""
    return sorted(folder.glob("*.zip"), key=lambda path: path.stat().st_mtime_ns)


# ---------------------------------------------------------------- in


def restore(
    workspace: Workspace,
    path: Path,
    progress: Progress | None = None,
    own: str = "",
    held: AbstractContextManager[Any] | None = None,
) -> Restored:
    """The office as the backup holds it, in place of what is there.

    The account `own` stays; the folders of the desk are exchanged while `held` keeps people from
    writing there.  Raises LibraryError, and changes nothing, for a backup that is damaged,
    altered or of a newer release.
    """
    from index.library.backup import beside

    library = workspace.library
    with desk_folders.room(workspace.settings.home) as room:
        came = _read(beside(path, room), room / desk_folders.FOLDER)
        counted = library.restore(path, progress)
        with held or nullcontext():
            said, problems = _taken(workspace, came, own)
    return Restored(replace(counted, problems=(*counted.problems, *problems)), "、".join(said))


def _read(members: Mapping[str, bytes], desk: Path) -> _Beside:
    desk_folders.check(desk)
    try:
        said = {name: json.loads(c) for name, c in members.items() if name.endswith(".json")}
        accounts_of(said.get("users.json", {}))
        if not isinstance(said.get("settings.json", {}), dict):
            raise ValueError("no settings")
        log = tuple(
            Line(**{k: str(v) for k, v in line.items()}) for line in said.get("audit.json", ())
        )
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise LibraryError("备份里的账号、设置或日志读不出，没有使用：请换一份备份") from error
    templates = {n.removesuffix(".docx"): c for n, c in members.items() if n.endswith(".docx")}
    return _Beside(
        said.get("users.json"),
        said.get("settings.json"),
        log,
        templates if "settings.json" in said else None,
        members.get(_CERTIFICATES),
        desk if _CERTIFICATES in members else None,
    )


def _taken(workspace: Workspace, came: _Beside, own: str) -> tuple[list[str], list[str]]:
    """What was taken up, and what could not be."""
    said: list[str] = []
    problems: list[str] = []
    for title, take in (
        ("设置", lambda: _settings(workspace, came.settings)),
        ("模板", lambda: _templates(workspace, came.templates)),
        ("证书", lambda: _certificates(workspace, came.certificates)),
        ("账号", lambda: workspace.users.take_carried(came.users or {}, own)),
        ("各人的清单、问答和草稿", lambda: _desk(workspace, came.desk)),
        ("操作日志", lambda: workspace.audit.take(came.log)),
    ):
        try:
            if count := take():
                said.append(f"{title} {count} 项")
        except NianbaoError as error:
            problems.append(f"{title}没有恢复：{error.message}")
    return said, problems


def _settings(workspace: Workspace, came: Mapping[str, Any] | None) -> int:
    if came is None:
        return 0
    try:
        workspace.save_settings(**workspace.settings.to_take(came))
    except ValueError as error:
        raise UsageError("备份里的值不可用") from error
    return len(came)


def _templates(workspace: Workspace, came: Mapping[str, bytes] | None) -> int:
    if came is None:
        return 0
    templates = workspace.templates
    for kind in templates.kinds:
        if kind in came:
            templates.keep(kind, came[kind])
        else:
            templates.forget(kind)
    return len(came)


def _certificates(workspace: Workspace, came: bytes | None) -> int:
    return 0 if came is None else workspace.trust(came or None)


def _desk(workspace: Workspace, came: Path | None) -> int:
    return 0 if came is None else desk_folders.take(workspace.settings.home, came)


# ---------------------------------------------------------------- a damaged database


def make_room(workspace: Workspace) -> str:
    """Open the library; a database that is damaged gets another name, given here, else “”.

    Raises Corrupt where there is no file to rename.
    """
    from index.stores.wholeness import set_aside

    try:
        workspace.library.reports()
    except Corrupt:
        if (opened := vars(workspace).pop("library", None)) is not None:
            opened.close()
        kept = set_aside(workspace.settings.home / "library")
        if not kept:
            raise
        return kept.name
    return ""
