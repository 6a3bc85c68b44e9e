"""A plan as an outline: "# number name" and the text of the measure below it."""

from klimamosaik.sources.measure_lists.formats import ListFile, ListFormat, SheetsRead
from klimamosaik.sources.measure_lists.roles import ListHints
from klimamosaik.sources.measure_lists.sheets import sheet_of

HEADINGS: list[str | None] = ["Nr.", "Maßnahme", "Beschreibung"]


def recognises(file: ListFile) -> bool:
    return file.content.head.text.startswith("# ")


def read(file: ListFile, hints: ListHints) -> SheetsRead:
    del hints
    rows = []
    for chapter in file.text.split("# ")[1:]:
        head, _, text = chapter.partition("\n")
        number, _, name = head.partition(" ")
        rows.append([number, name, " ".join(text.split())])
    numbered = list(enumerate([HEADINGS, *map(list[str | None], rows)], 1))
    return SheetsRead((sheet_of("", numbered, typed=False),))


PLAN_OUTLINE = ListFormat("outline", recognises, read)
