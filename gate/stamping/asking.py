"""Asking a time-stamp authority over HTTP (RFC 3161 §3.4).

Whoever answers may be slow, broken or hostile: no redirect is followed, no answer is read further
than one can be long, the whole exchange has one deadline, and nothing counts that does not verify.
"""

import asyncio
from urllib.parse import urlsplit

import httpx2

from gate.errors import LogUnavailable, Misconfigured
from gate.limits import STAMP_BYTES_MAX, STAMP_SECONDS_MAX

_QUERY, _REPLY = "application/timestamp-query", "application/timestamp-reply"


class AuthorityAddress:
    """Where an authority answers."""

    def __init__(self, url: str) -> None:
        """Use `url`.

        Raises:
            Misconfigured: not http or https.
        """
        try:
            parts = urlsplit(url)
            is_ours = parts.scheme in {"http", "https"} and parts.hostname and not parts.username
        except ValueError:
            is_ours = False
        if not is_ours:
            raise Misconfigured("The address of a time-stamp authority is http://… or https://….")
        self._url = url

    def ask(self, question: bytes) -> bytes:
        """What it answers, unverified; at most `STAMP_SECONDS_MAX` later.

        Raises:
            LogUnavailable: there is no answer that could be a time stamp.
        """
        return asyncio.run(self._within(question))

    async def _within(self, question: bytes) -> bytes:
        try:
            async with asyncio.timeout(STAMP_SECONDS_MAX):
                return await self._exchange(question)
        except TimeoutError as error:
            raise _failed("it did not answer in time") from error
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            raise _failed(f"it does not answer ({type(error).__name__})") from error

    async def _exchange(self, question: bytes) -> bytes:
        headers = {"Content-Type": _QUERY, "Accept-Encoding": "identity", "User-Agent": "gate"}
        async with (
            httpx2.AsyncClient(
                follow_redirects=False, trust_env=False, timeout=STAMP_SECONDS_MAX
            ) as http,
            http.stream("POST", self._url, content=question, headers=headers) as response,
        ):
            kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
            if response.status_code != 200 or kind != _REPLY:
                raise _failed(f"it answered {response.status_code}, and no time stamp")
            content = b""
            async for chunk in response.aiter_raw():
                content += chunk
                if len(content) > STAMP_BYTES_MAX:
                    raise _failed("its answer is longer than any can be")
            return content


def _failed(why: str) -> LogUnavailable:
    return LogUnavailable(f"The time-stamp authority gave no stamp: {why}. Nothing was changed.")
