"""How a witness is reached: over HTTP, or in a folder on another volume of this machine.

Whoever answers may be slow, broken or hostile: no redirect is followed, no answer is read further
than one can be long, and the whole exchange has one deadline, which the caller sets.
"""

import asyncio
import ssl
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

import httpx2

from gate.errors import GateError, Misconfigured, VerificationFailed
from gate.limits import WITNESS_ANSWER_BYTES_MAX, WITNESS_SECONDS_MAX
from gate.log.checkpoint import parse_count
from gate.log.trust_policy import LogKey
from gate.witness.folder import open_witness
from gate.witness.rules import SIZE, Reply


class Unreachable(Exception):
    """No answer that could be read; `str` says why, without anything of the answer."""


class Way(Protocol):
    """The way to one witness. Used from one event loop."""

    async def add_checkpoint(self, body: bytes) -> Reply:
        """Ask it.

        Raises:
            Unreachable: there is no answer.
        """

    async def close(self) -> None:
        """Give everything back; never raises."""


class HttpWay:
    """A witness that answers at a submission prefix."""

    def __init__(self, prefix: str, tls: ssl.SSLContext | bool) -> None:
        self._url = f"{prefix.rstrip('/')}/add-checkpoint"
        self._http = httpx2.AsyncClient(
            follow_redirects=False,
            trust_env=False,
            verify=tls,
            timeout=WITNESS_SECONDS_MAX,
            headers={"Accept-Encoding": "identity", "User-Agent": "gate"},
        )

    async def add_checkpoint(self, body: bytes) -> Reply:
        """See `Way`."""
        try:
            async with self._http.stream("POST", self._url, content=body) as response:
                content = b""
                async for chunk in response.aiter_raw():
                    content += chunk
                    if len(content) > WITNESS_ANSWER_BYTES_MAX:
                        raise Unreachable("its answer is longer than any can be")
                media_type = response.headers.get("content-type", "")
                return Reply(response.status_code, content.decode("utf-8"), media_type)
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            raise Unreachable(f"it does not answer ({type(error).__name__})") from error
        except UnicodeDecodeError as error:
            raise Unreachable("its answer is not UTF-8") from error

    async def close(self) -> None:
        """See `Way`."""
        await self._http.aclose()


class FolderWay:
    """A witness in a folder, opened for each question: the volume may come and go."""

    def __init__(
        self, folder: Path, logs: tuple[LogKey, ...], clock: Callable[[], datetime]
    ) -> None:
        self._folder, self._logs, self._clock = folder, logs, clock

    async def add_checkpoint(self, body: bytes) -> Reply:
        """See `Way`."""
        try:
            return await asyncio.to_thread(self._ask, body)
        except (GateError, OSError) as error:
            raise Unreachable("its folder cannot be used") from error

    async def close(self) -> None:
        """See `Way`."""

    def _ask(self, body: bytes) -> Reply:
        witness = open_witness(self._folder, self._logs, clock=self._clock)
        return witness.add_checkpoint(body)


def way_to(
    url: str, logs: tuple[LogKey, ...], *, ca_file: Path | None, clock: Callable[[], datetime]
) -> Way:
    """The way to the witness at `url`: http, https, or file for a folder.

    Raises:
        Misconfigured: another kind of address, or the certificates cannot be read.
    """
    try:
        parts = urlsplit(url)
        is_ours = parts.scheme in {"http", "https"} and bool(parts.hostname) and not parts.username
    except ValueError as error:
        raise Misconfigured("The address of a witness is not a URL.") from error
    if parts.scheme == "file" and not parts.netloc and parts.path.startswith("/"):
        return FolderWay(Path(unquote(parts.path)), logs, clock)
    if not is_ours or parts.query or parts.fragment:
        raise Misconfigured(
            "The address of a witness in the trust policy is http://…, https://… (its submission"
            " prefix) or file:///… (its folder)."
        )
    try:
        tls = ssl.create_default_context(cafile=ca_file) if parts.scheme == "https" else False
    except (OSError, ssl.SSLError) as error:
        raise Misconfigured("The certificates for witnesses cannot be read.") from error
    return HttpWay(url, tls)


def stated_size(reply: Reply) -> int:
    """The size in a 409: what the witness has seen.

    Raises:
        VerificationFailed: not the one line that the specification says.
    """
    if reply.media_type != SIZE or not reply.content.endswith("\n"):
        raise VerificationFailed(f"Expected {SIZE}: a size and a newline.")
    return parse_count(reply.content[:-1])
