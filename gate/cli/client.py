"""Asking a gate over HTTP: bounded in time and size, no redirects, errors as problem documents."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2

from gate.errors import GateError
from gate.limits import ANSWER_BYTES_MAX, EVIDENCE_BYTES_MAX, REQUEST_SECONDS_MAX

_CONNECT_SECONDS = 5.0
_CHUNK_BYTES = 64 * 1024


class Unreachable(GateError):
    """No gate answered at the address, or something else did."""

    code, status, title = "unreachable", 503, "The gate could not be reached"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the gate answered: the status, and the JSON document."""

    status: int
    document: dict[str, Any]
    replayed: bool

    @property
    def is_decision(self) -> bool:
        """Only 200 and 201 carry an outcome."""
        return self.status in (200, 201)


class GateClient:
    """One gate, one token."""

    def __init__(self, url: str, token: str) -> None:
        timeout = httpx2.Timeout(REQUEST_SECONDS_MAX + _CONNECT_SECONDS, connect=_CONNECT_SECONDS)
        self._http = httpx2.Client(
            base_url=url.rstrip("/"),
            headers={"Authorization": f"Bearer {token}", "Accept": "application/json"},
            timeout=timeout,
            follow_redirects=False,
            trust_env=False,
        )

    def decide(
        self, body: bytes, idempotency_key: str | None, *, wait_witness: bool = False
    ) -> Answer:
        """Send the body to `POST /v1/decisions`; the answer may wait for a quorum of witnesses."""
        headers = {"Content-Type": "application/json"}
        if idempotency_key is not None:
            headers["Idempotency-Key"] = idempotency_key
        if wait_witness:
            headers["Prefer"] = "wait=witness"
        return self._answer("POST", "/v1/decisions", content=body, headers=headers)

    def get(self, path: str) -> Answer:
        """GET a JSON document."""
        return self._answer("GET", path)

    def push_evidence(self, digest: str, path: Path) -> Answer:
        """Give the gate one evidence file; it checks the digest while it reads."""
        return self._answer(
            "PUT",
            f"/v1/evidence/{digest}",
            content=_chunks(path),
            headers={
                "Content-Type": "application/octet-stream",
                "Content-Length": str(path.stat().st_size),
            },
        )

    def text(self, path: str) -> str:
        """GET a text document, such as a receipt."""
        status, content, _ = self._exchange("GET", path, headers={"Accept": "*/*"})
        if status != 200:
            raise Unreachable(f"The gate answered {status} for {path}")
        return content.decode()

    def _answer(self, method: str, path: str, **options: Any) -> Answer:
        status, content, headers = self._exchange(method, path, **options)
        try:
            document = json.loads(content) if content else {}
        except ValueError as error:
            raise Unreachable("Something that is not a gate answered; check --url") from error
        if not isinstance(document, dict):
            raise Unreachable("Something that is not a gate answered; check --url")
        return Answer(status, document, headers.get("Idempotency-Replayed") == "true")

    def _exchange(
        self, method: str, path: str, **options: Any
    ) -> tuple[int, bytes, httpx2.Headers]:
        try:
            with self._http.stream(method, path, **options) as response:
                content = b""
                for chunk in response.iter_bytes():
                    content += chunk
                    if len(content) > ANSWER_BYTES_MAX:
                        raise Unreachable("The answer is larger than any answer of a gate")
                return response.status_code, content, response.headers
        except httpx2.HTTPError as error:
            raise Unreachable(
                f"{self._http.base_url} did not answer ({type(error).__name__}); is it running?"
            ) from error


def _chunks(path: Path) -> Iterator[bytes]:
    if path.stat().st_size > EVIDENCE_BYTES_MAX:
        raise Unreachable(
            f"{path.name} is larger than {EVIDENCE_BYTES_MAX} bytes, the most a gate takes"
        )
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            yield chunk
