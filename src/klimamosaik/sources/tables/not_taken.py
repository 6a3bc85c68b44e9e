"""How much of a file is not taken, and from when on a person is asked about it."""

from klimamosaik.sources.tables.basics.hints import ColumnRole
from klimamosaik.sources.tables.basics.preview import Preview

NOT_TAKEN = 0.05  # share of the rows; a slip of the pen is rarer, a column misread is nearly all


def share_refused(preview: Preview) -> float:
    """The share of a file's rows that is not taken; a cell of a wide table is a part of its row."""
    values = [c.header for c in preview.columns if c.role in (ColumnRole.VALUE, ColumnRole.COUNTER)]
    wide = max(1, len(values))
    shown = preview.refused
    cells = sum(complaint.column in values for complaint in shown) / len(shown) if shown else 0.0
    refused = preview.refused_total * (cells / wide + 1 - cells)
    readings = sum(series.count for series in preview.series) / wide
    taken = max(readings, len(preview.buildings), len(preview.costs))
    return refused / max(preview.rows, taken + refused) if taken else 0.0
