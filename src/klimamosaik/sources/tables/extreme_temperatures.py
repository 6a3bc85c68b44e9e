"""The highest and lowest temperature of a day stand for no mean, whatever stands beside them."""

import re

from klimamosaik.sources.sheets.columns import having
from klimamosaik.sources.tables.hints import ColumnRole
from klimamosaik.sources.tables.preview import FileColumn
from klimamosaik.sources.tables.sampled import Columns, SampledTable, given_role, not_told
from klimamosaik.sources.tables.vocabulary import plain_header
from klimamosaik.terms.text import Text

WORDS = (
    r"min|max|minimum|maximum|minimal\w*|maximal\w*|high|low|highest|lowest|höchst\w*|tiefst\w*"
    r"|niedrigst\w*"
)
OF_DEGREES = re.compile(rf"(?i)[\s_.-](?:{WORDS})$|^(?:{WORDS})[\s_.-]*\w*temp|temp\w*(?:min|max)$")
BY_CODE = re.compile(r"(?i)^(?:t|temp|temperature?)[_ .-]?(?:min|max)$|^t[nx]$")
NO_MEAN = Text(
    "höchste oder niedrigste Temperatur; gebraucht wird das Mittel",
    "highest or lowest temperature; the mean is needed",
)


def extreme_temperatures(columns: Columns, seen: SampledTable) -> Columns:
    """Temperatures of highest and lowest are not read; "tn" and "tx" only beside a temperature."""
    air = having(columns, ColumnRole.TEMPERATURE)
    for column in not_told(having(columns, ColumnRole.TEMPERATURE), seen.hints):
        if _is_extreme(column):
            columns = given_role(columns, column, ColumnRole.IGNORED, NO_MEAN)
    for column in not_told(having(columns, ColumnRole.VALUE), seen.hints):
        coded = BY_CODE.search(plain_header(column.header).strip())
        if coded and (air or len(coded[0]) > len("tn")):
            columns = given_role(columns, column, ColumnRole.IGNORED, NO_MEAN)
    return columns


def _is_extreme(column: FileColumn) -> bool:
    header = plain_header(column.header).strip()
    return bool(OF_DEGREES.search(header) or BY_CODE.search(header))
