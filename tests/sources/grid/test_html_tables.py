"""Tables of web pages that portals hand out as .xls are read as workbooks are."""

import pytest

from klimamosaik.sources.tables import Preview, read
from klimamosaik.terms.complaint import InputRejected

MONTHS = "".join(
    f"<tr><td>{month:02}/2024</td><td>1.2{month:02},5</td></tr>" for month in range(1, 13)
)
PAGE = f"""<html><head><meta charset="utf-8"></head><body>
<table><tr><td>Verbrauch Gas Bürgerhaus</td></tr>
<tr><th>Monat</th><th>Verbrauch&nbsp;(kWh)</th></tr>{MONTHS}</table></body></html>"""


def totals(preview: Preview) -> dict[str, float]:
    return {each.name: each.total for each in preview.series}


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_a_table_of_a_web_page_called_xls_is_read(encoding: str) -> None:
    preview = read(PAGE.encode(encoding), name="verbrauch.xls")
    assert [(each.carrier, each.unit, each.total) for each in preview.series] == [
        ("gas", "kWh", sum(1200.5 + month for month in range(1, 13)))
    ]
    assert preview.format.container.value == "html"


def test_a_table_that_only_places_another_on_the_page_is_none() -> None:
    page = """<table><tr><td>Kundenportal</td><td>
      <table><tr><th rowspan=2>Monat</th><th colspan=2>Strom [kWh]</th></tr>
      <tr><th>Rathaus</th><th>Kita</th></tr>
      <tr><td>01/2024</td><td>1.200,5</td><td>300</td></tr>
      <tr><td>02/2024</td><td>1.100,5</td><td>310</td></tr></table></td></tr></table>"""
    assert totals(read(page.encode(), name="a.xls")) == {"Rathaus": 2301, "Kita": 610}


def test_several_tables_are_told_apart_by_their_captions() -> None:
    rows = "<tr><td>Monat<td>Wert<tr><td>01/2024<td>{}<tr><td>02/2024<td>{}"
    page = "<html>" + "".join(
        f"<table><caption>{name} kWh</caption>{rows.format(value, value)}</table>"
        for name, value in (("Strom", 5), ("Gas", 50))
    )
    found = {each.carrier: each.total for each in read(page.encode(), name="b.xls").series}
    assert found == {"electricity": 10, "gas": 100}


@pytest.mark.parametrize(
    ("page", "code"),
    [
        ("<html><body>Bitte anmelden</body></html>", "not_a_table"),
        ("<table><tr><td>eine Zelle</table>", "not_a_table"),
        ("<table>" + "<tr>" * 50_000, "not_a_table"),
        ("<div>" * 50_000 + "<table><tr><td>1<td>2", "not_a_table"),
        ("<table><tr><td colspan=2000>a<td>b<tr><td>c<td>d</table>", "too_many_columns"),
        ("MIME-Version: 1.0\nContent-Type: text/html\n\n<table><tr><td>1", "not_a_table"),
    ],
)
def test_a_page_without_a_table_of_figures_is_refused_by_name(page: str, code: str) -> None:
    with pytest.raises(InputRejected) as refusal:
        read(page.encode(), name="c.xls")
    assert [each.code for each in refusal.value.complaints] == [code]
