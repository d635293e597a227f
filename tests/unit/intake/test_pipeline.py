"""What the pipeline signed about a release, beside what registers say."""

from datetime import UTC, datetime, timedelta

import pytest

from gate.intake.pipeline import PIPELINE_PREDICATE, Pipeline
from gate.intake.statements import read_dsse
from gate.limits import PROBE_HOURS_MAX
from tests.signing import (
    ANNA,
    PIPELINE,
    STRANGER,
    account,
    envelope,
    in_toto,
    key_id,
    organisation,
    registered,
)

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
IMAGE, OTHER = "a" * 64, "b" * 64
COMMIT = "c" * 40
DOCUMENT = {
    "system": {"id": "credit", "version": "4.2.0"},
    "design": {"code": {"commit": COMMIT}},
}
UNKNOWN = {"image_digest": None, "monitor_probe_ok": None, "code_signed": None}


def _said(image=IMAGE, **changes):
    predicate = {
        "system": "credit",
        "version": "4.2.0",
        "at": "2026-11-23T08:00:00Z",
        "code": {"commit": COMMIT, "signed": True},
        "monitorProbe": {"ok": True, "at": "2026-11-23T08:00:00Z"},
        **changes,
    }
    return in_toto(PIPELINE_PREDICATE, predicate, image=image)


def _facts(*signed, known=UNKNOWN, people=(), document=DOCUMENT, keys=True):
    pipeline = Pipeline(
        statements=[one for content in signed for one in read_dsse(content)],
        keys=organisation(*people).keys if keys else None,
        document=document,
        now=NOW,
    )
    return pipeline.added_to(known)


def test_the_pipeline_says_image_commit_and_probe():
    """Where no register does."""
    assert _facts(envelope(_said(), PIPELINE)) == {
        "image_digest": f"sha256:{IMAGE}",
        "monitor_probe_ok": True,
        "code_signed": True,
    }


def test_what_registers_say_stays_without_a_statement():
    """And whatever else they have stays as it is."""
    known = {"image_digest": "sha256:x", "monitor_probe_ok": False, "code_signed": None, "n": 3}

    assert _facts(known=known) == known


@pytest.mark.parametrize(
    "signed",
    [
        envelope(_said(), STRANGER),
        envelope(_said(), ANNA),
        envelope(_said(), STRANGER, keyid=key_id(PIPELINE)),
        envelope(_said(system="search"), PIPELINE),
        envelope(_said(version="4.1.9"), PIPELINE),
        envelope(_said(version=None), PIPELINE),
        envelope(_said(at="2026-11-23T09:00:01Z"), PIPELINE),
        envelope(_said(at="soon"), PIPELINE),
        envelope({**_said(), "predicateType": "https://slsa.dev/provenance/v1"}, PIPELINE),
    ],
)
def test_what_is_not_about_this_release_by_the_pipeline_says_nothing(signed):
    """Another signer, system, version, kind of statement, or a time to come."""
    assert _facts(signed) == UNKNOWN


def test_a_key_for_artefacts_alone_is_no_pipeline():
    """And nobody is one without a people file."""
    known = account("p", registered(PIPELINE, uses=["artifacts"]))

    assert _facts(envelope(_said(), PIPELINE), people=(known,)) == UNKNOWN
    assert _facts(envelope(_said(), PIPELINE), keys=False) == UNKNOWN


@pytest.mark.parametrize(
    ("withdrawn", "probe"), [("2026-11-23T08:00:01Z", True), ("2026-11-23T08:00:00Z", None)]
)
def test_the_key_has_to_count_when_the_pipeline_signed(withdrawn, probe):
    """At the instant that the statement states."""
    known = account("p", registered(PIPELINE, uses=["pipeline"], withdrawn=withdrawn))

    assert _facts(envelope(_said(), PIPELINE), people=(known,))["monitor_probe_ok"] is probe


@pytest.mark.parametrize(
    ("age", "expected"),
    [
        (timedelta(0), True),
        (timedelta(hours=PROBE_HOURS_MAX), True),
        (timedelta(hours=PROBE_HOURS_MAX, seconds=1), None),
        (-timedelta(seconds=1), None),
    ],
)
def test_a_probe_says_something_for_a_day(age, expected):
    """An older one is not known to be true any more, and none comes from the future."""
    at = (NOW - age).isoformat().replace("+00:00", "Z")
    said = _said(monitorProbe={"ok": True, "at": at})

    assert _facts(envelope(said, PIPELINE))["monitor_probe_ok"] is expected


@pytest.mark.parametrize("code", [{"commit": "d" * 40, "signed": True}, {"signed": True}, None, 3])
def test_only_the_commit_of_the_request_is_signed(code):
    """A signature of another commit says nothing."""
    assert _facts(envelope(_said(code=code), PIPELINE))["code_signed"] is None
    nothing = {"system": DOCUMENT["system"]}
    assert _facts(envelope(_said(), PIPELINE), document=nothing)["code_signed"] is None


@pytest.mark.parametrize(("register", "said"), [(False, True), (True, False), (None, False)])
def test_the_worse_of_register_and_statement_counts(register, said):
    """A good word of one does not drown the bad word of the other."""
    known = {**UNKNOWN, "monitor_probe_ok": register, "code_signed": register}
    statement = _said(
        monitorProbe={"ok": said, "at": "2026-11-23T08:00:00Z"},
        code={"commit": COMMIT, "signed": said},
    )
    facts = _facts(envelope(statement, PIPELINE), known=known)

    assert (facts["monitor_probe_ok"], facts["code_signed"]) == (False, False)


def test_of_two_statements_the_worse_counts():
    """Whichever is attached first."""
    good = envelope(_said(), PIPELINE)
    bad = envelope(_said(monitorProbe={"ok": False, "at": "2026-11-23T08:30:00Z"}), PIPELINE)

    assert _facts(good, bad)["monitor_probe_ok"] is _facts(bad, good)["monitor_probe_ok"] is False


def test_two_digests_of_one_image_are_none():
    """Register and pipeline, or two statements, contradict each other: the gate does not know."""
    ours = {**UNKNOWN, "image_digest": f"sha256:{IMAGE}"}
    theirs = {**UNKNOWN, "image_digest": f"sha256:{OTHER}"}
    signed = envelope(_said(), PIPELINE)

    assert _facts(signed, known=ours)["image_digest"] == f"sha256:{IMAGE}"
    assert _facts(signed, known=theirs)["image_digest"] is None
    assert _facts(signed, envelope(_said(OTHER), PIPELINE))["image_digest"] is None


def test_only_the_subject_called_image_is_the_image():
    """A model is not; a probe says nothing where it is no yes or no."""
    said = {**_said(monitorProbe={"ok": "yes", "at": "2026-11-23T08:00:00Z"})}
    said["subject"] = [{"name": "model", "digest": {"sha256": IMAGE}}]
    facts = _facts(envelope(said, PIPELINE))

    assert (facts["image_digest"], facts["monitor_probe_ok"]) == (None, None)
