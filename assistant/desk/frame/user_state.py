"""What belongs to one user: the files under review, chats, drafts, a name to sign with.

Each user has a folder named by a digest of the browser's token, or of the name that was signed in
with, so that work goes on after a reload or a restart of the server, and nobody sees another's.  Reviews are kept as JSON.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import threading
import time
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import IO, Any, Literal

from pydantic import TypeAdapter

from assistant.review.brief import Brief, brief
from index.report import Cell, NianbaoError, Problem, Review, Source

ItemState = Literal["waiting", "reading", "done", "failed", "stopped"]
OPEN = ("waiting", "reading")
CLOSED = ("done", "failed", "stopped")
KEPT_DAYS = 90
"""A folder that its user has not come back to for so long is removed."""
_MARKED_DAYS = 30
UPLOADS_KEPT = 3600
"""Seconds after which an upload that nothing has used is removed."""
_IN_SHORT = "briefs.json"
"""The file beside a review with its briefs."""
_TOKEN = re.compile(r"[0-9a-f]{32}")
_UNSAFE = re.compile(r'[\x00-\x1f/\\:*?"<>|]+')


class Gone(NianbaoError):
    """What a page still shows has been removed meanwhile."""

    code = "gone"


@dataclass(frozen=True, slots=True)
class Correction:
    """A cell that a person read otherwise than the machine; `first` is what stood there.

    `n` is the report's place in its file.
    """

    key: str
    text: str
    who: str
    when: str
    first: Cell | None = None
    n: int = 0


@dataclass(frozen=True, slots=True)
class Item:
    """One file given for review.  `reviews` is how many reports it held; `seconds` it took.

    `batch` is shared by files that were given while others of it were still open; `reviewer` is
    who is to look at its reports.
    """

    id: str
    filename: str
    added: str
    batch: str = ""
    reviewer: str = ""
    state: ItemState = "waiting"
    note: str = ""
    reviews: int = 0
    seconds: float = 0.0
    bytes: int = 0
    corrections: tuple[Correction, ...] = ()


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def safe_name(name: str) -> str:
    """A file name without path or control characters, 120 characters at most."""
    clean = _UNSAFE.sub("_", name).strip(". ") or "file"
    stem, dot, suffix = clean.rpartition(".")
    return f"{stem[:100]}{dot}{suffix[:10]}" if dot and stem else clean[:110]


def _in_short(reviews: Iterable[Review]) -> tuple[Brief, ...]:
    return tuple(short for n, review in enumerate(reviews) if (short := brief(n, review)))


@lru_cache(maxsize=8192)
def _load_briefs(path: str, stamp: int) -> tuple[Brief, ...]:
    loaded: tuple[Brief, ...] = _adapter(tuple[Brief, ...]).validate_json(Path(path).read_bytes())
    return loaded


@lru_cache(maxsize=32)
def _load(path: str, stamp: int) -> tuple[Review, ...]:
    """The reviews of a file; `stamp` is its time of change, so that a rewritten one is reread."""
    loaded: tuple[Review, ...] = _adapter(tuple[Review, ...]).validate_json(Path(path).read_bytes())
    return loaded


@dataclass(eq=False)
class Person:
    """One user's folder.  Methods are safe to call from several threads."""

    folder: Path
    lock: threading.RLock = field(default_factory=threading.RLock, repr=False)

    # ------------------------------------------------------------ files under review

    def items(self) -> list[Item]:
        """Files under review, oldest first."""
        with self.lock:
            return [
                _adapter(Item).validate_python(raw) for raw in self._read("items.json", default=[])
            ]

    def item(self, item_id: str) -> Item:
        """One of them.  Raises Gone."""
        found = next((i for i in self.items() if i.id == item_id), None)
        if found is None:
            raise Gone("这份文件已经移除。")
        return found

    def add_file(self, source: Path, filename: str) -> Item:
        """Take a copy of `source` for review."""
        return self.add_files([(source, filename)])[0]

    def add_files(self, files: Iterable[tuple[Path, str]]) -> list[Item]:
        """Take copies of files for review: of the batch that is open, else of a new one."""
        taken = [self._copied(source, name) for source, name in files]
        with self.lock:
            kept = self.items()
            open_batches = [i.batch for i in kept if i.state in OPEN]
            batch = open_batches[-1] if open_batches else uuid.uuid4().hex[:12]
            taken = [replace(item, batch=batch) for item in taken]
            self._write("items.json", [asdict(i) for i in (*kept, *taken)])
        return taken

    def _copied(self, source: Path, filename: str) -> Item:
        item = Item(uuid.uuid4().hex[:12], filename, now(), bytes=source.stat().st_size)
        target = self.file(item)
        target.parent.mkdir(parents=True)
        shutil.copyfile(source, target)
        return item

    def change(self, item_id: str, **changes: Any) -> Item:
        """Change an item's fields.  Raises Gone."""
        with self.lock:
            changed = replace(self.item(item_id), **changes)
            self._write(
                "items.json", [asdict(changed if i.id == item_id else i) for i in self.items()]
            )
        return changed

    def assign(self, reviewers: Mapping[str, str]) -> None:
        """Who is to look at which files, by the files' ids; "" for nobody."""
        with self.lock:
            changed = [replace(i, reviewer=reviewers.get(i.id, i.reviewer)) for i in self.items()]
            self._write("items.json", [asdict(i) for i in changed])

    def drop(self, item_ids: Iterable[str]) -> None:
        """Forget files and their reviews."""
        gone = set(item_ids)
        with self.lock:
            self._write("items.json", [asdict(i) for i in self.items() if i.id not in gone])
        for item_id in gone:
            shutil.rmtree(self.folder / "files" / Path(item_id).name, ignore_errors=True)

    def file(self, item: Item) -> Path:
        """The kept copy of an item's file."""
        return self._beside(item, safe_name(item.filename))

    def reviews(self, item: Item) -> tuple[Review, ...]:
        """What the check said of an item's reports; () before it ran."""
        path = self._beside(item, "reviews.json")
        try:
            return _load(str(path), path.stat().st_mtime_ns)
        except FileNotFoundError:
            return ()

    def briefs(self, item: Item) -> tuple[Brief, ...]:
        """An item's reports in short; () before the check ran."""
        path = self._beside(item, _IN_SHORT)
        try:
            return _load_briefs(str(path), path.stat().st_mtime_ns)
        except FileNotFoundError:
            short = _in_short(self.reviews(item))
            if short:
                _replace(path, _adapter(tuple[Brief, ...]).dump_json(short))
            return short

    def keep_reviews(self, item: Item, reviews: tuple[Review, ...]) -> None:
        path = self._beside(item, "reviews.json")
        if path.parent.is_dir():
            _replace(path, _adapter(tuple[Review, ...]).dump_json(reviews))
            short = _adapter(tuple[Brief, ...]).dump_json(_in_short(reviews))
            _replace(self._beside(item, _IN_SHORT), short)

    # ------------------------------------------------------------ files on their way in

    def take_upload(self, content: IO[bytes]) -> str:
        """Keep what the person uploads, readable by the owner of the server alone, until it is
        used or `UPLOADS_KEPT` is over; gives the name to use it by."""
        folder = self.folder / "uploads"
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.iterdir():
            with suppress(FileNotFoundError):
                if old.stat().st_mtime < time.time() - UPLOADS_KEPT:
                    old.unlink()
        token = uuid.uuid4().hex
        (folder / token).touch(mode=0o600)
        with (folder / token).open("wb") as kept:
            shutil.copyfileobj(content, kept, 1024 * 1024)
        return token

    def upload(self, token: str) -> Path | None:
        """What the person has uploaded under that name; None for anything else."""
        path = self.folder / "uploads" / token
        return path if _TOKEN.fullmatch(token) and path.is_file() else None

    def _beside(self, item: Item, name: str) -> Path:
        return self.folder / "files" / item.id / name

    # ------------------------------------------------------------ anything else, by name

    def get(self, name: str, default: Any) -> Any:
        """A small value kept under `name`."""
        with self.lock:
            return self._read(f"{safe_name(name)}.json", default)

    def put(self, name: str, value: Any) -> None:
        with self.lock:
            self._write(f"{safe_name(name)}.json", value)

    def remove(self, name: str) -> None:
        """Forget what was kept under `name`."""
        with self.lock:
            (self.folder / f"{safe_name(name)}.json").unlink(missing_ok=True)

    @property
    def name(self) -> str:
        """What the user signs decisions with."""
        return str(self.get("profile", {}).get("name", "")) or "未署名"

    @property
    def account(self) -> bool:
        """Whether the name is that of an account, not one that the browser's user chose."""
        return bool(self.get("profile", {}).get("account"))

    def _read(self, name: str, default: Any) -> Any:
        try:
            return json.loads((self.folder / name).read_text("utf-8"))
        except FileNotFoundError:
            return default

    def _write(self, name: str, value: Any) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        _replace(self.folder / name, json.dumps(value, ensure_ascii=False).encode())


