"""The year that stands once for a whole table: in its title, its sheet's or its file's name."""

import re

import polars as pl

MADE = (  # when a file was made or what it is a version of, not the time of its values
    r"(?i)(?:stand|erstellt|gedruckt|druck(?:datum)?|export(?:iert)?|abgerufen|abruf|ausgabe|version|"
    r"created|printed|exported|as of|generated|©|\(c\)|copyright|baujahr|edited|imprimé|stampa)"
    r"\W{0,3}(?:am|vom|on|the)?\W{0,3}(?:\d{1,2}\. ?)?(?:[^\W\d_]+ )?(?:19|20)\d{2}"
)
DATED = r"\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d{2}|(?:19|20)\d{2}[-_.]?\d{2}[-_.]?\d{2}"
YEAR = re.compile(r"(?<![\d.,/])((?:19|20)\d{2})(?![\d/]|[.,]\d)")


def year_said(*places: str) -> str | None:
    """The only year that title, sheet and file name speak of; None where it is none or several.

    Days, and years in which something was printed or made, do not count.
    """
    text = re.sub(MADE, " ", "\n".join(places))
    years = set(YEAR.findall(re.sub(DATED, " ", text)))
    return years.pop() if len(years) == 1 else None


def within_one_year(months: pl.Series) -> bool:
    """True where months follow each other without passing a turn of the year.

    They may begin again with the first one, for the next meter. months: 1 to 12, null elsewhere.
    """
    known = months.drop_nulls()
    steps = known.diff().drop_nulls()
    if known.is_empty() or (steps <= 0).all():
        return not known.is_empty()
    back = known[1:].filter(steps < 0)
    return bool((back == known[0]).all()) and int(known[0]) == int(known.min())  # type: ignore[arg-type]


def years_of(months: pl.Series, first: int) -> pl.Series:
    """The year of each month where `first` is that of the first one: October to September.

    Months that do not follow each other are all of that year.
    """
    known = months.drop_nulls()
    steps = known.diff().drop_nulls() % 12
    turns = bool(steps.is_in([0, 1]).all()) and len(known) > 0
    begin = int(known[0]) if turns else 1
    return pl.select(first + (months < begin).cast(pl.Int64)).to_series()
