"""What travels with the rows: unit, definition, source, method, quality, licence, citation."""

import json
from collections.abc import Mapping
from typing import Any

from klimamosaik.drawing.year_panels import unit_in
from klimamosaik.publication.kernel.periods import first_day, last_day
from klimamosaik.publication.public.figures.figure_request import FigureAsked
from klimamosaik.publication.public.figures.rows import COLUMNS
from klimamosaik.publication.public.figures.wording import citation
from klimamosaik.terms.quality import QUALITY_RULE
from klimamosaik.terms.text import Text

Facts = Mapping[str, Any]
NEUTRALISED = Text(
    "In CSV und Excel steht vor Text, den ein Programm für eine Formel hielte, ein Apostroph.",
    "In CSV and Excel an apostrophe stands before text a program would take for a formula.",
)


def metadata(asked: FigureAsked) -> Facts:
    """All facts about a figure, ready for JSON, in one language (the citation in both)."""
    figure, said = asked.figure, asked.said
    return {
        "title": said(figure.title),
        "headline": said(figure.headline),
        "sentence": said(figure.sentence),
        "definition": said(figure.definition),
        "language": asked.language,
        "figure": figure.key,
        "municipality": town_facts(asked),
        "source": said(figure.source),
        "publisher": figure.town.publisher,
        "units": list(dict.fromkeys(unit_in(e.unit, asked.language) for e in figure.data)),
        "decimals": figure.digits,
        "quality": list(dict.fromkeys(each.quality.value for each in figure.data)),
        "quality_rule": said(QUALITY_RULE),
        "method": figure.method or None,
        "data_version": figure.data_version,
        "modified": figure.changed_at.isoformat(timespec="seconds"),
        "licence": licence_facts(asked),
        "citation": {"de": citation(asked).de, "en": citation(asked).en},
        "page": asked.address(),
        "period": covered(asked),
        "narrowed": {"from": asked.span.first or None, "to": asked.span.last or None}
        if asked.span
        else None,
        "rows": len(figure.data),
        "notes": [*(said(note) for note in figure.notes), said(NEUTRALISED)],
        "columns": {column.name: said(column.means) for column in COLUMNS},
    }


def town_facts(asked: FigureAsked) -> Facts:
    """The municipality; an invented one says so."""
    town = asked.figure.town
    return {"key": town.ags, "name": town.name, "invented": town.synthetic}


def licence_facts(asked: FigureAsked) -> Facts:
    """The licence, and how whoever uses the data names whose they are."""
    town = asked.figure.town
    return {
        "name": asked.said(town.licence.name),
        "short": town.licence.short,
        "address": town.licence.web,
        "attribution": asked.said(town.attribution) if town.licence.attribution else None,
    }


def covered(asked: FigureAsked) -> Facts | None:
    """First and last day of all its periods; None where there are none."""
    days = [(first_day(p), last_day(p)) for p in asked.figure.periods]
    begins, ends = [first for first, _ in days if first], [last for _, last in days if last]
    if not begins or not ends:
        return None
    return {"start": min(begins).isoformat(), "end": max(ends).isoformat()}


def metadata_file(asked: FigureAsked) -> bytes:
    """The facts as JSON."""
    return as_json(metadata(asked))


def as_json(facts: object) -> bytes:
    """JSON a person can read, too."""
    return (json.dumps(facts, ensure_ascii=False, indent=1) + "\n").encode()
