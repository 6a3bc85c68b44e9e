"""What a test asks of the effects a list states."""

from klimamosaik.sources.measure_lists import ListedMeasure


def stated(measure: ListedMeasure) -> list[float | None]:
    """The likely number of each effect, in its unit; None for words alone."""
    return [each.stated.mean if each.stated else None for each in measure.effects]
