"""The engine in another process: an OPA server that has loaded the release's bundle."""

import asyncio
import ipaddress
import os
import ssl
import threading
from collections.abc import Coroutine
from concurrent.futures import CancelledError
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import orjson
from opa_client.errors import PolicyNotFoundError

from gate.canon import JsonObject, JsonValue
from gate.errors import EngineAnswerInvalid, EngineUnavailable, Misconfigured
from gate.limits import ENGINE_START_SECONDS_MAX, OPA_REQUESTS_PER_CORE
from gate.policy.opa_client import HardenedOpaClient
from gate.policy.release import Release

_PORT: Final = 8181
_BUNDLES: Final = {"bundles": "true"}
_PROVENANCE: Final = {"provenance": "true"}
_STARVED_SECONDS: Final = 0.5


class OpaEngine:
    """An `Engine` for one release; make it after the process has forked.

    One event loop in a thread of its own carries all exchanges, because only there a deadline
    holds for a whole exchange: a server that sends a byte a second is cut off in time.
    """

    name: Final = "opa"

    def __init__(
        self, release: Release, url: str, *, token: str | None = None, ca_file: Path | None = None
    ) -> None:
        """Prepares to ask the server; it need not be up yet (`check` finds out).

        Args:
            release: the release that the server is expected to have.
            url: `https://host[:port]`, or `http://` for this machine alone: whoever can change an
                answer on its way can change a decision.
            token: a bearer token for the server.
            ca_file: certificates (PEM) to trust instead of the system's.

        Raises:
            Misconfigured: the URL is none of these, or the file cannot be read.
        """
        self._release = release
        host, port, tls = _address(url, ca_file)
        requests_at_once = OPA_REQUESTS_PER_CORE * (os.cpu_count() or 1)
        self._client = HardenedOpaClient(
            host, port, tls=tls, token=token, requests_at_once=requests_at_once
        )
        self._closing = threading.Lock()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="opa", daemon=True)
        self._thread.start()
        self._run(self._client.open(), ENGINE_START_SECONDS_MAX)

    def evaluate(self, policy_input: bytes, *, seconds: float) -> bytes:
        """See `Engine.evaluate`."""
        answer = self._run(self._client.query_rule(policy_input, "gate", "decision"), seconds)
        verdict = _result(answer)
        if not isinstance(verdict, dict) or not verdict:
            raise EngineAnswerInvalid("the policy has no decision for this input")
        return orjson.dumps(verdict)

    def check(self, *, seconds: float) -> None:
        """See `Engine.check`: healthy with its bundles active, and exactly this release.

        A server that was given the policies in another way than as a bundle knows no revision;
        then the id that every verdict echoes is all there is.
        """
        try:
            is_healthy = self._run(self._client.check_health(_BUNDLES), seconds)
            answer = self._run(self._client.get_data("release/id", _PROVENANCE), seconds)
        except (EngineAnswerInvalid, PolicyNotFoundError) as error:
            raise EngineUnavailable("the OPA server has no release") from error
        if not is_healthy:
            raise EngineUnavailable("the OPA server is not healthy, or its bundles are not active")
        revisions = _revisions(answer)
        if answer.get("result") != self._release.id or (
            revisions and self._release.revision not in revisions
        ):
            raise EngineUnavailable("the OPA server has another release")

    def close(self) -> None:
        """See `Engine.close`."""
        if not self._closing.acquire(blocking=False):
            return
        asyncio.run_coroutine_threadsafe(_shut(self._client), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _run(self, exchange: Coroutine[Any, Any, Any], seconds: float) -> Any:
        if self._closing.locked():
            exchange.close()
            raise EngineUnavailable("the policy engine is closed")
        future = asyncio.run_coroutine_threadsafe(_within(exchange, seconds), self._loop)
        try:
            return future.result(seconds + _STARVED_SECONDS)
        except TimeoutError as error:
            future.cancel()
            raise EngineUnavailable("the OPA server did not answer in time") from error
        except CancelledError as error:
            raise EngineUnavailable("the policy engine was closed") from error


async def _within(exchange: Coroutine[Any, Any, Any], seconds: float) -> Any:
    async with asyncio.timeout(seconds):
        return await exchange


async def _shut(client: HardenedOpaClient) -> None:
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    await client.close_connection()


def _address(url: str, ca_file: Path | None) -> tuple[str, int, ssl.SSLContext | None]:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or _PORT
    except ValueError as error:
        raise Misconfigured("the URL of the OPA server is not a URL") from error
    if parts.path.strip("/") or parts.query or parts.fragment or parts.username or not host:
        raise Misconfigured("the URL of the OPA server has only a scheme, a host and a port")
    if parts.scheme == "http" and not _is_this_machine(host):
        raise Misconfigured("an OPA server on another machine is asked over https")
    if parts.scheme not in {"http", "https"}:
        raise Misconfigured("the URL of the OPA server begins with http:// or https://")
    try:
        tls = ssl.create_default_context(cafile=ca_file) if parts.scheme == "https" else None
    except (OSError, ssl.SSLError) as error:
        raise Misconfigured("the certificates for the OPA server cannot be read") from error
    return f"[{host}]" if ":" in host else host, port, tls


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _result(answer: JsonObject) -> JsonValue:
    """The result of an answer that has nothing else but, perhaps, the id of OPA's decision log."""
    if not {"result"} <= answer.keys() <= {"result", "decision_id"}:
        raise EngineAnswerInvalid("the OPA server's answer has not exactly a result")
    return answer["result"]


def _revisions(answer: JsonObject) -> set[str]:
    provenance = answer.get("provenance")
    bundles = provenance.get("bundles") if isinstance(provenance, dict) else None
    entries = bundles.values() if isinstance(bundles, dict) else ()
    found = (entry.get("revision") for entry in entries if isinstance(entry, dict))
    return {revision for revision in found if isinstance(revision, str) and revision}
