"""What went wrong at an endpoint, in words that say what to change."""

from __future__ import annotations

import re
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.model.address import ModelSettings, base_address, versioned
from assistant.proxies import proxy_for, shown
from index.report import ModelError

if TYPE_CHECKING:
    import openai

TRUNCATED = "模型的回答被截断（达到长度上限）"
BLOCKED = "模型服务拦截了这个回答"
TOOLS = "模型没有回答，而是要求调用工具"
EMPTY = "模型没有给出内容"
BROKEN_OFF = "模型的回答中途断开"
MISSHAPEN = "模型没有按要求的结构回答"

ENDINGS = {
    "length": TRUNCATED,
    "max_tokens": TRUNCATED,
    "model_length": TRUNCATED,
    "content_filter": BLOCKED,
    "sensitive": BLOCKED,
    "tool_calls": TOOLS,
    "function_call": TOOLS,
    "error": BROKEN_OFF,
    "abort": BROKEN_OFF,
    "network_error": BROKEN_OFF,
    "insufficient_system_resource": BROKEN_OFF,
}
"""Finish reasons after which what was said is no answer."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A kind of error answer: its statuses (None: any), what its body says, what to tell."""

    statuses: tuple[int, ...] | None
    body: str
    message: str


OVERFLOW = Refusal(
    None,
    r"(?i)context.{0,20}(length|window|size)|length_exceeded|prompt is too long"
    r"|(input|prompt).{0,20}(length|tokens).{0,40}(exceed|should be|longer|limit)"
    r"|exceed.{0,40}(context|max_model_len|token)|上下文.{0,10}(超|过长)|超.{0,10}(上下文|长度)",
    "问题连同依据超出了模型的上下文长度：请换用上下文更长的模型，或把服务端的上下文长度调大",
)

REFUSALS = (
    Refusal(
        (400,),
        r"(?i)<html|<!doctype",
        "模型服务的地址返回的是网页（可能是登录页），不是模型的回答：请核对服务地址，并在本机浏览器里看它是否要求登录",
    ),
    Refusal(
        (400,),
        r"(?i)plain http request",
        "模型服务要求加密：请把地址开头的 http:// 改为 https://",
    ),
    OVERFLOW,
    Refusal(
        (400, 404),
        r"(?i)model.{0,100}(not exist|not found|no such)|no such model|model_not_found"
        r"|(unknown|invalid) model|模型.{0,20}不存在",
        "模型服务没有名为“{model}”的模型：请更正模型名称",
    ),
    Refusal((404, 405), "", "模型服务没有这个地址（HTTP {status}）：{path}"),
    Refusal(
        (401, 403), "", "模型服务不接受密钥（HTTP {status}）：请更正密钥，或确认它有权使用“{model}”"
    ),
    Refusal((402,), "", "模型服务的余额不足（HTTP 402）"),
    Refusal((407,), "", "代理要求登录（HTTP 407）：请更正环境变量里的代理"),
    Refusal((429,), "", "模型服务限流或超出配额（HTTP 429）：{wait}"),
    Refusal(
        (502, 503, 504), "", "模型服务暂时不可用（HTTP {status}）：请确认服务已经启动，或稍后再试"
    ),
    Refusal(None, "", "模型服务返回错误{code}{detail}"),
)
"""Kinds of error answers; the first that fits speaks."""


@contextmanager
def as_model_errors(settings: ModelSettings) -> Iterator[None]:
    """Whatever the client raises, as a ModelError with the client's error as its cause."""
    import httpx2
    import openai
    from langchain_core.exceptions import LangChainException

    # ValueError: what LangChain raises for a stream or a body that is no chat completion;
    # TypeError and KeyError: a body that is JSON, of another shape.
    broken = (httpx2.HTTPError, LangChainException, ValueError, TypeError, KeyError)
    try:
        yield
    except openai.APIConnectionError as error:
        raise ModelError(_unreached(error, settings)) from error
    except openai.APIError as error:
        raise ModelError(_refused(error, settings)) from error
    except (openai.OpenAIError, httpx2.InvalidURL, *broken) as error:
        raise ModelError(f"模型服务的回答无法使用（{type(error).__name__}）") from error


