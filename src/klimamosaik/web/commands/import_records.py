"""What an import understood and stored, as JSON for machines."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from klimamosaik.terms.complaint import Problem
from klimamosaik.web.terminal_questions import question_record

if TYPE_CHECKING:
    from klimamosaik.evidence.operations import Renewed
    from klimamosaik.observations.intake.files import Intake
    from klimamosaik.observations.intake.matching import Match
    from klimamosaik.observations.intake.parsing import FilePreview
    from klimamosaik.observations.intake.replacing import ReplacedBill
    from klimamosaik.observations.intake.sensed import SensedPreview
    from klimamosaik.observations.weather.station_previews import StationPreview
    from klimamosaik.sources.tables import SeriesPreview


def as_record(understood: Sequence["FilePreview"], taken: "Intake | None") -> dict[str, Any]:
    """Everything a machine may want to know."""
    stored = {file.delivery.sha256: file for file in taken.files} if taken else {}
    return {
        "stored": taken is not None,
        "municipality": taken.municipality.ags if taken else None,
        "files": [file_record(each, stored.get(each.sha256)) for each in understood],
    }


def renewed_record(renewed: "Renewed | None") -> dict[str, Any]:
    """The measures whose effect was worked out anew; nothing where nothing was stored."""
    if renewed is None:
        return {}
    return {"effects_renewed": [measure.name for measure in renewed.measures]}


def file_record(file: "FilePreview", stored: Any) -> dict[str, Any]:
    """One file."""
    preview = file.preview
    record: dict[str, Any] = {
        "name": file.name,
        "sha256": file.sha256,
        "kind": preview.kind,
        "why": preview.why,
        "format": {
            name: fact.value for name, fact in vars(preview.format).items() if fact is not None
        },
        "columns": [
            {"header": c.header, "role": c.role, "unit": c.unit, "why": c.why.en}
            for c in preview.columns
        ],
        "series": [
            series_record(series, match) | replaced_record(file, series)
            for series, match in zip(preview.series, file.matches, strict=True)
        ],
        "sensed": [sensed_record(each) for each in file.sensed],
        "buildings": len(preview.buildings),
        "bills": len(preview.costs),
        "bills_corrected": [corrected_bill(each) for each in file.replaces_bills],
        "stations": len(file.stations),
        "temperatures": [station_record(each) for each in file.stations if each.count],
        "refused_total": preview.refused_total,
        "refused": [complaint_record(each) for each in preview.refused],
        "left_out": list(file.left_out),
        "skipped": [
            {"value": each.value, "de": each.why.de, "en": each.why.en} for each in preview.skipped
        ],
        "warnings": [complaint_record(each) for each in preview.warnings],
        "questions": [question_record(each) for each in file.questions],
    }
    if stored is not None:
        record["readings"] = vars(stored.readings)
        record["bills_taken"] = vars(stored.bills)
        record["buildings_taken"] = vars(stored.buildings)
        record["delivery"] = stored.delivery.seq
    return record


def corrected_bill(bill: "ReplacedBill") -> dict[str, Any]:
    """A known bill that would be corrected."""
    return {
        "meter": bill.where.de,
        "start": bill.start,
        "end": bill.end,
        "before": bill.before.de,
        "now": bill.now.de,
    }


def series_record(series: "SeriesPreview", match: "Match") -> dict[str, Any]:
    """One series and the meter it would be stored as."""
    return {
        "name": series.name,
        "building": match.building,
        "new_building": match.building_id is None,
        "carrier": match.carrier,
        "unit": series.unit,
        "spacing": series.spacing,
        "first": series.first,
        "last": series.last,
        "count": series.count,
        "gaps": series.gaps,
        "total": series.total,
        "direction": series.direction,
        "counts": series.counts,
    }


def sensed_record(seen: "SensedPreview") -> dict[str, Any]:
    """One series of what is no use."""
    series = seen.series
    return {
        "name": series.name,
        "place": series.place,
        "observed": series.label,
        "unit": series.unit,
        "spacing": series.spacing,
        "first": series.first,
        "last": series.last,
        "count": series.count,
        "least": series.least,
        "most": series.most,
        "counts": False,
    }


def replaced_record(file: "FilePreview", series: "SeriesPreview") -> dict[str, Any]:
    """The known values that a series would correct."""
    found = next((each for each in file.replaces if each.series == series.name), None)
    if found is None:
        return {"corrects": None}
    rows = [
        {"when": row.when.de, "before": row.before, "now": row.now, "unit": row.unit}
        for row in found.rows
    ]
    return {
        "corrects": {
            "count": found.count,
            "before": found.before,
            "now": found.now,
            "unit": found.unit,
            "first": rows,
        }
    }


def station_record(station: "StationPreview") -> dict[str, Any]:
    """One weather station with temperatures."""
    return {
        "name": station.name or station.number,
        "station": station.number,
        "spacing": station.spacing,
        "first": station.begin,
        "last": station.end,
        "count": station.count,
        "mean": station.mean,
        "distance": station.distance,
    }


def complaint_record(complaint: Problem) -> dict[str, Any]:
    """A complaint with both its sentences."""
    return {
        "code": complaint.code,
        "row": complaint.row,
        "column": complaint.column,
        "de": complaint.text.de,
        "en": complaint.text.en,
    }
