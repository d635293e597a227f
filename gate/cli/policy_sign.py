"""`gate policy sign` and `gate policy verify`: who stands up for a release."""

import sys
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any

import typer

from gate.cli.options import Organisation, OutputForm
from gate.cli.output import Output, as_json
from gate.cli.plain import plain
from gate.errors import Invalid

Signed = Annotated[
    Path,
    typer.Argument(metavar="RELEASE", help="What `gate policy build --out` wrote."),
]


def sign(
    release: Signed,
    key: Annotated[Path, typer.Option("--key", metavar="FILE", help="Your own private key (PEM).")],
    organisation: Organisation = None,
    output: OutputForm = Output.TEXT,
) -> None:
    """Sign a release with your own key; the signatures of all lie in RELEASE.dsse beside it.

    Whose key it is says the people file of --organisation (or GATE_ORGANISATION); without one, the
    gate that uses the release finds out. Nothing of the release changes.

    Example: gate policy sign release.tar --key my.pem --organisation organisation
    """
    from gate.cli.approving import read_signer
    from gate.cli.local import organisation_of
    from gate.decide import utc_now
    from gate.policy.release import load_release
    from gate.policy.signatures import read_signatures, signatures_beside, with_signature
    from gate.settings import load_settings

    signer = read_signer(key)
    source = organisation_of(load_settings(organisation=organisation).organisation)
    found = source.current().release_key(signer.keyid, utc_now()) if source else None
    if source is not None and found is None:
        raise Invalid(
            "a signature by this key would not count: the people file has to register it, with "
            "release among its uses and for every system, for a human who is active, and not as "
            "withdrawn"
        )
    loaded = load_release(release)
    _write(signatures_beside(release), with_signature(loaded, read_signatures(release), signer))
    told = {
        "release": loaded.id,
        "digest": loaded.digest,
        "key": signer.keyid,
        "person": found.holder if found else None,
        "signatures": str(signatures_beside(release)),
    }
    if output is Output.JSON:
        sys.stdout.write(as_json(told))
        return
    who = plain(found.holder) if found else f"the key {signer.keyid}"
    sys.stdout.write(f"Signed {loaded.id} as {who}.\n{told['signatures']}\n")


def verify(
    release: Signed,
    required: Annotated[
        int | None,
        typer.Option(
            "--required",
            metavar="N",
            min=1,
            help="Different people who have to have signed [default: GATE_RELEASE_SIGNATURES, "
            "at least 1].",
        ),
    ] = None,
    organisation: Organisation = None,
    output: OutputForm = Output.TEXT,
) -> None:
    """Say who signed a release, and whether they are enough.

    Exit code 0: they are; 1: they are not; 2: there is no release, or no organisation to ask.

    Example: gate policy verify release.tar --required 2 --organisation organisation
    """
    from gate.cli.local import organisation_of
    from gate.decide import utc_now
    from gate.policy.release import load_release
    from gate.policy.signatures import read_signatures
    from gate.settings import load_settings
    from gate.signed_release import signers_of

    settings = load_settings(organisation=organisation)
    source = organisation_of(settings.organisation)
    if source is None:
        raise Invalid("whose signatures count? Name the folder with --organisation")
    loaded, envelope = load_release(release), read_signatures(release)
    people = signers_of(loaded, envelope, source.current(), utc_now())
    wanted = required or max(1, settings.release_signatures)
    told = {
        "release": loaded.id,
        "digest": loaded.digest,
        "signed_by": list(people),
        "required": wanted,
        "enough": len(people) >= wanted,
    }
    sys.stdout.write(as_json(told) if output is Output.JSON else _verified_text(told))
    raise typer.Exit(0 if told["enough"] else 1)


def _verified_text(told: dict[str, Any]) -> str:
    head = "SIGNED" if told["enough"] else "NOT SIGNED BY ENOUGH PEOPLE"
    count, wanted = len(told["signed_by"]), told["required"]
    lines = [f"{head}  {count} of {wanted} required", told["release"], told["digest"]]
    lines += [f"  {plain(person)}" for person in told["signed_by"]]
    return "\n".join(lines) + "\n"


def _write(path: Path, content: bytes) -> None:
    """Replaces the file at once, so that the signatures of others are never half there.

    Raises:
        Invalid: it cannot be written.
    """
    draft = path.with_name(f"{path.name}.draft")
    try:
        draft.write_bytes(content)
        draft.replace(path)
    except OSError as error:
        with suppress(OSError):
            draft.unlink()
        raise Invalid(f"the signatures cannot be written to {path}: {error.strerror}") from error
