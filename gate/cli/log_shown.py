"""Which checkpoint the log shows to others."""

from typing import Any

from gate.errors import NotFound


def shown_checkpoint(reader: Any, settings: Any) -> str:
    """The newest checkpoint that the trust policy is content with.

    Raises:
        NotFound: none has the cosignatures that it asks for.
    """
    from gate.log.key_history import read_history
    from gate.log.paths import pin_in
    from gate.witness.kept import KeptNote
    from gate.witness.published import shown
    from gate.witness.setting_up import kept_beside, read_trust_policy

    policy = kept = None
    if settings.witness_policy is not None:
        verifier = read_history(reader).log_now
        policy = read_trust_policy(settings.witness_policy, verifier)
        file = KeptNote(kept_beside(settings.pin or pin_in(settings.var)))
        kept = file.read(verifier, policy)
    found = shown(reader.checkpoint(), policy, kept)
    if found is None:
        raise NotFound("No checkpoint has the cosignatures of the trust policy's quorum yet.")
    return found.note
