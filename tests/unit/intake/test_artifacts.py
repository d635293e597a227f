"""What signed statements say about the artefacts of models."""

import hashlib
from datetime import UTC, datetime

import pytest

from gate.intake.artifacts import Artifacts
from gate.intake.statements import read_dsse, read_model_signing
from tests.signing import (
    ANNA,
    PIPELINE,
    STRANGER,
    account,
    envelope,
    key_id,
    model_bundle,
    model_manifest,
    organisation,
    registered,
    release,
)

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
FILES = {"config.json": b"{}", "model.safetensors": b"weights"}
WEIGHTS = hashlib.sha256(FILES["model.safetensors"]).hexdigest()
MANIFEST = model_manifest("halvar", FILES)
ROOT = MANIFEST["subject"][0]["digest"]["sha256"]
UNKNOWN = {"digest_ok": None, "signature_ok": None}


class _Held:
    """Evidence files of which these digests are known."""

    def __init__(self, **verdicts):
        self._verdicts = verdicts

    def verified(self, sha256):
        return self._verdicts.get(sha256)


def _model(value=WEIGHTS, alg="sha256", **artifact):
    digest = {} if value is None else {"digest": {"alg": alg, "value": value}}
    return {"id": "m", "name": "halvar", "artifact": {"uri": "oci://x/m", **digest, **artifact}}


def _fact(model, *statements, people=(), files=None, keys=True):
    artifacts = Artifacts(
        statements=[one for read in statements for one in read],
        keys=organisation(*people).keys if keys else None,
        files=files,
        system_id="credit",
        now=NOW,
    )
    return artifacts.facts([model])["m"]


def _signed(statement, private=PIPELINE, **named):
    return read_dsse(envelope(statement, private, **named))


def test_without_a_statement_nothing_is_known():
    """Nor without a digest, whatever is attached; nor where no people file registers a key."""
    assert _fact(_model()) == UNKNOWN
    assert _fact(_model(None), _signed(release(m=WEIGHTS))) == UNKNOWN
    assert _fact({"id": "m"}, _signed(release(m=WEIGHTS))) == UNKNOWN
    assert _fact(_model(), _signed(release(m=WEIGHTS)), keys=False) == UNKNOWN


def test_a_registered_key_vouches_for_a_digest():
    """The name of a subject does not matter: statements are matched by digest."""
    good = {"digest_ok": True, "signature_ok": True}

    assert _fact(_model(), _signed(release(anything=WEIGHTS))) == good
    assert _fact(_model(), _signed(release(a="b" * 64, m=WEIGHTS))) == good


def test_other_algorithms_are_matched_by_their_own_digest():
    """A SHA-256 does not vouch for a SHA-512 with the same beginning."""
    statement = release(m=WEIGHTS)
    statement["subject"][0]["digest"]["sha512"] = "d" * 128

    assert _fact(_model("d" * 128, "sha512"), _signed(statement))["digest_ok"] is True
    assert _fact(_model("e" * 128, "sha512"), _signed(release(x=WEIGHTS))) == UNKNOWN


def test_a_stranger_vouches_for_nothing():
    """Nor does an approver: their key is not for artefacts."""
    assert _fact(_model(), _signed(release(m=WEIGHTS), STRANGER)) == UNKNOWN
    assert _fact(_model(), _signed(release(m=WEIGHTS), ANNA)) == {
        "digest_ok": None,
        "signature_ok": False,
    }


def test_a_statement_under_a_registered_name_that_does_not_hold_is_false():
    """Somebody wrote the digest into it afterwards."""
    forged = _signed(release(m=WEIGHTS), STRANGER, keyid=key_id(PIPELINE))

    assert _fact(_model(), forged) == {"digest_ok": None, "signature_ok": False}


def test_one_good_statement_is_enough():
    """A bad one beside it takes nothing away."""
    forged = _signed(release(m=WEIGHTS), STRANGER, keyid=key_id(PIPELINE))
    good = _signed(release(m=WEIGHTS))

    assert _fact(_model(), forged, good) == {"digest_ok": True, "signature_ok": True}


@pytest.mark.parametrize("name", ["m", "halvar", "oci://x/m"])
def test_another_digest_under_the_name_of_the_model_is_false(name):
    """What was released under its id, name or address is something else."""
    other = _signed(release(**{name: "b" * 64}))

    assert _fact(_model(), other) == {"digest_ok": False, "signature_ok": None}
    assert _fact(_model(), _signed(release(**{name: "b" * 64}), STRANGER)) == UNKNOWN


