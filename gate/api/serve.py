"""The server around the application: one process, one port, an orderly end."""

import errno
import signal
import socket
from collections.abc import Callable
from contextlib import nullcontext
from types import FrameType
from typing import Literal

import structlog
import uvicorn
from starlette.types import ASGIApp

from gate.api.app import application, running
from gate.api.logs import logging_to_stderr
from gate.api.services import Services
from gate.api.wire import GateProtocol
from gate.cycles import keep_what_is_there, look_rarely
from gate.errors import Misconfigured
from gate.limits import SHUTDOWN_SECONDS_MAX
from gate.settings import Settings, unknown_variables

_BACKLOG = 1024
"""Connections that the system accepts before the server does: one burst of pipelines."""

_log = structlog.stdlib.get_logger("gate.server")


def serve(
    settings: Settings, *, ready: Callable[[Services, str], None] = lambda _services, _url: None
) -> None:
    """Serve until SIGTERM or SIGINT; requests in flight are finished first.

    One process, because a log has one writer; decisions run on threads. Call it from the main
    thread, which receives signals.

    Args:
        settings: what to serve, and where.
        ready: called once with the parts and the address, when both can be used.

    Raises:
        GateError: the gate cannot start; nothing was served.
    """
    with logging_to_stderr(production=settings.production, level=settings.log_level):
        _serve(settings, ready)


def _serve(settings: Settings, ready: Callable[[Services, str], None]) -> None:
    for name in unknown_variables():
        _log.warning("unknown_variable", name=name, detail="no setting has this name")
    for kind in (signal.SIGTERM, signal.SIGINT):
        signal.signal(kind, _leave)
    with listening_socket(settings.host, settings.port) as listener:
        host, port = listener.getsockname()[:2]
        with running(settings) as services:
            app = application(lambda: nullcontext(services))
            server = uvicorn.Server(server_config(app, lifespan="on"))
            keep_what_is_there()
            look_rarely()
            _log.info("serving", host=host, port=port, var=str(settings.var))
            ready(services, f"http://{host}:{port}")
            server.run(sockets=[listener])
            _log.info("stopping")


def listening_socket(host: str, port: int) -> socket.socket:
    """A socket that listens there; 0 lets the system choose the port.

    Raises:
        Misconfigured: the port is taken, or the address is not one of this machine.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise Misconfigured(
                f"port {port} is taken by another program: stop it, or choose another port"
            ) from None
        raise Misconfigured(
            f"cannot listen on {host} port {port}: {error.strerror or 'not an address'}"
        ) from None
    return listener


def server_config(app: ASGIApp, *, lifespan: Literal["on", "off"]) -> uvicorn.Config:
    """How a server of the gate speaks HTTP: bounded, and without a word about itself or proxies."""
    return uvicorn.Config(
        app,
        http=GateProtocol,
        ws="none",
        interface="asgi3",
        lifespan=lifespan,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=SHUTDOWN_SECONDS_MAX,
    )


def _leave(_number: int, _frame: FrameType | None) -> None:
    """What a signal does before the server listens for it, and once more when it has ended.

    Leaving by an exception closes the log and everything else in order.
    """
    raise SystemExit(0)
