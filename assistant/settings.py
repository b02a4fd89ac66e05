"""Settings: what an office may set, from the environment (`NIANBAO_…`) or the settings page.

The page's values live in `<home>/settings.json`, readable by its owner alone; the environment
wins over them, so that whoever deploys can pin a value.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from index.report import UsageError


class Settings(BaseSettings):
    """Every setting with its default; sizes in MB, times in seconds."""

    model_config = SettingsConfigDict(env_prefix="NIANBAO_", extra="ignore")

    home: Path = Field(default_factory=lambda: user_data_path("nianbao", appauthor=False))
    database_url: str = ""
    chroma_url: str = ""
    dask: str = ""
    """The address of a Dask scheduler on whose workers files are read and sentences embedded."""

    llm_base_url: str = ""
    llm_model: str = ""
    llm_api_key: SecretStr = SecretStr("")
    llm_timeout: float = Field(default=60, gt=0)

    embedder: str = "auto"
    embeddings_base_url: str = ""
    embeddings_model: str = ""
    embeddings_api_key: SecretStr = SecretStr("")
    rerank_url: str = ""

    max_file_mb: float = Field(default=50, gt=0)
    max_pages: int = Field(default=200, gt=0)
    max_seconds: float = Field(default=300, gt=0)

    copied_share: float = Field(default=0.6, gt=0, le=1)
    """Share of copied narrative from which Y04 speaks."""
    shared_share: float = Field(default=0.5, gt=0, le=1)
    """Share of narrative in common with another body from which P01 speaks."""

    office_name: str = ""
    """Who sends reports back; these are the fields of `assistant.review.letters.Office`."""
    office_contact: str = ""
    office_phone: str = ""
    office_number: str = ""
    office_days: int = Field(default=10, gt=0, le=250)
    office_address: str = ""
    office_closing: str = "特此函告。"
    office_head: bool = True
    office_channel: str = ""

    host: str = "127.0.0.1"
    port: int = 7860
    allowed_host: str = ""
    """Names that a browser may call the site by, beside this machine's own; a list with commas."""
    trusted_proxy: str = ""
    """Addresses or networks of proxies that are believed what they say; a list with commas."""
    user_header: str = ""
    """The header in which a trusted proxy says who has signed in."""
    root_path: str = ""
    """The path below which a proxy shows the site."""
    first_user: str = ""
    """Who manages a site that has no account yet; see `first_password_file`."""
    first_password_file: Path | None = None
    """The file (a secret of the container) in which the first account's password stands."""

    @property
    def file(self) -> Path:
        return self.home / "settings.json"

    def carried(self) -> dict[str, Any]:
        """What was set on the page and goes into a backup: no key, nothing of this place."""
        kept = _saved(self)
        stay = _NEVER_CARRIED | {a for a in ADDRESSES if "@" in urlsplit(kept.get(a, "")).netloc}
        return {name: value for name, value in kept.items() if name not in stay}

    def to_take(self, came: Mapping[str, Any]) -> dict[str, Any]:
        """What to save so that what a backup carried stands in place of what was set on the page.

        An address whose key the environment holds stays as it is.  Raises UsageError.
        """
        pinned = {a for a, key in KEYS.items() if os.environ.get(f"NIANBAO_{key}".upper())}
        fields = type(self).model_fields
        names = (set(_saved(self)) | set(came)) & set(fields) - _NEVER_CARRIED - pinned
        changes = {n: came[n] if n in came else fields[n].get_default() for n in names}
        addresses = {a: checked_address(a, str(changes[a])) for a in ADDRESSES if a in changes}
        return {**changes, **addresses}


ADDRESSES = {
    "llm_base_url": "模型服务地址",
    "embeddings_base_url": "向量服务地址",
    "rerank_url": "重排服务地址",
}
"""Settings that are addresses of services, as the page calls them."""
KEYS = {"llm_base_url": "llm_api_key", "embeddings_base_url": "embeddings_api_key"}
"""The key that each service is given: it was meant for the address beside which it was written."""


