"""The page a council member reads in a minute, and what each measure brought."""

from klimamosaik.reports.energy import council_tables
from klimamosaik.reports.energy.report_sentences import opening, weather_note
from klimamosaik.reports.energy.tables import ReportTable
from klimamosaik.reports.energy.written_figures import Pen
from klimamosaik.reports.kernel.figures import EnergyReport, UseSubject
from klimamosaik.reports.kernel.ranking import ranking
from klimamosaik.reports.kernel.register_inputs import CouncilPart
from klimamosaik.terms.document import Document
from klimamosaik.terms.text import Text, first_few


def council_page(report: EnergyReport, pen: Pen) -> Document:
    """Sentences, measures, buildings by money, decisions."""
    council, ranked = report.given.council, ranking(report)
    by_cost = ranked.subject is UseSubject.COST
    shown = council.measures[:ON_ONE_PAGE] if council else ()
    asked = council.decisions[:ON_ONE_PAGE] if council else ()
    return {
        "sentences": opening(report, pen),
        "note": pen.say(weather_note(report)),  # station and distance, first of all
        "told": council is not None,  # False: measures are not for these readers
        "measures": council_tables.measures_table(shown, pen) if shown else ReportTable((), ()),
        "measures_note": measures_note(council, pen) if council else "",
        "ranking_head": pen.say(DEAREST if by_cost else LARGEST),
        "ranking": council_tables.ranking_table(report, ranked, pen),
        "ranking_note": council_tables.ranking_sentence(report, ranked, pen),
        "decisions": [f"{e.name}: {council_tables.decision_line(e, pen)}" for e in asked],
    }


def measures_note(council: CouncilPart, pen: Pen) -> str:
    """What the table of measures does not show."""
    more = len(council.measures) - ON_ONE_PAGE
    found = [MORE_MEASURES.format(n=more)] if more > 0 else []
    if council.measures:
        found.insert(0, council_tables.counted(council.measures))
    if council.unmeasured:
        found.append(UNMEASURED.format(names=first_few(council.unmeasured, ON_ONE_PAGE)))
    if not council.measures and not council.unmeasured:
        found.append(NONE_BEGUN.format(n=council.planned) if council.planned else NO_MEASURE)
    return " ".join(pen.each(found))


ON_ONE_PAGE = 6  # measures and decisions beside each other on the council's page
DEAREST = Text("Welche Gebäude am meisten kosten", "Which buildings cost most")
LARGEST = Text(
    "Welche Gebäude am meisten verbrauchen (Kosten unbekannt)",
    "Which buildings use most (cost unknown)",
)
MORE_MEASURES = Text(
    "{n:weitere|weitere} im Abschnitt „Was die Maßnahmen gebracht haben“.",
    "{n:more|more} in the section “What the measures brought”.",
)
UNMEASURED = Text(
    "Begonnen, aber noch nicht gemessen: {names}.", "Begun, but not measured yet: {names}."
)
NONE_BEGUN = Text(
    "{n:Maßnahme ist|Maßnahmen sind} geplant, begonnen hat noch keine.",
    "{n:measure is|measures are} planned, none has begun.",
)
NO_MEASURE = Text("Noch ist keine Maßnahme eingetragen.", "No measure is entered yet.")


def measure_parts(report: EnergyReport, pen: Pen) -> list[Document]:
    """What each measured measure brought, with the sentences of its own page."""
    council = report.given.council
    return [
        {
            "name": each.name,
            "facts": f"{pen.say(each.verdict.text)} · {pen.say(council_tables.days_of(each))}",
            "sentences": pen.each(each.said),
        }
        for each in (council.measures if council else ())
    ]
