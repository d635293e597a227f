"""JSON pointers to places of the input."""

from gate.intake.pointer import pointer_to
from gate.limits import POINTER_STEP_CHARS_MAX


def test_steps_are_escaped():
    """RFC 6901 writes a slash as ~1 and a tilde as ~0."""
    assert pointer_to(()) == ""
    assert pointer_to(("a/b", "~1", 0, "")) == "/a~1b/~01/0/"


def test_a_long_key_is_left_out():
    """At the bound a key is named, one character on the object that holds it is."""
    key = "k" * POINTER_STEP_CHARS_MAX

    assert pointer_to(("a", key)) == f"/a/{key}"
    assert pointer_to(("a", key + "k")) == "/a"
