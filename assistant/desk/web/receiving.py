"""Files from the browser, where Gradio's page sends them: kept in the folder of who sent them.

Gradio would keep them in a folder for everybody, and give them to whoever names their path.
"""

from __future__ import annotations

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import Message

from assistant.desk.frame.callers import Callers

FIVE_HUNDRED_MB = 500 * 1024 * 1024
"""What one upload may weigh: a zip of many files, each within the limit of the settings."""
AT_ONCE = 50
"""Files in one call; the page sends them one by one."""
_TOO_LARGE = "文件太大：一次上传最多 500 MB，请分几次上传。"


class Receiving:
    """`POST gradio_api/upload`: gives the names by which an action then takes the files."""

    def __init__(self, callers: Callers, most: int = FIVE_HUNDRED_MB) -> None:
        self.callers = callers
        self.most = most

    async def receive(self, request: Request) -> Response:
        person = self.callers.caller(request).person
        weighed = _weighed(request, self.most)
        try:
            async with weighed.form(max_files=AT_ONCE, max_fields=AT_ONCE) as form:
                files = [f for f in form.getlist("files") if isinstance(f, UploadFile)]
                return JSONResponse([person.take_upload(file.file) for file in files])
        except HTTPException as error:
            return PlainTextResponse(str(error.detail), error.status_code)


def _weighed(request: Request, most: int) -> Request:
    """The request; reading more than `most` bytes of it raises HTTPException 413."""
    if int(request.headers.get("content-length") or 0) > most:
        raise HTTPException(413, _TOO_LARGE)
    seen = 0

    async def receive() -> Message:
        nonlocal seen
        message = await request.receive()
        seen += len(message.get("body", b""))
        if seen > most:
            raise HTTPException(413, _TOO_LARGE)
        return message

    return Request(request.scope, receive)
