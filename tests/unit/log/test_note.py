"""Signed notes: what is refused and what is ignored."""

import pytest

from gate.errors import VerificationFailed
from gate.limits import NOTE_BYTES_MAX, NOTE_SIGNATURES_MAX
from gate.log.encoding import decode, encode
from gate.log.note import Note, Signer, Verifier, open_note, vkey_of
from tests.logs import GATE_KEY, LOG_KEY

SIGNER = Signer.of("log.example", LOG_KEY)
KNOWN = [SIGNER.verifier]
NOTE = SIGNER.sign("text\n")
LINE = NOTE.split("\n\n")[1]
STRANGER = Signer.of("witness.example", GATE_KEY).sign("text\n").split("\n\n")[1]


def test_what_was_signed_is_opened() -> None:
    """The text comes back with its last newline."""
    assert open_note(NOTE, KNOWN) == "text\n"
    assert open_note(NOTE.encode(), KNOWN) == "text\n"


def test_a_text_may_have_blank_lines() -> None:
    """The last blank line divides text and signatures."""
    text = "one\n\ntwo\n\n\n"

    assert open_note(SIGNER.sign(text), KNOWN) == text


@pytest.mark.parametrize("text", ["", "no newline", "carriage\r\n", "tab\t\n", "nul\0\n"])
def test_what_is_no_text_of_a_note_is_not_signed(text: str) -> None:
    """A text ends in a newline and has no other control character."""
    with pytest.raises(ValueError, match="newline"):
        SIGNER.sign(text)


@pytest.mark.parametrize("name", ["", "with space", "with+plus", "no\u00a0break", "new\nline"])
def test_what_is_no_name_of_a_key_is_refused(name: str) -> None:
    """Names are not empty and have neither spaces of any kind nor plus signs."""
    with pytest.raises(VerificationFailed, match="key name"):
        Signer.of(name, LOG_KEY)


def test_unknown_signatures_are_ignored_wherever_they_stand() -> None:
    """Another key's line, another type's line, and a known name with another id are nobody's."""
    other_id = f"\u2014 log.example {encode(b'abcd' + b'x' * 2420)}\n"
    note = f"text\n\n{STRANGER}{other_id}{LINE}{STRANGER}"

    assert open_note(note, KNOWN) == "text\n"


def test_a_known_key_may_sign_twice_but_never_wrongly() -> None:
    """Every signature of a known key is verified, not only its first."""
    forged = f"\u2014 log.example {encode(SIGNER.verifier.key_id + b'x' * 64)}\n"

    assert open_note(NOTE + LINE, KNOWN) == "text\n"
    for lines in (forged + LINE, LINE + forged):
        with pytest.raises(VerificationFailed, match="does not hold"):
            open_note(f"text\n\n{lines}", KNOWN)


@pytest.mark.parametrize(
    "note",
    [
        "",
        "\n\n",
        "text\n",
        f"text\n{LINE}",
        f"text\n\n{LINE}\n",
        f"text\n\n{LINE.strip()}",
        f"text\n\n{LINE}\n\n",
        f"text\r\n\n{LINE}",
        f"text\n\n{LINE.replace(chr(0x2014), '-')}",
        f"text\n\n{LINE.replace(' ', '  ', 1)}",
        f"text\n\n{LINE.replace(chr(0x2014) + ' ', chr(0x2014))}",
        f"text\n\n{LINE.strip()}=\n",
        f"text\n\n{LINE.strip()} \n",
        "text\n\n\u2014 log.example \n",
        "text\n\n\u2014 log.example AAAAAA==\n",
        "text\n\n\u2014 log.example\n",
        f"text\n\n{LINE}extra\n",
        f"\ud800text\n\n{LINE}",
    ],
)
def test_a_malformed_note_is_refused(note: str) -> None:
    """Each line of the format is needed exactly as it is."""
    with pytest.raises(VerificationFailed):
        open_note(note, KNOWN)


def test_a_changed_text_is_refused() -> None:
    """The signature covers every byte of the text."""
    with pytest.raises(VerificationFailed, match="does not hold"):
        open_note(NOTE.replace("text", "Text"), KNOWN)


def test_signatures_are_bounded() -> None:
    """100 lines are read, one more is refused."""
    lines = STRANGER * (NOTE_SIGNATURES_MAX - 1)

    assert open_note(NOTE + lines, KNOWN) == "text\n"
    with pytest.raises(VerificationFailed, match=f"at most {NOTE_SIGNATURES_MAX}"):
        open_note(NOTE + lines + STRANGER, KNOWN)


def test_a_note_is_bounded() -> None:
    """A note of the most bytes is read, one more is refused."""
    room = NOTE_BYTES_MAX - len(SIGNER.sign("\n").encode())
    largest = SIGNER.sign("x" * room + "\n").encode()

    assert len(largest) == NOTE_BYTES_MAX
    assert len(open_note(largest, KNOWN)) == room + 1
    with pytest.raises(VerificationFailed, match=f"at most {NOTE_BYTES_MAX} bytes"):
        open_note(SIGNER.sign("x" * (room + 1) + "\n").encode(), KNOWN)


def test_a_verifier_key_is_the_same_after_reading() -> None:
    """Writing and reading a verifier key gives the same verifier."""
    vkey = SIGNER.verifier.vkey

    assert Verifier.from_vkey(vkey).vkey == vkey


@pytest.mark.parametrize(
    "change",
    [
        lambda name, key_id, material: f"{name}+{key_id.upper()}+{material}",
        lambda name, key_id, material: f"{name}+0{key_id}+{material}",
        lambda name, key_id, material: f"{name}+{key_id[1:]}+{material}",
        lambda name, key_id, material: f"{name}+{key_id}+{material.strip('=')}\n",
        lambda name, key_id, material: f"{name}+{key_id}+{material}\n",
        lambda name, key_id, material: f"{name}+{key_id}+ {material}",
        lambda name, key_id, material: f"{name}+{key_id}",
        lambda name, key_id, material: f"{name}+{key_id}+",
        lambda name, key_id, material: f"+{key_id}+{material}",
        lambda name, key_id, material: f"\ud800{name}+{key_id}+{material}",
        lambda name, key_id, material: f"{name}+{key_id}+{material}+{material}",
    ],
)
def test_a_verifier_key_has_one_spelling(change) -> None:  # type: ignore[no-untyped-def]
    """Lower-case hex of four bytes, canonical base64, and nothing around them."""
    with pytest.raises(VerificationFailed):
        Verifier.from_vkey(change(*SIGNER.verifier.vkey.split("+", 2)))


def test_a_note_is_written_as_it_was_read() -> None:
    """Unknown lines too, in their order."""
    note = f"text\n\n{STRANGER}{LINE}{STRANGER}"

    assert str(Note.parse(note)) == note
    assert [part.name for part in Note.parse(note).signatures] == [
        "witness.example",
        "log.example",
        "witness.example",
    ]


def test_a_verifier_key_of_another_type_is_refused() -> None:
    """Only Ed25519 notes are known here."""
    material = SIGNER.verifier.vkey.split("+", 2)[2]
    raw = decode(material)[1:]
    for kind in (0x00, 0x02, 0x04, 0x06, 0xFF):
        with pytest.raises(VerificationFailed, match="type Ed25519"):
            Verifier.from_vkey(vkey_of("log.example", kind, raw))


def test_a_signer_does_not_show_its_key() -> None:
    """Neither in logs nor in tracebacks."""
    assert "private" not in repr(SIGNER)
