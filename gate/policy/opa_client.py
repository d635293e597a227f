"""opa-python-client, hardened: what one exchange with an OPA server may look like.

As it comes the library follows redirects, keeps the last of two equal keys, accepts NaN, reads
any amount and retries. All of its requests pass through one method; this one is ours.
"""

import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

import aiohttp
from opa_client import AsyncOpaClient

from gate.canon import JsonObject
from gate.errors import EngineAnswerInvalid, EngineUnavailable
from gate.limits import ENGINE_ANSWER_BYTES_MAX
from gate.policy.unique_json import parse_unique

_MEDIA_TYPE: Final = "application/json"
_CHUNK: Final = 64 * 1024


class ServerNotTrusted(EngineUnavailable):
    """No trusted certificate vouches for the one of the server, so it is not asked."""


class Answer:
    """A complete answer with status 200, already checked; what the library expects to be handed."""

    status: Final = 200

    def __init__(self, value: JsonObject) -> None:
        self._value = value

    def raise_for_status(self) -> None:
        """Does nothing: any other status was refused before."""

    async def json(self) -> JsonObject:
        """The value of the body."""
        return self._value


class HardenedOpaClient(AsyncOpaClient):  # type: ignore[misc]  # the library has no types
    """The library's client with a session and a request method of our own.

    No redirects, no retries, no proxies, no cookies, no compression; at most `requests_at_once`;
    status, media type and size checked; strict JSON, and an object. The deadline is the caller's,
    around the whole exchange. The question's body is handed in as bytes that are already JSON.
    """

    def __init__(
        self,
        host: str,
        port: int,
        *,
        tls: ssl.SSLContext | None,
        token: str | None,
        requests_at_once: int,
    ) -> None:
        super().__init__(host=host, port=port, ssl=tls is not None, token=token, retries=0)
        self._tls = tls
        self._requests_at_once = requests_at_once

    async def open(self) -> None:
        """Makes the session; in the loop that will carry the exchanges."""
        await self._init_session()

    async def _init_session(self) -> None:
        self._session = aiohttp.ClientSession(
            headers={**(self.headers or {}), "Accept": _MEDIA_TYPE, "Accept-Encoding": "identity"},
            connector=aiohttp.TCPConnector(limit=self._requests_at_once, ssl=self._tls or True),
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=None),
            auto_decompress=False,
            trust_env=False,
        )

    @asynccontextmanager
    async def _request(
        self, method: str, url: str, *, json: dict[str, Any] | None = None
    ) -> AsyncIterator[Answer]:
        body = None if json is None else b'{"input":' + json["input"] + b"}"
        headers = {} if body is None else {"Content-Type": _MEDIA_TYPE}
        try:
            async with self._session.request(
                method, url, data=body, headers=headers, allow_redirects=False
            ) as response:
                _check_head(response)
                content = await _bounded(response)
        except aiohttp.ClientConnectorCertificateError as error:
            raise ServerNotTrusted(
                "the OPA server's certificate is not trusted: name the file of the certificates"
                " that vouch for it, and the host as it stands there"
            ) from error
        except (aiohttp.ClientError, OSError) as error:
            raise EngineUnavailable("the OPA server cannot be reached, or broke off") from error
        yield Answer(_parsed(content))


def _check_head(response: aiohttp.ClientResponse) -> None:
    if response.status == 429 or response.status >= 500:
        raise EngineUnavailable("the OPA server did not evaluate the policy")
    if response.status != 200:
        raise EngineAnswerInvalid("the OPA server answered with a status that is not a verdict's")
    if response.content_type != _MEDIA_TYPE or response.headers.get("Content-Encoding"):
        raise EngineAnswerInvalid("the OPA server's answer is not plain JSON")


async def _bounded(response: aiohttp.ClientResponse) -> bytes:
    content = bytearray()
    async for chunk in response.content.iter_chunked(_CHUNK):
        content += chunk
        if len(content) > ENGINE_ANSWER_BYTES_MAX:
            response.close()
            raise EngineUnavailable("the OPA server's answer is larger than its bound")
    return bytes(content)


def _parsed(content: bytes) -> JsonObject:
    try:
        value = parse_unique(content)
    except ValueError as error:
        raise EngineAnswerInvalid("the OPA server's answer is not JSON") from error
    if not isinstance(value, dict):
        raise EngineAnswerInvalid("the OPA server's answer is not an object")
    return value
