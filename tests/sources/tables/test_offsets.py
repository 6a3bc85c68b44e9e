"""Offsets to UTC, written in several ways in one column."""

from datetime import UTC, datetime, timedelta

from klimamosaik.sources.tables import read


def test_four_notations_of_one_clock_are_read_in_one_column() -> None:
    rows = []
    for at in range(96):
        moment = datetime(2024, 6, 30, 22, tzinfo=UTC) + timedelta(minutes=15 * at)
        here = moment + timedelta(hours=2)
        written = (
            f"{here:%Y-%m-%dT%H:%M:%S}+02:00", f"{moment:%Y-%m-%dT%H:%M:%S}Z",
            f"{here:%Y-%m-%dT%H:%M:%S}+0200", f"{here:%Y-%m-%d %H:%M:%S}+02",
        )  # fmt: skip
        rows.append(f"{written[at % 4]};{at % 3}")
    preview = read("\n".join(["Zeit;Strom (kWh)", *rows]).encode(), name="strom.csv")
    (series,) = preview.series
    assert (series.count, series.gaps, series.total) == (96, 0, 96)
    assert series.first == datetime(2024, 6, 30, 22, tzinfo=UTC)
    assert not preview.refused_total
    assert not preview.questions


def test_buildings_are_not_lost_where_their_cells_name_the_carrier_too() -> None:
    lines = ["Gebäude;Jahr;Verbrauch kWh"]
    lines += [f"Haus {name} Strom kWh;{year};1000" for name in "ABC" for year in (2022, 2023)]
    preview = read("\n".join(lines).encode(), name="liste.csv")
    assert [each.building for each in preview.series] == [f"Haus {name} Strom" for name in "ABC"]