def status(error: BaseException | None) -> int | None:
    """The HTTP status of a client's error; None where there was none."""
    found = getattr(error, "status_code", None)
    return found if isinstance(found, int) else None


def names(error: BaseException | None, pattern: str) -> bool:
    """Whether the error's body has the words."""
    return re.search(pattern, _body(error)) is not None


def overflows(error: BaseException | None) -> bool:
    """Whether the messages were longer than the model takes."""
    return names(error, OVERFLOW.body)


def _body(error: BaseException | None) -> str:
    return f"{getattr(error, 'body', '') or ''} {getattr(error, 'message', '')}"


def _refused(error: openai.APIError, settings: ModelSettings) -> str:
    code, body = status(error), _body(error)
    kind = next(
        r
        for r in REFUSALS
        if (r.statuses is None or code in r.statuses) and re.search(r.body, body)
    )
    return kind.message.format(
        status=code,
        code=f"（HTTP {code}）" if code else "",
        model=settings.model,
        path=_other_path(settings),
        wait=_wait(error),
        detail=_detail(error, settings),
    )


def _other_path(settings: ModelSettings) -> str:
    base = base_address(settings.base_url)
    other = versioned(base)
    if other:
        return f"服务地址多以 /v1 结尾，请把“{base}”改为“{other}”"
    return f"请核对服务地址“{base}”（多以 /v1 结尾）和模型名称"


def _wait(error: openai.APIError) -> str:
    from assistant.model.wire import seconds

    response = getattr(error, "response", None)
    asked = seconds(response.headers) if response is not None else 0.0
    return f"请在{asked:g}秒后再试" if asked else "请稍后再试"


def _detail(error: openai.APIError, settings: ModelSettings) -> str:
    """The service's own words, short."""
    body = error.body
    said = (
        (body.get("message") or body.get("detail") or body.get("msg"))
        if isinstance(body, dict)
        else body
    )
    text = settings.masked(" ".join(str(said or "").split()))
    return f"：{text[:120]}" if text else ""


def _unreached(error: openai.APIConnectionError, settings: ModelSettings) -> str:
    base = base_address(settings.base_url)
    proxy = proxy_for(base)
    through = (
        f"（经代理 {shown(proxy)}；不该走代理的，请把主机写进环境变量 NO_PROXY）" if proxy else ""
    )
    causes = _chain(error)
    verdict = next((c.verify_message for c in causes if isinstance(c, _UNTRUSTED)), "")
    message = next(m for kind, m in _kinds() if any(isinstance(c, kind) for c in causes))
    return message.format(base=base, through=through, verdict=verdict)


_UNTRUSTED = ssl.SSLCertVerificationError


def _kinds() -> list[tuple[type[BaseException], str]]:
    """Why a service was not reached; the first that is among the causes speaks."""
    import httpx2

    from assistant.model.wire import Unanswered

    return [
        (
            _UNTRUSTED,
            "模型服务的证书不受信任（{verdict}）：请在“设置”里上传签发它的证书，"
            "或用环境变量 SSL_CERT_FILE 指明该证书文件",
        ),
        (
            ssl.SSLError,
            "与模型服务加密连接失败：服务若不加密，请把地址开头的 https:// 改为 http://",
        ),
        (socket.gaierror, "找不到模型服务的主机：请核对服务地址“{base}”{through}"),
        (httpx2.ProxyError, "代理拒绝了到模型服务的连接{through}"),
        (
            httpx2.ConnectTimeout,
            "连不上模型服务“{base}”（久不应答）{through}：请核对地址、端口和防火墙",
        ),
        (httpx2.TimeoutException, "模型服务超时未答"),
        (
            Unanswered,
            "模型服务“{base}”没有应答就断开了连接{through}：服务若要求加密，请把地址开头的 http:// 改为 https://",
        ),
        (httpx2.ReadError, BROKEN_OFF),
        (httpx2.RemoteProtocolError, BROKEN_OFF),
        (
            BaseException,
            "连不上模型服务“{base}”{through}：请确认服务已经启动，地址和端口无误",
        ),
    ]


def _chain(error: BaseException) -> list[BaseException]:
    """The error and what caused it."""
    found: list[BaseException] = []
    cause: BaseException | None = error
    while cause is not None and cause not in found:
        found.append(cause)
        cause = cause.__cause__ or cause.__context__
    return found
