"""Whether a text says anything: placeholders, unfilled template variables, echoes of a field name.

Patterns look at the first `PATTERN_CHARS_MAX` characters of the plain form; everything else takes
time linear in the text.
"""

import re

from gate.intake.plain import Forms, forms_of, words
from gate.intake.quality.borrowed import template_flaw
from gate.intake.quality.flaw import Flaw
from gate.intake.quality.lists import QualityLists, VariableForm, quality_lists
from gate.limits import PATTERN_CHARS_MAX

_MASH_CHARS_MIN = 4
_NOT_MASH = re.compile(r"[\s\d./:@-]")


def flaw_of(forms: Forms) -> Flaw | None:
    """The first of these that the text is, or None when it is none of them.

    `placeholder`, `template_variable`, `field_echo`, `mash`, and `placeholder_inside` for a text
    that holds a placeholder beside other words. An empty text is a placeholder.
    """
    lists = quality_lists()
    text, shown, form = forms.text, forms.plain, forms.norm
    if _is_placeholder(shown, form, lists):
        return Flaw("placeholder", lists.scores["placeholder"][0])
    rest = _without_variables(text, lists)
    if rest != text or lists.variable_whole.fullmatch(text.strip()):
        return _beside("template_variable", rest if rest != text else "", lists)
    if form.rstrip("0123456789").rstrip("_ ").replace("_", " ") in lists.field_echo:
        return Flaw("field_echo", lists.scores["field_echo"][0])
    if _is_mash(shown, lists):
        return Flaw("mash", lists.scores["mash"][0])
    if lists.inside_pattern.search(form):
        return _beside("placeholder_inside", text, lists)
    return None


def says_nothing(text: str) -> bool:
    """Whether an importer leaves `text` out.

    True for every flaw that makes a text count as missing, for a text that only says that there is
    nothing, and for the instructions and default sentences of the common card templates.
    """
    lists = quality_lists()
    forms = forms_of(text)
    flaw = flaw_of(forms)
    if flaw is not None and flaw.score < lists.missing_below:
        return True
    if forms.norm in lists.none_words:
        return True
    template = template_flaw(forms)
    return template is not None and template.score < lists.missing_below


def _content(text: str, lists: QualityLists) -> list[str]:
    """The words of `text` that are neither a template's heading nor a placeholder phrase."""
    lines = (words(line) for line in text.splitlines())
    kept = " ".join(word for line in lines if " ".join(line) not in lists.headings for word in line)
    return lists.inside_pattern.sub(" ", kept).split()


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


def _is_mash(shown: str, lists: QualityLists) -> bool:
    """Whether a finger ran along the keyboard: one word, no digit, no mark of an address."""
    if len(shown) < _MASH_CHARS_MIN or _NOT_MASH.search(shown):
        return False
    return lists.keyboard_run.search(shown.casefold()) is not None


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
