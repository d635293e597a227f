"""`/log`: the static form of the log, as other people's tools fetch it."""

import gzip

import pytest

from gate.log.checkpoint import open_checkpoint
from gate.log.merkle import CompactRange, leaf_hash
from gate.log.note import Verifier
from gate.log.tiles import read_bundle, read_tile
from tests.service import JSON, bearer, body, client_in, token_in


@pytest.fixture(scope="module")
def logged(tmp_path_factory):
    """A service with three entries."""
    var = tmp_path_factory.mktemp("log") / "var"
    with client_in(var) as client:
        for _ in range(3):
            client.post("/v1/decisions", content=body(), headers=JSON)
        client.var = var
        yield client


def test_the_checkpoint_is_the_newest_signed_note(logged):
    """As text, and kept by nobody on the way."""
    answer = logged.get("/log/checkpoint")
    vkey = logged.get("/version").json()["log"]["vkey"]

    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    assert open_checkpoint(answer.content, Verifier.from_vkey(vkey)).size == 3


def test_entries_and_hashes_lead_to_the_root(logged):
    """From the files alone, hashed again."""
    vkey = logged.get("/version").json()["log"]["vkey"]
    head = open_checkpoint(logged.get("/log/checkpoint").content, Verifier.from_vkey(vkey))
    leaves = read_bundle(logged.get("/log/tile/entries/000.p/3").content, 3)
    hashes = read_tile(logged.get("/log/tile/0/000.p/3").content, 3)
    tree = CompactRange()
    for leaf in leaves:
        tree.append(leaf_hash(leaf))

    assert [leaf_hash(leaf) for leaf in leaves] == hashes
    assert tree.root() == head.root
    assert leaves == [logged.get(f"/v1/log/entries/{index}").content for index in range(3)]


@pytest.mark.parametrize("path", ["/log/tile/0/000.p/2", "/log/tile/entries/000.p/2"])
def test_an_earlier_partial_tile_begins_the_later_one(logged, path):
    """Every size had a checkpoint, so its partial tiles are still there."""
    wider = logged.get(path.replace("/2", "/3")).content

    assert wider.startswith(logged.get(path).content)


@pytest.mark.parametrize("path", ["/log/tile/0/000.p/3", "/log/tile/entries/000.p/3"])
def test_a_tile_may_be_kept_for_ever_by_who_may_read_it(logged, path):
    """And by no proxy that others share."""
    headers = logged.get(path).headers

    assert headers["content-type"] == "application/octet-stream"
    assert headers["cache-control"] == "private, max-age=31536000, immutable"


@pytest.mark.parametrize(
    ("accepts", "compressed"),
    [
        ("gzip", True),
        ("br;q=1.0, GZIP;q=0.5", True),
        ("*", True),
        ("x-gzip", True),
        ("identity", False),
        ("gzip;q=0", False),
        ("*;q=0", False),
        ("*, gzip;q=0", False),
        ("", False),
    ],
)
def test_entries_are_compressed_for_whoever_reads_that(logged, accepts, compressed):
    """The bytes behind it are the same."""
    plain = logged.get("/log/tile/entries/000.p/3", headers={"Accept-Encoding": "identity"})
    with logged.stream(
        "GET", "/log/tile/entries/000.p/3", headers={"Accept-Encoding": accepts}
    ) as answer:
        raw = b"".join(answer.iter_raw())

    assert (answer.headers.get("content-encoding") == "gzip") is compressed
    assert answer.headers["vary"] == "Accept-Encoding"
    assert (gzip.decompress(raw) if compressed else raw) == plain.content


@pytest.mark.parametrize(
    "path",
    [
        "/log/tile/0/000",
        "/log/tile/0/000.p/4",
        "/log/tile/0/001.p/1",
        "/log/tile/1/000.p/1",
        "/log/tile/63/000",
        "/log/tile/63/x009/x223/x372/x036/x854/x775/807",
        "/log/tile/64/000",
        "/log/tile/0/000.p/0",
        "/log/tile/0/000.p/03",
        "/log/tile/00/000.p/3",
        "/log/tile/0/x000/000.p/3",
        "/log/tile/entries/000",
        "/log/tile/entries/000.p/4",
        "/log/tile/entries/",
        "/log/tile/0/",
        "/log/tile/0",
        "/log/tile/",
    ],
)
def test_what_the_log_does_not_have_is_not_found(logged, path):
    """Empty tiles, tiles to come, and other spellings of those that are there."""
    answer = logged.get(path)

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize(
    "path", ["/log/checkpoint", "/log/tile/0/000.p/3", "/log/tile/entries/000.p/3"]
)
def test_auditors_read_it_and_nobody_else(logged, path):
    """Entries name systems and decisions."""
    submitter = bearer(token_in(logged.var, "submitter", ("submit",)))
    auditor = bearer(token_in(logged.var, "auditor", ("audit",)))

    assert logged.get(path, headers={"Authorization": ""}).status_code == 401
    assert logged.get(path, headers=submitter).status_code == 403
    assert logged.get(path, headers=auditor).status_code == 200
    assert logged.head(path, headers=auditor).status_code == 200
    assert logged.get(f"{path}?x=1", headers=auditor).status_code == 422