_OF_THIS_PLACE = frozenset(
    {"home", "database_url", "chroma_url", "dask", "host", "port", "allowed_host"}
    | {"trusted_proxy", "user_header", "root_path", "first_user", "first_password_file"}
)
"""Settings that say where this installation runs and who is let in: no backup carries them."""
_NEVER_CARRIED = _OF_THIS_PLACE | set(KEYS.values())


def checked_address(name: str, written: str) -> str:
    """A service's address as it is to be kept; "" for none.

    Raises UsageError, saying what to write instead, where it is no address.
    """
    title, address = ADDRESSES[name], written.strip()
    if not address:
        return ""
    scheme, mark, _ = address.partition("://")
    if not mark:
        bare = address.strip("/")
        raise UsageError(
            f"{title}要写明 http:// 或 https://：请把“{written}”改为“http://{bare}”，"
            f"服务要求加密的改为“https://{bare}”"
        )
    try:
        parts = urlsplit(address)
        usable = scheme.lower() in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or re.search(r"[^\x21-\x7e]", address):
        raise UsageError(f"{title}写得不对：“{written}”，应如“http://主机:端口/v1”")
    return address.rstrip("/")


def load_settings(home: Path | None = None) -> Settings:
    """Settings under `home` (else `NIANBAO_HOME`, else the user's data folder).

    Raises UsageError, naming the setting, where a value is not usable.
    """
    try:
        base = Settings(home=home) if home else Settings()
        if not base.file.is_file():
            return base
        saved = json.loads(base.file.read_text("utf-8"))
        pinned = {f"NIANBAO_{name}".upper() for name in saved} & set(map(str.upper, os.environ))
        unpinned = {k: v for k, v in saved.items() if f"NIANBAO_{k}".upper() not in pinned}
        return Settings(**{**unpinned, "home": base.home})
    except ValidationError as error:
        names = "、".join(str(e["loc"][0]) for e in error.errors())
        raise UsageError(f"设置 {names} 的值不可用，请更正环境变量或设置页中的值") from error
    except json.JSONDecodeError as error:
        raise UsageError(f"设置文件已损坏，请删除或修复：{base.file}") from error


def _without_lost_keys(settings: Settings, changes: dict[str, Any]) -> dict[str, Any]:
    """Changes with which a key goes nowhere but where it was meant for: with another address a
    service's key is forgotten.

    Raises UsageError where the key stands in the environment, and so cannot be.
    """
    now = {address: getattr(settings, address).rstrip("/") for address in KEYS}
    moved = [a for a in KEYS if a in changes and changes[a].rstrip("/") != now[a]]
    for address in moved:
        name = f"NIANBAO_{KEYS[address]}".upper()
        if os.environ.get(name) and changes[address]:
            raise UsageError(
                f"{ADDRESSES[address]}的密钥写在环境变量 {name} 里，地址也请在环境变量里改"
            )
    return {**{KEYS[address]: "" for address in moved}, **changes}


def _saved(settings: Settings) -> dict[str, Any]:
    if not settings.file.is_file():
        return {}
    kept: dict[str, Any] = json.loads(settings.file.read_text("utf-8"))
    return kept


def save_settings(settings: Settings, **changes: Any) -> Settings:
    """Keep `changes` in the settings file (owner-only) and give the settings that now hold.

    Raises UsageError where an address changes whose key it cannot forget.
    """
    changes = _without_lost_keys(settings, changes)
    saved = {**_saved(settings), **changes}
    Settings(**{**saved, "home": settings.home})  # refuse a bad value before it is kept
    settings.home.mkdir(parents=True, exist_ok=True)
    text = json.dumps(saved, ensure_ascii=False, indent=1)
    partial = settings.file.with_suffix(".partial")
    partial.touch(mode=0o600)
    partial.write_text(text, "utf-8")
    partial.replace(settings.file)
    return load_settings(settings.home)
