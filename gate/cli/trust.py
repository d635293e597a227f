"""Which keys a receipt is believed by.

Best is a file from the operator (`gate keys show --output json`), given with `--trust`. Without one
the keys that a log showed when it was first asked are remembered, as ssh does for hosts, and any
later change is refused.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gate.errors import Invalid, VerificationFailed
from gate.log.key_history import GateSpan
from gate.log.keys import key_id, read_public_pem

_KNOWN = Path(".config") / "gate" / "known_logs.json"


@dataclass(frozen=True)
class Trust:
    """The keys of one log; `first_seen` is true when they are believed only since now."""

    vkey: str
    gate_pem: str
    first_seen: bool
    gates: tuple[tuple[str, int, int | None], ...] = ()
    """Each gate key of the log's history (PEM), after which entry it counts and until which."""

    def verify(self, receipt: str) -> Any:
        """The verified receipt; see `gate.log.receipt.verify_receipt`.

        Raises:
            VerificationFailed: it does not hold, or by a key that does not count for its entry.
        """
        from gate.log.receipt import verify_receipt

        spans = {}
        for pem, after, until in self.gates or ((self.gate_pem, -1, None),):
            public = read_public_pem(pem)
            spans[key_id(public)] = GateSpan(public, after, until)
        keys = {keyid: span.public for keyid, span in spans.items()}
        verified = verify_receipt(receipt, vkey=self.vkey, gate_keys=keys)
        entry = verified.entry
        problem = spans[entry.gate_keyid].problem(verified.index, entry.kind)
        if problem is not None:
            raise VerificationFailed(problem)
        return verified


def given_trust(path: Path) -> Trust:
    """The keys of a trust file.

    Raises:
        Invalid: the file is not one that `gate keys show --output json` prints.
    """
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        history = document.get("history") or {"logs": [], "gates": []}
        older = [each["vkey"] for each in history["logs"] if each["retired"] is None]
        vkeys = dict.fromkeys([document["log"]["vkey"], *older])
        gates = tuple((each["pem"], each["after"], each["until"]) for each in history["gates"])
        return Trust("\n".join(vkeys), document["gate"]["pem"], first_seen=False, gates=gates)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Invalid(
            f"{path} is no trust file; `gate keys show --output json` prints one"
        ) from error


def remembered_trust(url: str, shown: dict[str, Any], home: Path) -> Trust:
    """The keys remembered for this address, or those it shows now when it is asked the first time.

    Raises:
        VerificationFailed: the address shows other keys than before.
    """
    try:
        now = {"vkey": str(shown["log"]["vkey"]), "gate_pem": str(shown["gate"]["pem"])}
    except (KeyError, TypeError) as error:
        raise VerificationFailed(
            "The gate shows no keys; give a trust file with --trust"
        ) from error
    path = home / _KNOWN
    known = _read(path)
    before = known.get(url)
    if before is None:
        known[url] = now
        _write(path, known)
    elif before != now:
        raise VerificationFailed(
            f"The gate at {url} shows other keys than when it was first asked. If its operator has "
            f"replaced them, give the new ones with --trust, or remove the entry from {path}"
        )
    return Trust(now["vkey"], now["gate_pem"], first_seen=before is None)


def _read(path: Path) -> dict[str, Any]:
    try:
        known = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise VerificationFailed(f"{path} cannot be read; give keys with --trust") from error
    return known if isinstance(known, dict) else {}


def _write(path: Path, known: dict[str, Any]) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_suffix(".new")
    draft.write_text(json.dumps(known, indent=2) + "\n", encoding="utf-8")
    draft.replace(path)