class People:
    """Everyone who has a folder under `home`."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self._known: dict[str, Person] = {}
        self._lock = threading.Lock()

    def person(self, token: str) -> Person:
        """Who holds the browser's token."""
        return self._of(hashlib.sha256(token.encode()).hexdigest()[:32])

    def signed_in(self, name: str) -> Person:
        """Who signed in as `name`; digested another way, so that no token leads to an account."""
        person = self._of(hashlib.blake2b(name.encode(), digest_size=16).hexdigest())
        if person.get("profile", {}) != (profile := {"name": name, "account": True}):
            person.put("profile", profile)
        return person

    def _of(self, digest: str) -> Person:
        with suppress(FileNotFoundError):
            os.utime(self.home / digest)  # its time is when its user last came: see `forget`
        with self._lock:
            return self._known.setdefault(digest, Person(self.home / digest))

    def lists(self, person: Person) -> list[tuple[Person, Item]]:
        """The files that a person is to see: the own ones, then those that others assigned to the
        account; each with whose it is.
        """
        own = [(person, item) for item in person.items()]
        if not person.account:  # without accounts anyone may take any name
            return own
        others = (other for other in self.everyone() if other is not person)
        given = [(o, i) for o in others for i in o.items() if i.reviewer == person.name]
        return own + given

    def holder(self, person: Person, item_id: str) -> tuple[Person, Item]:
        """A file that a person may see, and whose it is.  Raises Gone."""
        held = {item.id: (owner, item) for owner, item in reversed(self.lists(person))}
        if item_id not in held:
            raise Gone("这份文件已经移除。")
        return held[item_id]

    def forget(self, days: int = KEPT_DAYS) -> int:
        """Remove the folders of users who have not come for `days`; gives how many.

        A folder is marked first, and goes when the mark has stood for `_MARKED_DAYS`: what was
        written while the clock was wrong looks old, and is not.
        """
        now, gone = time.time(), 0
        for folder in [p for p in self.home.glob("*") if p.is_dir()]:
            used, mark = folder.stat().st_mtime, folder.with_name(f"{folder.name}.left")
            if used >= now - days * 86400:
                mark.unlink(missing_ok=True)
            elif not mark.is_file() or not used <= mark.stat().st_mtime <= now:
                mark.touch(mode=0o600)
                os.utime(mark, (now, now))
            elif mark.stat().st_mtime < now - _MARKED_DAYS * 86400:
                shutil.rmtree(folder, ignore_errors=True)
                mark.unlink()
                gone += 1
        return gone

    @contextmanager
    def held(self) -> Iterator[None]:
        """Nobody's folder is written in meanwhile."""
        with ExitStack() as locks:
            for person in self.everyone():
                locks.enter_context(person.lock)
            yield

    def everyone(self) -> list[Person]:
        """All who left a folder, for work to go on after a restart."""
        folders = sorted(p.name for p in self.home.glob("*") if p.is_dir())
        with self._lock:
            return [self._known.setdefault(f, Person(self.home / f)) for f in folders]


def failed_review(path: Path, problem: Problem) -> Review:
    """The review of a file that could not be read."""
    return Review(Source(str(path), "", "text"), None, errors=(problem,))


def now() -> str:
    """The time, to the second, in the clerk's own zone."""
    return time.strftime("%Y-%m-%dT%H:%M:%S")


def _replace(path: Path, content: bytes) -> None:
    """Write so that a reader, or a crash, sees either the old content or the new."""
    fresh = path.with_name(f"{path.name}.{threading.get_ident()}.new")
    fresh.write_bytes(content)
    fresh.replace(path)
