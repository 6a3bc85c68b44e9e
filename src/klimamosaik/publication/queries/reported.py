"""Whether strangers can read the energy report of certain years."""

from klimamosaik.publication.models import PublishedKind
from klimamosaik.publication.queries.published import NoLongerPublic, NotPublic, published_in


def report_is_public(*, ags: str, first: int, last: int) -> bool:
    """True where a report that covers all these calendar years is public."""
    try:
        public = published_in(ags)
    except (NotPublic, NoLongerPublic):
        return False
    return any(covers(years, first, last) for years in public.subjects(PublishedKind.REPORT))


def covers(years: str, first: int, last: int) -> bool:
    """True where years like "2023-2025" hold all from `first` to `last`."""
    begin, _, end = years.partition("-")
    return int(begin) <= first and last <= int(end or begin)
