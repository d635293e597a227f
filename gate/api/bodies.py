"""The bytes of a request, bounded in number and time while they arrive."""

import asyncio
import re
import time

from starlette.types import Message, Receive

from gate.errors import TooLarge, TooSlow
from gate.limits import LINGER_SECONDS

_LENGTH = re.compile(r"[0-9]{1,18}")


class BoundedBody:
    """Stands between the server and the route: counts what the route reads, and for how long.

    Nothing is kept here, so what arrives beyond the bound is never in memory. A route that reads
    nothing costs nothing: whatever it did not read is dropped by `linger` after the answer.
    """

    def __init__(self, receive: Receive, *, declared: bool, bytes_max: int, seconds: float) -> None:
        self._receive = receive
        self.bytes_max = bytes_max
        self._bytes_left = bytes_max
        self._seconds = seconds
        self._until = time.monotonic() + seconds
        self.complete = not declared

    async def receive(self) -> Message:
        """The next message of the server; after the body, whatever follows without a bound.

        Raises:
            TooLarge: the body passed its bound.
            TooSlow: the body did not arrive in time.
        """
        if self.complete:
            return await self._receive()
        try:
            async with asyncio.timeout(self._until - time.monotonic()):
                message = await self._receive()
        except TimeoutError:
            raise TooSlow(f"a body has {self._seconds:g} seconds to arrive") from None
        self._account(message)
        if self._bytes_left < 0:
            raise TooLarge(f"a body has at most {self.bytes_max} bytes here")
        return message

    def admits(self, content_length: str) -> bool:
        """Whether a body of this declared length may begin to arrive."""
        return _LENGTH.fullmatch(content_length) is not None and (
            int(content_length) <= self.bytes_max
        )

    async def linger(self) -> None:
        """Read and drop the rest for a moment.

        Closing while a client still sends resets the connection, and the answer with it.
        """
        try:
            async with asyncio.timeout(LINGER_SECONDS):
                while not self.complete:
                    self._account(await self._receive())
        except TimeoutError:
            return

    def _account(self, message: Message) -> None:
        self._bytes_left -= len(message.get("body", b""))
        self.complete = message["type"] != "http.request" or not message.get("more_body", False)
