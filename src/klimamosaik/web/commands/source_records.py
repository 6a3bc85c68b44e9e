"""Sources as JSON for machines."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from klimamosaik.streams.models import DataSource
    from klimamosaik.streams.queries.sources import SourceLine


def push_address(pushed: "DataSource") -> str:
    """Where a network server sends its messages."""
    from django.conf import settings

    root = settings.PUBLIC_ADDRESS or "http://127.0.0.1:8000"
    return f"{root}/quellen/{pushed.pk}/uplink"


def added_record(added: "DataSource", token: str) -> dict[str, Any]:
    """A source that was added, for machines."""
    pushes = {"push": push_address(added), "token": token} if token else {}
    return {"id": added.pk, "name": added.name, "kind": added.kind, **pushes}


def line_record(line: "SourceLine") -> dict[str, Any]:
    """One source, for machines."""
    one, state = line.source, line.state
    return {
        "id": one.pk,
        "town": one.municipality_id,
        "name": one.name,
        "kind": one.kind,
        "address": one.address,
        "condition": line.condition,
        "problem": state.problem or None,
        "owner": one.owner,
        "legal_basis": one.legal_basis,
        "licence": one.licence,
        "promised_every_s": one.promised_every.total_seconds(),
        "kept_for_s": one.kept_for.total_seconds() if one.kept_for else None,
        "series": line.series,
        "silent": line.silent,
        "readings": state.readings,
        "ignored": state.ignored,
        "heard_at": state.heard_at,
        "reading_at": state.reading_at,
        "history": line.history_share,
    }
