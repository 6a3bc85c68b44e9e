"""What figures are called is asked once for all of them."""

from datetime import UTC, datetime
from types import SimpleNamespace

from klimamosaik.publication.queries.figures.kind import name_of
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.published import Published

AT = datetime(2026, 11, 28, tzinfo=UTC)


def test_a_list_of_figures_builds_one_question() -> None:
    known = Known(Published("03999001", frozenset(), frozenset(), AT, AT), AT)
    names, asked = {7: "Rathaus", 8: "Schule"}, []

    def rows() -> SimpleNamespace:
        asked.append(1)
        return SimpleNamespace(values_list=lambda *_: names.items())

    keys = [f"gebaeude-{pk}" for pk in names]
    found = [name_of(known, rows, key, "gebaeude-") for key in keys]  # type: ignore[arg-type]
    assert found == ["Rathaus", "Schule"]
    assert len(asked) == 1
