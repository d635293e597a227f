"""The proofs of two releases: which of them are written otherwise, and what they share."""

from collections.abc import Iterable, Iterator, Mapping

from gate.model.catalogue import Catalogue
from gate.policy.bundle import rego_sources
from gate.policy.comparing.change import Change, Kind
from gate.policy.explained import proof_in, statements
from gate.policy.release import Release


def proof_changes(before: Release, after: Release) -> Iterator[Change]:
    """Rules whose proof differs, and files of the policies in which something else does.

    Comments and the order of statements are no difference.
    """
    was, now = rego_sources(before.bundle), rego_sources(after.bundle)
    for file in sorted(was.keys() | now.keys()):
        then, today = was.get(file), now.get(file)
        if then is None or today is None:
            words = f"{file} is {'new' if then is None else 'gone'}"
            yield Change(Kind.PROOF, file, _there(then), _there(today), words)
        elif then != today:
            yield from _file(file, then, today, before.catalogue, after.catalogue)


def _file(file: str, before: str, after: str, was: Catalogue, now: Catalogue) -> Iterator[Change]:
    proofs, fresh = _proofs(file, before, was), _proofs(file, after, now)
    for rule in sorted(proofs.keys() & fresh.keys()):
        if proofs[rule] != fresh[rule]:
            words = f"the proof of {rule} is another one ({file})"
            yield Change(Kind.PROOF, rule, proofs[rule], fresh[rule], words)
    if _rest(before, proofs) != _rest(after, fresh):
        words = (
            f"{file} is another one in what belongs to no single rule; what rests on it may differ"
        )
        yield Change(Kind.PROOF, file, None, None, words)


def _proofs(file: str, source: str, catalogue: Catalogue) -> Mapping[str, str]:
    found = {rule: proof_in({file: source}, rule) for rule in catalogue.by_rule}
    return {rule: proof.text for rule, proof in found.items() if proof is not None}


def _rest(source: str, rules: Iterable[str]) -> list[str]:
    """The statements that no rule is named by, in an order of their own."""
    marks = [f'"{rule}"' for rule in rules]
    heads = ((each, each.partition("\n")[0]) for each in statements(source))
    return sorted(each for each, head in heads if not any(mark in head for mark in marks))


def _there(text: str | None) -> str | None:
    return None if text is None else "there"
