"""Files too large for a reply of the page: the backups that 设置 has made."""

from __future__ import annotations

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

from assistant import office_backup
from assistant.desk.frame.callers import Callers
from assistant.desk.frame.permissions import NotAllowed, check


class HandingOut:
    """Hands backups to who may make them."""

    def __init__(self, callers: Callers) -> None:
        self.callers = callers

    def routes(self) -> list[Route]:
        return [Route("/backup/{name}", self.backup)]

    async def backup(self, request: Request) -> Response:
        return await anyio.to_thread.run_sync(self._backup, request)

    def _backup(self, request: Request) -> Response:
        caller = self.callers.caller(request)
        try:
            check(caller.account, "settings", "backup")
        except NotAllowed as error:
            return PlainTextResponse(error.message, 403)
        name = request.path_params["name"]
        path = office_backup.found(self.callers.workspace.settings.home, name)
        if path is None:
            return PlainTextResponse("没有这份备份，请再备份一次。", 404)
        if request.method == "GET":
            self.callers.note(caller, "下载备份", said=name)
        return FileResponse(path, filename=name, media_type="application/zip")