def test_what_the_gate_holds_it_hashed_itself():
    """Without anybody's signature; a file that was changed is false whoever signed."""
    assert _fact(_model(), files=_Held(**{WEIGHTS: True})) == {
        "digest_ok": True,
        "signature_ok": None,
    }
    changed = _Held(**{WEIGHTS: False})
    assert _fact(_model(), _signed(release(m=WEIGHTS)), files=changed)["digest_ok"] is False


@pytest.mark.parametrize(
    ("value", "alg"),
    [
        (WEIGHTS.upper(), "sha256"),
        (WEIGHTS[:-1], "sha256"),
        ("", "sha256"),
        (WEIGHTS, "sha512"),
        (WEIGHTS, "md5"),
        (7, "sha256"),
    ],
)
def test_a_digest_that_nothing_can_have_is_false(value, alg):
    """It is a claim about nothing."""
    assert _fact(_model(value, alg))["digest_ok"] is False


@pytest.mark.parametrize("digest", [ROOT, WEIGHTS])
def test_a_signed_model_is_known_by_its_root_and_by_its_files(digest):
    """The root digest names a model of many files; a model may also be one of them."""
    bundle = read_model_signing(model_bundle(MANIFEST, PIPELINE))

    assert _fact(_model(digest), bundle) == {"digest_ok": True, "signature_ok": True}
    assert _fact(_model("b" * 64), bundle)["digest_ok"] is False


@pytest.mark.parametrize("change", ["leave", "swap", "other", "short"])
def test_a_manifest_that_does_not_give_its_root_digest_is_worth_nothing(change):
    """A file left out, two swapped, another digest, one that is none: signed or not."""
    manifest = model_manifest("halvar", FILES)
    resources = manifest["predicate"]["resources"]
    if change == "leave":
        resources.pop(0)
    elif change == "swap":
        resources.reverse()
    elif change == "other":
        resources[0]["digest"] = "b" * 64
    else:
        resources[0]["digest"] = "bb"
    bundle = read_model_signing(model_bundle(manifest, PIPELINE))

    assert _fact(_model(ROOT), bundle) == {"digest_ok": None, "signature_ok": False}
    assert _fact(_model(WEIGHTS), bundle)["digest_ok"] is None


def test_the_empty_manifest_and_many_subjects_are_no_model():
    """The format has one subject and a list of files."""
    two = model_manifest("halvar", FILES)
    two["subject"].append({"name": "x", "digest": {"sha256": WEIGHTS}})
    none = model_manifest("halvar", FILES)
    none["predicate"] = {}

    for manifest in (two, none):
        bundle = read_model_signing(model_bundle(manifest, PIPELINE))
        assert _fact(_model(ROOT), bundle)["digest_ok"] is None


def test_a_signature_may_stand_in_the_request():
    """As an envelope or a bundle; one that is no signature is false."""
    good = {"digest_ok": True, "signature_ok": True}
    inline = {"type": "dsse", "value": envelope(release(m=WEIGHTS), PIPELINE).decode()}
    bundle = {"type": "sigstore", "value": model_bundle(MANIFEST, PIPELINE).decode()}
    broken = {"type": "dsse", "value": inline["value"][:-9]}
    elsewhere = {"type": "sigstore", "uri": "https://x.example/sig"}
    other = {"type": "pgp", "value": "x"}

    assert _fact(_model(signature=inline)) == good
    assert _fact(_model(signature=bundle)) == good
    assert _fact(_model(signature=broken)) == {"digest_ok": None, "signature_ok": False}
    assert _fact(_model(signature=elsewhere)) == UNKNOWN
    assert _fact(_model(signature=other)) == UNKNOWN


def test_a_signature_of_another_artefact_is_not_one_of_this():
    """It holds, and says nothing about this digest; under its name it says that it is another."""
    inline = {"type": "dsse", "value": envelope(release(x="b" * 64), PIPELINE).decode()}

    assert _fact(_model(signature=inline)) == UNKNOWN


def test_a_signature_inside_one_model_is_for_that_model():
    """Another model does not get it."""
    inline = {"type": "dsse", "value": envelope(release(m=WEIGHTS), PIPELINE).decode()}
    models = [_model(signature=inline), {**_model(), "id": "n", "name": "n"}]
    artifacts = Artifacts(
        statements=(), keys=organisation().keys, files=None, system_id="s", now=NOW
    )

    assert artifacts.facts(models)["n"] == UNKNOWN


def test_a_withdrawn_key_vouches_no_longer():
    """From the instant of its withdrawal on; sign the artefact again with another."""
    known = account("p", registered(PIPELINE, uses=["artifacts"], withdrawn="2026-11-23"))

    assert _fact(_model(), _signed(release(m=WEIGHTS)), people=(known,)) == UNKNOWN
