"""Templates as they are sent: without the line breaks and indentation a browser drops anyway.

The formatter sets templates for whoever reads them; a table's page would be twice as large.
"""

import re

from django.template.base import Origin, tag_re
from django.template.loaders import app_directories

BLOCKS = (
    "address|aside|body|br|button|caption|datalist|dd|details|div|dl|dt|fieldset|figcaption|figure"
    "|footer|form|h[1-6]|head|header|html|legend|li|link|main|meta|nav|ol|optgroup|option|p|progress"
    "|section|select|summary|svg|table|tbody|td|tfoot|th|thead|title|tr|ul"
)
CONTROL = re.compile(r"{%\s*(?:end)?(?:if|elif|else|for|empty|with|block|localize|comment)\b")
# While space is looked at, each {% … %} and {{ … }} is one letter.
IF, ENDIF, OTHER_CONTROL, VALUE = "\ue000", "\ue001", "\ue002", "\ue003"
TAG = re.compile(r"<[a-zA-Z/][^<>]*>")
CHOSEN = re.compile(f" {IF}([^{IF}-{OTHER_CONTROL}]+{ENDIF})")  # an attribute that may be absent
BEFORE = re.compile(rf"\s*\n\s*(?=[{IF}-{OTHER_CONTROL}\s]*</?(?:{BLOCKS})\b)")
AFTER = re.compile(rf"(</?(?:{BLOCKS})\b[^<>]*>[{IF}-{OTHER_CONTROL}]*)\s*\n\s*")
BREAK = re.compile(r"\s*\n\s*")


class Loader(app_directories.Loader):
    """Templates of all apps, compact."""

    def get_contents(self, origin: Origin) -> str:
        """A template's text as it is sent."""
        return compact(super().get_contents(origin))


def compact(source: str) -> str:
    """A template's text with one space, or none, where a line was broken.

    None beside elements that stand by themselves and before the end of a tag.
    """
    pieces = tag_re.split(source)
    codes = iter(pieces[1::2])
    letters = [letter_for(code) for code in pieces[1::2]]
    text = "".join(
        piece + letter for piece, letter in zip(pieces[::2], [*letters, ""], strict=True)
    )
    text = repeated(AFTER, r"\1", BEFORE.sub("", TAG.sub(compact_tag, text)))
    return re.sub(f"[{IF}-{VALUE}]", lambda _: next(codes), BREAK.sub(" ", text))


def letter_for(code: str) -> str:
    """What stands for a template's code while space is looked at."""
    if re.match(r"{%\s*if\b", code):
        return IF
    if re.match(r"{%\s*endif\b", code):
        return ENDIF
    return OTHER_CONTROL if CONTROL.match(code) else VALUE


def compact_tag(tag: re.Match[str]) -> str:
    """A tag on one line, without space before its end; one that may be absent brings its own."""
    line = re.sub(r" (?=/?>)", "", BREAK.sub(" ", tag[0]))
    return CHOSEN.sub(rf"{IF} \1", line)


def repeated(pattern: re.Pattern[str], by: str, text: str) -> str:
    """Replace until nothing is found: what stands after one find may begin the next."""
    while (found := pattern.sub(by, text)) != text:
        text = found
    return text
