"""What an answer says beside its verdict: what was asked, what it rests on, and which release."""

from datetime import datetime

from gate.intake.documents import Imported, ImportedAttachment
from gate.intake.quality.lists import quality_lists
from gate.intake.submission import Submission
from gate.model.answer import Circumstances, subject_of
from gate.model.decision import AttachmentRecord, Input, Policy
from gate.model.entry import instant
from gate.model.request import DeploymentRequest
from gate.people.organisation import Organisation
from gate.policy.active import ActivePolicy


def circumstances_of(
    submission: Submission,
    imported: Imported,
    *,
    request: DeploymentRequest,
    policy: ActivePolicy,
    known: Organisation | None,
    now: datetime,
) -> Circumstances:
    """The circumstances of one decision.

    Args:
        submission: what arrived.
        imported: the request with what was read of the attached documents.
        request: the same request, checked.
        policy: the release that decides, and its engine.
        known: the organisation's files as they were read; None where none are configured.
        now: the one instant of the decision, aware.
    """
    return Circumstances(
        at=instant(now),
        subject=subject_of(request, imported.document),
        policy=_policy_part(policy),
        asked=_input_part(submission, imported.attachments, known),
    )


def _policy_part(policy: ActivePolicy) -> Policy:
    manifest = policy.release.manifest
    return Policy(
        release=manifest.name,
        version=manifest.version,
        digest=policy.release.digest,
        engine=policy.engine.name,
        opa_version=manifest.opa_version,
    )


def _input_part(
    submission: Submission, attached: tuple[ImportedAttachment, ...], known: Organisation | None
) -> Input:
    return Input(
        request_digest=submission.request_digest,
        attachments=tuple(
            AttachmentRecord(
                id=document.id,
                digest=document.digest,
                format=document.format,
                importer=document.importer,
                importer_version=document.importer_version,
                warnings=document.warnings,
                unmapped_fields=document.unmapped_fields,
            )
            for document in attached
        ),
        organisation=known.digest if known else None,
        quality_lists=quality_lists().digest,
    )
