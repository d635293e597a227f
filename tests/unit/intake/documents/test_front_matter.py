"""The metadata at the head of a Markdown file."""

import pytest

from gate.intake.documents.front_matter import split_markdown
from gate.intake.documents.reading import Unreadable
from gate.limits import FRONT_MATTER_CHARS_MAX, MARKDOWN_LINES_MAX

BOM = b"\xef\xbb\xbf"


@pytest.mark.parametrize(
    "content",
    [
        b"---\nlicense: mit\n---\n# Title\n",
        b"---\r\nlicense: mit\r\n---\r\n# Title\r\n",
        b"---\rlicense: mit\r---\r# Title\r",
        BOM + b"---\nlicense: mit\n---\n# Title\n",
        b"\n\n---  \nlicense: mit\n---\t\n# Title\n",
    ],
)
def test_line_ends_and_a_byte_order_mark_make_no_difference(content):
    """Windows, old Macs and editors that write a mark."""
    file = split_markdown(content)

    assert file.metadata == {"license": "mit"}
    assert file.body == ("# Title", "")
    assert file.warnings == ()


@pytest.mark.parametrize("content", [b"", b"# Title", b"text\n---\nlicense: mit\n---\n"])
def test_a_file_may_have_none(content):
    """Then all of it is text."""
    file = split_markdown(content)

    assert file.metadata == {}
    assert "\n".join(file.body).encode() == content


@pytest.mark.parametrize("content", [b"---\n---\nx", b"---\n# only a comment\n---\nx"])
def test_an_empty_one_is_empty(content):
    """And no error."""
    assert split_markdown(content).metadata == {}


def test_one_that_never_ends_is_text():
    """Three dashes are also a line across the page."""
    file = split_markdown(b"---\nlicense: mit\n")

    assert file.metadata == {}
    assert len(file.warnings) == 1


def test_variables_of_a_template_are_left_out():
    """What else is stated is read."""
    file = split_markdown(b"---\nlicense: mit\n{{ card_data }}\n---\n")

    assert file.metadata == {"license": "mit"}
    assert "template" in file.warnings[0]


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"---\na: [\n---\n", "the front matter, line 3"),
        (b"---\na: 1\na: 2\n---\n", "the front matter, line 3"),
        (b"\n\n---\na: 1\nb: !!python/name:os {}\n---\n", "the front matter, line 5"),
        (b"---\n[]\n---\n", "the front matter"),
        (b"---\ntext\n---\n", "the front matter"),
        (b"---\n{{ a }}\nb: [\n---\n", "the front matter, line 2"),
        (b"# Title \xff", "the document"),
        ("# Title".encode("utf-16"), "the document"),
        (b"# Title\0", "the document"),
    ],
)
def test_what_is_no_card_is_refused_with_its_place(content, place):
    """Counted in lines of the file."""
    with pytest.raises(Unreadable) as refused:
        split_markdown(content)

    assert refused.value.place == place


def test_the_number_of_lines_is_bounded():
    """As many as allowed are read, one more is refused."""
    assert len(split_markdown(b"\n" * (MARKDOWN_LINES_MAX - 1)).body) == MARKDOWN_LINES_MAX
    with pytest.raises(Unreadable, match="lines"):
        split_markdown(b"\n" * MARKDOWN_LINES_MAX)


def test_the_size_of_the_front_matter_is_bounded():
    """As many characters as allowed are read, one more is refused."""
    line = b"a: " + b"x" * (FRONT_MATTER_CHARS_MAX - 4)

    assert len(split_markdown(b"---\n" + line + b"\n---\n").metadata["a"]) == len(line) - 3
    with pytest.raises(Unreadable, match="characters"):
        split_markdown(b"---\n" + line + b"x\n---\n")
