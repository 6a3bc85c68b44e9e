"""Whether a series goes on in another unit: then it is another series, whoever brings it."""

from klimamosaik.sources.tables.basics.vocabulary import unit_of


def is_another_unit(before: str, now: str) -> bool:
    """True for another unit, not for another way to write it; who said none said no other one."""
    if not before or before == now:
        return False
    known = unit_of(before)
    milli_or_mega = {before[0], now[:1]} == {"m", "M"}  # mW is no MW
    return known is None or known != unit_of(now) or milli_or_mega
