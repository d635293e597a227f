"""Trust policies that are read, and some that are not: one table for every reader of them."""

import base64

from gate.log.note import vkey_of
from tests.witnesses import LOG, witness

W1, W2, W3 = (witness(number).cosigner.vkey for number in (1, 2, 3))
LOG_VKEY = LOG.verifier.vkey


def _other_name(number: int, kind: int = 0x04) -> str:
    return vkey_of("other.example", kind, witness(number).cosigner.public.public_bytes_raw())


def _of_type(kind: int, name: str = "other.example") -> str:
    return vkey_of(name, kind, bytes(32))


def _wrong_id() -> str:
    name, _, key = W1.split("+", 2)
    return f"{name}+00000000+{key}"


def _not_canonical() -> str:
    """The same key, in base64 that no encoder writes."""
    name, key_id, key = W1.split("+", 2)
    assert len(base64.b64decode(key)) % 3 == 0
    return f"{name}+{key_id}+{key}===="


def _no_text() -> str:
    """A name that is no UTF-8, with the id that it would have with a question mark."""
    return _of_type(0x04, "w?").replace("w?", "w\udcff")


REFUSED = [
    ("", "there is none"),
    ("# only a comment\n", "there is none"),
    ("quorum none", "ends in a newline"),
    ("quorum none\nquorum none\n", "Line 2 .* second line"),
    ("quorum none\n\x00\n", "control"),
    ("quorum none\r\n", "control"),
    ("quorum none\x7f\n", "control"),
    ("quorum none\v\n", "control"),
    ("quorum\n", "Line 1 .* expected"),
    ("quorum none none\n", "expected"),
    ("quorum w1\n", "not defined"),
    (f"quorum w1\nwitness w1 {W1}\n", "Line 1 .* not defined"),
    ("Quorum none\n", "expected"),
    ("quorum\u00a0none\n", "expected"),
    ("unknown x\nquorum none\n", "expected"),
    ("log\nquorum none\n", "expected"),
    (f"log {LOG_VKEY} url more\nquorum none\n", "expected"),
    (f"log {LOG_VKEY}\nlog {LOG_VKEY}\nquorum none\n", "Line 2 .* earlier line"),
    (f"log {W1}\nquorum none\n", "of a log"),
    (f"log {LOG_VKEY}x\nquorum none\n", "base64|verifier key"),
    ("log \udcff+00000000+AAAA\nquorum none\n", "key name"),
    (f"witness {W1}\nquorum none\n", "expected"),
    (f"witness w1 {W1} url more\nquorum none\n", "expected"),
    (f"witness w1 {LOG_VKEY}\nquorum none\n", "type 0x04 or 0x06"),
    (f"witness none {W1}\nquorum none\n", "none is taken"),
    (f"witness w1 {W1}\nwitness w1 {W2}\nquorum none\n", "name of its own"),
    (f"witness w1 {W1}\nwitness w2 {W1}\nquorum none\n", "earlier line"),
    (f"witness w1 {W1}\nwitness w2 {_other_name(1)}\nquorum none\n", "earlier line"),
    (f"witness w1 {W1}\ngroup w1 any w1\nquorum none\n", "name of its own"),
    (f"witness w1 {W1}\ngroup none any w1\nquorum none\n", "none is taken"),
    (f"witness w1 {W1}\ngroup g any\nquorum none\n", "expected"),
    (f"witness w1 {W1}\ngroup g any none\nquorum none\n", "not defined"),
    (f"witness w1 {W1}\ngroup g any g\nquorum none\n", "not defined"),
    (f"witness w1 {W1}\ngroup g any w2\nwitness w2 {W2}\nquorum none\n", "not defined"),
    (f"witness w1 {W1}\ngroup g any w1 w1\nquorum none\n", "already a member"),
    (f"witness w1 {W1}\ngroup g any w1\ngroup h any w1\nquorum none\n", "already a member"),
    (f"witness w1 {W1}\ngroup g 0 w1\nquorum none\n", "number from 1"),
    (f"witness w1 {W1}\ngroup g 2 w1\nquorum none\n", "number from 1"),
    (f"witness w1 {W1}\ngroup g 01 w1\nquorum none\n", "number from 1"),
    (f"witness w1 {W1}\ngroup g +1 w1\nquorum none\n", "number from 1"),
    (f"witness w1 {W1}\ngroup g -1 w1\nquorum none\n", "number from 1"),
    (f"witness w1 {W1}\ngroup g \u0661 w1\nquorum none\n", "number from 1"),
    (f"witness w1 {W1}\ngroup g {'9' * 5000} w1\nquorum none\n", "number from 1"),
    (f"witness w1 {W1}\ngroup g most w1\nquorum none\n", "number from 1"),
    (f"witness w1 {W1}\ngroup g ALL w1\nquorum none\n", "number from 1"),
    (f"log {_of_type(0x63)}\nquorum none\n", "of a log"),
    ("log garbage\nquorum none\n", "base64|verifier key"),
    (f"witness w1 {_of_type(0x02)}\nquorum w1\n", "type 0x04 or 0x06"),
    (f"witness w1 {_of_type(0x06)}\nquorum w1\n", "of its type"),
    (f"witness w1 {_no_text()}\nquorum w1\n", "key name"),
    (f"witness w1 {_wrong_id()}\nquorum w1\n", "verifier key"),
    (f"witness w1 {_not_canonical()}\nquorum w1\n", "base64"),
    (f"witness w1 {W1}\u00a0\nquorum w1\n", "base64"),
    (f"witness w1 {W1} url # no comment\nquorum w1\n", "expected"),
    (f"witness w1 {W1}\nquorum w1\nquorum w1\n", "Line 3 .* second line"),
    (f"group g any w1\nwitness w1 {W1}\nquorum g\n", "not defined"),
    (f"witness w1 {W1}\ngroup g any none w1\nquorum g\n", "not defined"),
]
"""What is refused, and a pattern of what the gate says of it."""

READ = [
    b"quorum none\n",
    b"\n# comment\n\t # another\n \t\nquorum\tnone \n",
    f"\twitness \t w1  {W1}   https://w1.example.com/  \n\n  quorum\tw1\n".encode(),
    f"log {LOG_VKEY} https://log.example/#x\n# caf\u00e9\nwitness w1 {W1}\nquorum w1\n".encode(),
    b"witness \xff\x80 " + W1.encode() + b"\nquorum \xff\x80\n",
    b"witness K " + W1.encode() + b"\nwitness \xe2\x84\xaa " + W2.encode() + b"\nquorum K\n",
    f"witness all {W1}\nwitness any {W2}\ngroup group 2 all any\nquorum group\n".encode(),
    f"witness w1 {W1}\ngroup g 1 w1\ngroup h any g\nwitness w2 {W2}\nquorum h\n".encode(),
    f"witness #1 {W1}\nquorum #1\n".encode(),
    f"quorum none\nwitness w1 {W1}\n".encode(),
]
"""What is read."""
