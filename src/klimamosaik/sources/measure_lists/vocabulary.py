"""The words of lists of measures, from vocabulary.yaml."""

import re
from collections.abc import Sequence
from colorsys import rgb_to_hsv
from dataclasses import dataclass
from functools import cache

from klimamosaik.sources.measure_lists.roles import ListRole
from klimamosaik.sources.sheets.headings import GROUP
from klimamosaik.sources.sheets.words import any_of, words_in

Patterns = tuple[tuple[str, re.Pattern[str]], ...]
NOT_BEGUN = "not begun"
FRENCH = str.maketrans("éèêëàâçîïôûù’", "eeeeaaciiouu'")  # "œ" stays, no word has it
BY_GROUP = frozenset(ListRole) - {
    # what a heading over several columns cannot be for each of them
    ListRole.KEY, ListRole.TITLE, ListRole.PART, ListRole.FIELD, ListRole.PARENT,
    ListRole.REGISTER, ListRole.DESCRIPTION, ListRole.AIM, ListRole.INDICATOR, ListRole.TASK,
    ListRole.YEAR,
}  # fmt: skip
LONGEST_WORD = 60  # characters; a longer cell is prose, not a word for a state


@dataclass(frozen=True)
class ListVocabulary:
    """Compiled patterns."""

    roles: tuple[tuple[ListRole, re.Pattern[str]], ...]
    states: Patterns
    phases: Patterns
    after_funding: Patterns
    kinds: Patterns
    links: Patterns
    bounds: Patterns
    labelled: Patterns
    labelled_end: re.Pattern[str]
    footers: re.Pattern[str]
    as_of: re.Pattern[str]
    as_of_span: re.Pattern[str]
    said_on: re.Pattern[str]
    explains: re.Pattern[str]
    placeholder: re.Pattern[str]
    report_label: re.Pattern[str]
    plan_label: re.Pattern[str]
    nothing_new: re.Pattern[str]
    no_indicator: re.Pattern[str]
    bound_word: re.Pattern[str]
    section: re.Pattern[str]
    section_prefix: re.Pattern[str]
    title_line: re.Pattern[str]


SINGLE = (
    "labelled_end", "as_of", "as_of_span", "said_on", "placeholder", "report_label", "plan_label",
    "nothing_new", "no_indicator", "bound_word", "section", "section_prefix", "title_line",
)  # fmt: skip


@cache
def vocabulary() -> ListVocabulary:
    """Read and compile the words once."""
    words = words_in("klimamosaik.sources.measure_lists")
    return ListVocabulary(
        roles=tuple((ListRole(name), any_of(each)) for name, each in words["roles"].items()),
        states=_named(words["states"]),
        phases=_named(words["phases"]),
        after_funding=_named(words["after_funding"]),
        kinds=_named(words["kinds"]),
        links=_named(words["links"]),
        bounds=_named(words["bounds"]),
        labelled=_named(words["labelled"]),
        footers=re.compile(words["footers"], re.IGNORECASE),
        explains=any_of(words["explains"]),
        **{name: re.compile(words[name]) for name in SINGLE},
    )


def _named(words: dict[str, list[str]]) -> Patterns:
    flags = "(?im)"
    return tuple(
        (name, re.compile("|".join(each.replace(flags, "") for each in patterns), re.I | re.M))
        for name, patterns in words.items()
    )


def plain(heading: str) -> str:
    """A heading in lower case on one line, without what surrounds it and French accents."""
    bare = re.sub(r"[\s\u00ad_]+", " ", heading).strip(" :*?\t").lower()
    return bare.translate(FRENCH)


def role_of(heading: str) -> ListRole | None:
    """The role a heading names: its own words first, then those of the group above it (" · ").

    A group says what money, effects or reports its columns hold, never which one names the
    measures: "description of the measure" may stand above five columns.
    """
    text = plain(heading)
    own = _role_in(text.rsplit(GROUP, 1)[-1])
    if own is not None or GROUP not in text:
        return own
    by_group = _role_in(text)
    return by_group if by_group in BY_GROUP else None


def _role_in(text: str) -> ListRole | None:
    bare = text.strip(" :*?")
    found = (role for role, pattern in vocabulary().roles if bare and pattern.search(bare))
    return next(found, None)


def explains_columns(cells: Sequence[str]) -> bool:
    """A row that tells what to write into its columns: "text field", "(choice)", "dd/mm/yyyy"."""
    filled = [plain(cell) for cell in cells if cell]
    told = [cell for cell in filled if vocabulary().explains.search(cell)]
    return len(filled) > 1 and len(told) > len(filled) / 2


def _first(word: str, patterns: Patterns) -> str | None:
    text = word.replace("_", " ").strip().lower().translate(FRENCH)
    return next((name for name, pattern in patterns if pattern.search(text)), None)


def state_of(cell: str) -> str | None:
    """How it goes, by a word, a colour or a traffic light; "not begun" where it has not begun."""
    text = cell.strip()
    if not text or len(text) > LONGEST_WORD:
        return None
    if (colour := re.fullmatch(r"#?([0-9a-fA-F]{6})", text)) is not None:
        return _of_colour(colour[1])
    return _first(text, vocabulary().states)


def _of_colour(code: str) -> str | None:
    """Green, yellow or red as the eye names them; None for white, grey and blue."""
    red, green, blue = (int(code[at : at + 2], 16) / 255 for at in (0, 2, 4))
    hue, saturation, _ = rgb_to_hsv(red, green, blue)
    if saturation < 0.25:
        return NOT_BEGUN
    degrees = hue * 360
    if degrees < 20 or degrees > 340:
        return "stuck"
    if degrees < 70:
        return "delayed"
    return "on course" if degrees < 170 else None


def after_funding_of(word: str) -> str | None:
    """What was decided for the time after the funding: "continue", "hand over", "end"."""
    return _first(word, vocabulary().after_funding)


def phase_of(cell: str) -> str | None:
    """The phase of the life cycle a word names."""
    return None if len(cell.strip()) > LONGEST_WORD else _first(cell, vocabulary().phases)


def kind_of_cost(text: str) -> str:
    """Staff, running or investment, as the text says; investment where it says nothing."""
    return _first(text, vocabulary().kinds) or "investment"


def bound_of(cell: str) -> str:
    """Whether a word or sign before a value makes it a most or a least; nothing where neither."""
    return _first(cell, vocabulary().bounds) or ""


def link_of(cell: str) -> str:
    """The link of the impact chain a word names, or nothing."""
    return _first(cell, vocabulary().links) or ""
