"""Whether a text says anything: placeholders, unfilled template variables, echoes of a field name.

Patterns look at the first `PATTERN_CHARS_MAX` characters of the plain form; everything else takes
time linear in the text.
"""

from typing import NamedTuple

from gate.intake.plain import fingerprint, grams, norm_of_plain, plain, words
from gate.intake.quality_lists import QualityLists, VariableForm, quality_lists
from gate.limits import PATTERN_CHARS_MAX


class Flaw(NamedTuple):
    """What is wrong with a text: a stable code, and the score (0 to 100) that it gets for it."""

    code: str
    score: int


def flaw_of(text: str) -> Flaw | None:
    """The first of these that `text` is, or None when it is none of them.

    `placeholder`, `template_variable`, `field_echo`, and `placeholder_inside` for a text that holds
    a placeholder beside other words. An empty text is a placeholder.
    """
    lists = quality_lists()
    shown = plain(text)
    form = norm_of_plain(shown)
    if _is_placeholder(shown, form, lists):
        return Flaw("placeholder", lists.scores["placeholder"][0])
    rest = _without_variables(text, lists)
    if rest != text or lists.variable_whole.fullmatch(text.strip()):
        return _beside("template_variable", rest if rest != text else "", lists)
    if form.rstrip("0123456789").rstrip("_ ").replace("_", " ") in lists.field_echo:
        return Flaw("field_echo", lists.scores["field_echo"][0])
    if any(phrase in form for phrase in lists.placeholder_inside) and lists.inside_pattern.search(
        form
    ):
        return _beside("placeholder_inside", text, lists)
    return None


def says_nothing(text: str) -> bool:
    """Whether an importer leaves `text` out.

    True for every flaw that makes a text count as missing, for a text that only says that there is
    nothing, and for the instructions and default sentences of the common card templates.
    """
    lists = quality_lists()
    flaw = flaw_of(text)
    if flaw is not None and flaw.score < lists.missing_below:
        return True
    return norm_of_plain(plain(text)) in lists.none_words or is_template(text)


def is_template(text: str) -> bool:
    """Whether `text` is the text of a card template: a heading alone, or mostly its sentences."""
    lists = quality_lists()
    if _has_heading_line(text, lists) and len(_content(text, lists)) < lists.rest_words:
        return True
    runs = grams(text, lists.template_gram)
    known = sum(fingerprint(run) in lists.template_fingerprints for run in runs)
    return bool(runs) and known / len(runs) > lists.template_share


def _content(text: str, lists: QualityLists) -> list[str]:
    """The words of `text` that are neither a template's heading nor a placeholder phrase."""
    lines = (words(line) for line in text.splitlines())
    kept = " ".join(word for line in lines if " ".join(line) not in lists.headings for word in line)
    return lists.inside_pattern.sub(" ", kept).split()


def _has_heading_line(text: str, lists: QualityLists) -> bool:
    """Whether a line of `text` is a heading of the common templates."""
    for line in text.splitlines():
        found = words(line)
        if found and found[-1] == "optional":
            found.pop()
        if " ".join(found) in lists.headings:
            return True
    return False


def _without_variables(text: str, lists: QualityLists) -> str:
    """`text` without its template variables; the same object when it has none."""
    for form in lists.variable_forms:
        text = _without(form, text)
    return text


def _is_placeholder(shown: str, form: str, lists: QualityLists) -> bool:
    if not form or form in lists.placeholders:
        return True
    if shown.endswith("?") and lists.question_start.match(shown.casefold()):
        return True
    return lists.placeholder_pattern.fullmatch(form[:PATTERN_CHARS_MAX]) is not None


def _beside(code: str, rest: str, lists: QualityLists) -> Flaw:
    """The lower score when `rest` has too few words to say something beside the flaw."""
    low, high = lists.scores[code]
    return Flaw(code, low if len(_content(rest, lists)) < lists.rest_words else high)


def _without(form: VariableForm, text: str) -> str:
    if form.close not in text:
        return text
    if form.one_line:
        return "\n".join(_cut(form, line) for line in text.split("\n"))
    return _cut(form, text)


def _cut(form: VariableForm, text: str) -> str:
    kept: list[str] = []
    position = 0
    while (opening := form.opens.search(text, position)) is not None:
        end = text.find(form.close, opening.end())
        if end < 0:
            break
        kept.append(text[position : opening.start()])
        position = end + len(form.close)
    return "".join((*kept, text[position:])) if position else text
