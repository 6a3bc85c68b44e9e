"""What a list of measures would change or has changed, as JSON for machines."""

import json
from typing import TYPE_CHECKING

from klimamosaik.terms.document import Document
from klimamosaik.web.commands.import_records import complaint_record

if TYPE_CHECKING:
    from klimamosaik.measures.lists.preview import ListPlan, PlannedMeasure
    from klimamosaik.measures.models import ListDelivery
    from klimamosaik.terms.question import Question


def plan_record(plan: "ListPlan", delivery: "ListDelivery | None") -> Document:
    """Everything a machine may want to know."""
    from klimamosaik.measures.lists.preview import ListVerdict

    return {
        "stored": delivery is not None,
        "municipality": plan.municipality.ags or None,
        "register": plan.register or None,
        "as_of": plan.as_of,
        **{verdict.value: plan.count(verdict) for verdict in ListVerdict},
        "files": [
            {
                "name": file.name,
                "own_workbook": file.own,
                "skipped": [text.en for text in file.skipped],
                "sheets": [
                    {
                        "name": sheet.name, "used": sheet.used, "why": sheet.why.en,
                        "heading_row": sheet.heading_row or None, "rows": sheet.rows,
                        "columns": [
                            {"heading": c.heading, "role": c.role, "why": c.why.en}
                            for c in sheet.columns
                        ],
                    }
                    for sheet in file.sheets
                ],
            }
            for file in plan.files
        ],
        "measures": [measure_record(each) for each in plan.measures],
        "questions": [question_record(each) for each in plan.questions],
        "refused_total": plan.refused_total,
        "refused": [complaint_record(each) for each in plan.refused],
        "warnings": [complaint_record(each) for each in plan.odd],
    }  # fmt: skip


def question_record(question: "Question") -> Document:
    """A question and the corrections that answer it."""
    return {
        "code": question.code,
        "text": question.text.en,
        "column": question.column,
        "answers": [
            {"text": each.text.en, "hints": json.loads(each.hints)} for each in question.answers
        ],
    }


def measure_record(planned: "PlannedMeasure") -> Document:
    """One measure: what becomes of it, row by row and field by field."""
    from klimamosaik.measures.lists.words import ends_of

    listed, measure = planned.listed, planned.measure
    return {
        "key": measure.key or None,
        "name": measure.name,
        "verdict": planned.verdict,
        "file": listed.at.file,
        "sheet": listed.at.sheet or None,
        "row": listed.at.row,
        "phase": measure.phase,
        "fields": measure.fields_of_action,
        "reports": len(listed.reports),
        "indicators": [
            {"name": each.name, "unit": each.unit, "values": len(each.values)}
            for each in listed.indicators
        ],
        "stated_effects": [ends_of(each.stated) | {"unit": each.unit} for each in listed.effects],
        "changes": [
            {
                "table": row.instance._meta.model_name,
                "what": row.what.en,
                "new": row.new,
                "fields": [
                    {"field": each.field, "before": each.before, "after": each.after}
                    for each in row.changes
                ],
            }
            for row in planned.rows
        ],
    }
