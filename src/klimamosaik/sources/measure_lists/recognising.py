"""Is this file a list of measures? Asked where any kind of file may be dropped."""

import re

from klimamosaik.sources.measure_lists.reading import LARGEST, read
from klimamosaik.sources.measure_lists.roles import ListRole
from klimamosaik.terms.complaint import InputRejected

TELLING = frozenset({
    ListRole.PHASE, ListRole.AIM, ListRole.RESPONSIBLE, ListRole.PARTNERS, ListRole.OPERATOR,
    ListRole.PAYER, ListRole.OBSTACLES, ListRole.DECISION, ListRole.STATE, ListRole.REPORT,
    ListRole.EFFECT, ListRole.INDICATOR, ListRole.PARENT, ListRole.DESCRIPTION, ListRole.FIELD,
})  # fmt: skip
MEASURE = re.compile(r"(?i)ma(?:ß|ss)nahme|measure")
ENOUGH = 3  # roles only lists of measures have


def looks_like_measures(data: bytes, *, name: str, largest: int = LARGEST) -> bool:
    """True where a file surely is a list of measures: it names them and says much of each."""
    if len(data) > largest:
        return False
    try:
        found = read(data, name=name, largest=largest)
    except InputRejected:
        return False
    if found.questions and not found.measures:
        return False
    columns = [column for sheet in found.sheets if sheet.used for column in sheet.columns]
    naming = [column for column in columns if column.role in (ListRole.TITLE, ListRole.KEY)]
    telling = {column.role for column in columns} & TELLING
    said = any(MEASURE.search(column.heading) for column in naming)
    return found.own or (bool(naming) and len(telling) >= (1 if said else ENOUGH))
