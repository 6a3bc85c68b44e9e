"""Official factor tables, as offices may have them."""

from pathlib import Path

import polars as pl
import pytest

from klimamosaik.balance.factor_files import read_factor_table
from klimamosaik.balance.kernel.factor import Status
from klimamosaik.balance.kernel.grid import Sector
from klimamosaik.terms.complaint import InputRejected

HEAD = "carrier;sector;year;value;source\n"


def written(tmp_path: Path, text: str, name: str = "factors.csv") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_german_csv_is_read(tmp_path: Path) -> None:
    path = written(tmp_path, HEAD + "coal;industry;2022;397,5;official table\n")
    (factor,) = read_factor_table(path)
    assert (factor.value, factor.sector, factor.status) == (
        397.5,
        Sector.INDUSTRY,
        Status.OFFICIAL,
    )


def test_yaml_and_excel_say_the_same_as_csv(tmp_path: Path) -> None:
    row = {"carrier": "gas", "year": 2022, "value": 247.0, "source": "official table"}
    pl.DataFrame([row]).write_excel(tmp_path / "factors.xlsx")
    text = "factors:\n- {carrier: gas, year: 2022, value: 247.0, source: official table}\n"
    written(tmp_path, text, "factors.yaml")
    csv = written(tmp_path, "carrier,year,value,source\ngas,2022,247.0,official table\n")
    expected = read_factor_table(csv)
    assert read_factor_table(tmp_path / "factors.xlsx") == expected
    assert read_factor_table(tmp_path / "factors.yaml") == expected


def test_every_wrong_cell_is_named_with_its_row(tmp_path: Path) -> None:
    rows = [
        "unobtainium;;2022;1;t",
        "gas;nowhere;2022;1;t",
        "gas;;22;1;t",
        "gas;;2022;-1;t",
        "gas;;2022;9999;t",
        "gas;;2022;1;",
    ]
    with pytest.raises(InputRejected) as refused:
        read_factor_table(written(tmp_path, HEAD + "\n".join(rows)))
    found = [(c.row, c.column) for c in refused.value.complaints]
    assert found == [
        (2, "carrier"),
        (3, "sector"),
        (4, "year"),
        (5, "value"),
        (6, "value"),
        (7, "source"),
    ]


@pytest.mark.parametrize(
    ("cell", "value"), [("436.123", 436.123), ("436,123", 436.123), ("1096.5", 1096.5), ("0", 0.0)]
)
def test_a_factor_is_the_number_that_can_be_one(tmp_path: Path, cell: str, value: float) -> None:
    (factor,) = read_factor_table(written(tmp_path, HEAD + f"coal;;2022;{cell};official table\n"))
    assert factor.value == value


@pytest.mark.parametrize("cell", ["1.096", "1,096", "1,0,9"])
def test_a_factor_that_could_be_two_is_refused(tmp_path: Path, cell: str) -> None:
    with pytest.raises(InputRejected, match="without a separator of thousands"):
        read_factor_table(written(tmp_path, HEAD + f"coal;;2022;{cell};official table\n"))


def test_another_unit_is_refused(tmp_path: Path) -> None:
    text = "carrier,year,value,unit,source\ngas,2022,0.247,kg/kWh,t\n"
    with pytest.raises(InputRejected, match="only g CO2e/kWh"):
        read_factor_table(written(tmp_path, text))


def test_a_table_in_kilograms_that_names_no_unit_is_refused(tmp_path: Path) -> None:
    """So read, three factors left a town a third of its emissions, and nothing was said."""
    head, rows = "carrier,year,value,source\n", "electricity,2021,0.472,t\ngas,2021,0.247,t\n"
    with pytest.raises(InputRejected, match="times 1,000") as refused:
        read_factor_table(written(tmp_path, head + rows))
    assert [each.row for each in refused.value.complaints] == [2, 3]
    (none,) = read_factor_table(written(tmp_path, head + "ambient_heat,2021,0,t\n"))
    assert none.value == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [("", "no rows"), ("carrier,year,value,source\n", "no rows"), ("a,b\n1,2\n", "lacks")],
)
def test_a_table_that_is_none_is_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(InputRejected, match=said):
        read_factor_table(written(tmp_path, text))


@pytest.mark.parametrize("name", ["factors.csv", "factors.yaml", "factors.xlsx"])
def test_bytes_that_are_no_table_are_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"\xff\xfe\x00\x01 [ : not a table")
    with pytest.raises(InputRejected, match=r"cannot be read|no rows|lacks"):
        read_factor_table(path)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputRejected, match="cannot be read"):
        read_factor_table(tmp_path / "none.csv")


def test_a_row_that_stops_early_is_complained_about(tmp_path: Path) -> None:
    with pytest.raises(InputRejected) as refused:
        read_factor_table(written(tmp_path, "carrier,year,value,source\ngas,2022\n"))
    assert [c.column for c in refused.value.complaints] == ["value", "source"]
