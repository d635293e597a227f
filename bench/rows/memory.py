"""Row 10: resident memory of the serving process."""

import http.client
import tempfile
import threading
import time
from pathlib import Path

from bench import load, report
from bench.servers import Server, gate_server
from bench.setting import Setting
from bench.workload import request_body

_MB = 1_000_000
_UPLOAD_BYTES = 100 * _MB
_UPLOADS = 5


def row(setting: Setting) -> list[str]:
    """Memory after a few decisions, after many, and the most during refused 100 MB uploads."""
    body = request_body()
    with tempfile.TemporaryDirectory() as folder, gate_server(Path(folder)) as gate:
        _decide(gate, body, 0.5)
        early = gate.resident_bytes()
        decided = 0
        while decided < setting.decisions_for_memory:
            decided += _decide(gate, body, 10.0)
        late = gate.resident_bytes()
        peak = _peak_during_uploads(gate)
    figure = f"{early / _MB:.0f} MB early, {late / _MB:.0f} MB after {decided:,}"
    uploads = f"{(peak - late) / _MB:+.1f} MB at the most"
    return [
        report.plain_row("10", "resident memory of the serving process", figure, "flat, ≤ 250 MB"),
        report.plain_row(
            "10", f"the same during {_UPLOADS} refused 100 MB uploads", uploads, "+ 2 MB"
        ),
    ]


def _decide(gate: Server, body: bytes, seconds: float) -> int:
    return len(load.run(gate, load.Job("/v1/decisions", body, 16, seconds, (200, 201))).latencies)


def _peak_during_uploads(gate: Server) -> int:
    peak = gate.resident_bytes()
    for _ in range(_UPLOADS):
        uploading = threading.Thread(target=_upload, args=(gate,))
        uploading.start()
        while uploading.is_alive():
            peak = max(peak, gate.resident_bytes())
            time.sleep(0.005)
    return peak


def _upload(gate: Server) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", gate.port, timeout=20)
    chunk = b" " * 65_536
    chunks = (chunk for _ in range(_UPLOAD_BYTES // len(chunk)))
    headers = {"Content-Type": "application/json", **gate.headers}
    try:
        connection.request(
            "POST", "/v1/decisions", body=chunks, headers=headers, encode_chunked=True
        )
        connection.getresponse().read()
    except OSError:
        return  # the gate closed the connection, which is a refusal as well
    finally:
        connection.close()
