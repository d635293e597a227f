"""Log lines: one shape for all, and no values of whatever failed."""

import io
import json
import logging
import warnings

import pytest
import structlog

from gate.api.logs import configure_logs


@pytest.fixture
def restored():
    """Logging as it was, after the test."""
    root = logging.getLogger()
    before = (root.handlers, root.level, structlog.get_config())
    yield
    root.handlers, root.level = before[0], before[1]
    structlog.configure(**before[2])
    structlog.contextvars.clear_contextvars()
    logging.captureWarnings(capture=False)


@pytest.fixture
def stream(restored):
    made = io.StringIO()
    configure_logs(production=True, level="info", stream=made)
    return made


def lines(stream):
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_production_writes_one_json_object_a_line(stream):
    """With time, level, logger and what was bound for the request."""
    structlog.contextvars.bind_contextvars(request_id="r-1")
    structlog.stdlib.get_logger("gate.x").info("happened", count=1, text="a\nb")

    (line,) = lines(stream)
    assert {"event": "happened", "request_id": "r-1", "count": 1, "level": "info"}.items() <= (
        line.items()
    )
    assert line["logger"] == "gate.x"
    assert line["timestamp"].endswith("Z")


def test_other_libraries_lines_have_the_same_shape(stream):
    """The server's own, and warnings."""
    logging.getLogger("uvicorn.error").warning("from the %s", "server")
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn("careful", stacklevel=1)

    assert [line["level"] for line in lines(stream)] == ["warning", "warning"]
    assert lines(stream)[0]["event"] == "from the server"


def test_exceptions_are_written_without_their_text(stream):
    """Type and places help, messages of libraries quote their input."""
    for logger in (structlog.stdlib.get_logger("gate.x"), logging.getLogger("uvicorn.error")):
        try:
            int("s3cret")
        except ValueError:
            logger.exception("failed")

    for line in lines(stream):
        assert line["exception"] == "ValueError"
        assert "test_logs.py" in line["frames"][-1]
    assert "s3cret" not in stream.getvalue()


def test_lines_below_the_level_are_not_written(stream):
    """Debugging is asked for."""
    structlog.stdlib.get_logger("gate.x").debug("detail")
    logging.getLogger("anything").debug("detail")

    assert stream.getvalue() == ""


def test_the_servers_access_lines_are_not_written(stream):
    """They hold query strings; the guard writes its own line."""
    logging.getLogger("uvicorn.access").info("GET /v1/decisions?system=x")

    assert stream.getvalue() == ""


def test_development_writes_lines_for_people(restored):
    """The same content, readable, without colours where nobody sees them."""
    stream = io.StringIO()
    configure_logs(production=False, level="debug", stream=stream)
    structlog.stdlib.get_logger("gate.x").info("happened", count=1)

    assert "happened" in stream.getvalue()
    assert "count=1" in stream.getvalue()
    assert "\x1b" not in stream.getvalue()
