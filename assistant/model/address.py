"""Where the model is: the settings, and the address as the client needs it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from index.report import ModelError


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """Where the model is and how long it may take.

    `timeout` is the seconds without a single byte after which a call has failed, `deadline` the
    seconds a whole answer may take.  `retries` are the client's own, for 429, 5xx and time-outs.
    """

    base_url: str
    model: str
    api_key: str = field(default="", repr=False)
    timeout: float = 30.0
    deadline: float = 180.0
    retries: int = 2
    temperature: float = 0.0
    max_tokens: int | None = None

    def masked(self, said: str) -> str:
        """What the service said, without the key: some say it back."""
        return said.replace(self.api_key, "（密钥）") if self.api_key else said


_OPERATION = re.compile(r"/(?:chat/)?completions/?$")


def base_address(written: str) -> str:
    """The address as the client takes it: a full path to the operation is cut to its base.

    Raises ModelError, saying what to write instead, where the scheme or the host is missing.
    """
    address = _OPERATION.sub("", written.strip()).rstrip("/")
    if "://" not in address:
        raise ModelError(
            f"模型服务地址要写明 http:// 或 https://：请把“{written}”改为“http://{address}”，"
            f"服务要求加密的改为“https://{address}”"
        )
    try:
        parts = urlsplit(address)
        usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise ModelError(f"模型服务地址写得不对：“{written}”，应如“http://主机:端口/v1”")
    return address


def versioned(address: str) -> str | None:
    """The address with the `/v1` that most services want, where it has no path; else None."""
    return None if urlsplit(address).path.strip("/") else f"{address}/v1"


def usable_key(written: str) -> str:
    """The key as it can stand in a header.  Raises ModelError where it cannot."""
    key = written.strip()
    if not key.isascii():
        raise ModelError("模型服务的密钥里有中文或全角字符，请重新复制密钥")
    return key or "none"
