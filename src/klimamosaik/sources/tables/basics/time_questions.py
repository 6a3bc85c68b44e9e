"""Questions about days, years and clocks, each with the hints that answer it."""

from klimamosaik.sources.grid.zones import ALWAYS_SUMMER, BERLIN, WITHOUT_SUMMER
from klimamosaik.sources.tables.basics.questions import answer
from klimamosaik.terms.question import Question
from klimamosaik.terms.text import Text


def date_order(header: str, example: str) -> Question:
    """Whether 03/04 is 3 April or 4 March."""
    return Question(
        "date_order",
        Text(
            "Spalte „{header}“: Ist „{example}“ Tag/Monat oder Monat/Tag? Die Werte lassen beides "
            "zu.",
            "Column “{header}”: is “{example}” day/month or month/day? The values allow both.",
        ).format(header=header, example=example),
        column=header,
        answers=(
            answer(Text("Tag/Monat/Jahr", "day/month/year"), date_order="day"),
            answer(Text("Monat/Tag/Jahr", "month/day/year"), date_order="month"),
        ),
        field="date_order",
    )


MONTHS = Text("Monate", "months"), Text("der erste", "the first one")
DAYS = Text("Tage", "days"), Text("der erste", "the first one")
WEEKS = Text("Wochen", "weeks"), Text("die erste", "the first one")


def ask_year(header: str, words: tuple[Text, Text]) -> Question:
    """Of which year DAYS, WEEKS or MONTHS are that stand without one."""
    parts, first = words
    return Question(
        "year_missing",
        Text(
            "In „{header}“ stehen {parts} ohne Jahr, und weder Titel noch Blatt oder Dateiname "
            "nennen genau eines, in das sie alle fallen. In welches Jahr fällt {first}?",
            "“{header}” holds {parts} without a year, and neither title nor sheet or file name "
            "give exactly one that all of them fall into. Of which year is {first}?",
        ).format(header=header, parts=parts, first=first),
        column=header,
        field="year",
    )


def ask_whole_year(header: str, said: str | None) -> Question:
    """Of which year use is in a table that names no time. said: the year its title speaks of."""
    years = (
        (
            answer(
                Text("des Jahres {said}", "of the year {said}").format(said=said),
                year=int(said),
            ),
        )
        if said
        else ()
    )
    left = Text("nicht übernehmen: nur die Gebäude", "leave it out: only the buildings")
    return Question(
        "year_missing",
        Text(
            "„{header}“ steht ohne Zeit da. Von welchem Jahr ist der Verbrauch?",
            "“{header}” stands there without a time. Of which year is the use?",
        ).format(header=header),
        column=header,
        answers=(*years, answer(left, accepted=["year_missing"])),
        field="year",
    )


def zone_unclear(shifted: bool) -> Question:
    """The clock is not local time; whether UTC or winter time, nothing tells."""
    seen = (
        Text(
            "Der Tagesgang passt nicht zur Umstellung der Uhr im Frühjahr und Herbst",
            "The course of the day does not fit the changes of the clock in spring and autumn",
        )
        if shifted
        else Text(
            "Die Stunde, die bei der Umstellung auf Sommerzeit ausfällt, kommt vor",
            "The hour that summer time skips occurs",
        )
    )
    return Question(
        "clock_unclear",
        Text(
            "{seen}: Die Zeiten sind wohl keine Ortszeit. In welcher Zeitzone stehen sie?",
            "{seen}: the times are probably not local time. In what time zone are they?"
        ).format(seen=seen),
        answers=(
            answer(Text("immer Winterzeit (UTC+1)", "winter time all year (UTC+1)"),
                   timezone="Etc/GMT-1"),
            answer(Text("UTC", "UTC"), timezone="UTC"),
            answer(Text("doch Ortszeit", "local time after all"), timezone="Europe/Berlin"),
        ),
        field="timezone",
    )  # fmt: skip


def clock_named(text: str, zone: str) -> Question:
    """A file says MEZ or MESZ; many mean the time on the clock by it. zone: of what it says."""
    winter = zone == WITHOUT_SUMMER
    steady = (
        Text("durchgehend Winterzeit (UTC+1)", "winter time all year (UTC+1)")
        if winter
        else Text("durchgehend Sommerzeit (UTC+2)", "summer time all year (UTC+2)")
    )
    asked = (
        Text(
            "„{text}“: Ist das durchgehend Winterzeit, auch im Sommer, oder die Zeit auf der Uhr?",
            "“{text}”: is this winter time all year, in summer too, or the time on the clock?",
        )
        if winter
        else Text(
            "„{text}“: Ist das durchgehend Sommerzeit, auch im Winter, oder die Zeit auf der Uhr?",
            "“{text}”: is this summer time all year, in winter too, or the time on the clock?",
        )
    )
    return Question(
        "clock_unclear",
        asked.format(text=text),
        answers=(
            answer(steady, timezone=zone),
            answer(Text("Ortszeit mit Sommerzeit", "local time with summer time"),
                   timezone=BERLIN),
        ),
        field="timezone",
    )  # fmt: skip


def zone_contradicted(zone: str) -> Question:
    """A clock that is never moved is named, and the hour that summer time skips is left out."""
    named = {"UTC": "UTC", WITHOUT_SUMMER: "UTC+1", ALWAYS_SUMMER: "UTC+2"}.get(zone, zone)
    return Question(
        "clock_unclear",
        Text(
            "Die Datei nennt {named}, aber genau die Stunde fehlt, die bei der Umstellung auf "
            "Sommerzeit ausfällt: Das ist wohl Ortszeit. Welche Zeit ist es?",
            "The file names {named}, but the very hour is missing that summer time skips: this "
            "is probably local time. Which time is it?",
        ).format(named=named),
        answers=(
            answer(Text("Ortszeit mit Sommerzeit", "local time with summer time"),
                   timezone=BERLIN),
            answer(Text("doch {named}; die Stunde fehlt", "{named} after all; the hour is missing")
                   .format(named=named), timezone=zone),
        ),
        field="timezone",
    )  # fmt: skip
