"""The service of a witness (C2SP tlog-witness): two routes before one memory.

Bounds and the request log are those of the gate's own service; answers are plain text, as the
specification says, and so are refusals.
"""

from collections.abc import Callable

import structlog
import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from gate.api.guard import Guard
from gate.api.logs import logging_to_stderr
from gate.api.serve import listening_socket, server_config
from gate.errors import LogUnavailable
from gate.limits import WITNESS_REQUEST_BYTES_MAX
from gate.witness.rules import Reply
from gate.witness.witness import Witness

_log = structlog.stdlib.get_logger("gate.witness")


def witness_application(witness: Witness) -> Guard:
    """The application in front of `witness`."""

    async def add_checkpoint(request: Request) -> Response:
        body = b""
        async for chunk in request.stream():
            body += chunk
            if len(body) > WITNESS_REQUEST_BYTES_MAX:
                return _response(Reply(413, "The request is longer than any can be.\n"))
        reply = await _answered(lambda: witness.add_checkpoint(body))
        if reply.status in {409, 422}:
            _log.warning("not_cosigned", status=reply.status)
        return _response(reply)

    async def newest(request: Request) -> Response:
        hashed = request.path_params["hashed"]
        return _response(await _answered(lambda: witness.newest(hashed)))

    routes = [
        Route("/add-checkpoint", add_checkpoint, methods=["POST"]),
        Route("/{hashed:str}/checkpoint", newest, methods=["GET"]),
    ]
    return Guard(Starlette(routes=routes))


def serve_witness(witness: Witness, *, host: str, port: int, ready: Callable[[str], None]) -> None:
    """Serve until SIGTERM or SIGINT; `ready` gets the address once it can be asked.

    Raises:
        Misconfigured: the port is taken, or the address is not one of this machine.
    """
    with (
        logging_to_stderr(production=True, level="info"),
        listening_socket(host, port) as listener,
    ):
        found, number = listener.getsockname()[:2]
        config = server_config(witness_application(witness), lifespan="off")
        ready(f"http://{found}:{number}")
        uvicorn.Server(config).run(sockets=[listener])


async def _answered(ask: Callable[[], Reply]) -> Reply:
    try:
        return await run_in_threadpool(ask)
    except LogUnavailable:
        _log.exception("memory_unusable")
        return Reply(503, "This witness cannot use its memory now.\n")


def _response(reply: Reply) -> Response:
    headers = {"Content-Type": reply.media_type, "Cache-Control": "no-store"}
    return Response(reply.content, reply.status, headers)
