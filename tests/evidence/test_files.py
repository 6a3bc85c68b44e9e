"""The engine on files alone."""

import gzip
import json
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from klimamosaik.evidence.files import read_series
from klimamosaik.evidence.measure_effect import as_json, measure_effect_from_files
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.complaint import Refused
from tests.evidence.test_truths import DAYS, cut, heating, temperatures

KEYS = {
    *("saved_kwh", "saved_percent", "low_kwh", "high_kwh", "confidence", "verdict"),
    *("expected_kwh", "measured_kwh", "method", "model", "cvrmse", "noise_kwh", "drift_kwh"),
    *("days_used", "warnings"),
}


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def read(path: Path, text: str, timezone: str | None = None) -> "tuple[list[float], list[str]]":
    found = read_series(write(path, text), timezone=timezone, local=timezone or "Europe/Berlin")
    return list(found.series.values), [each.code for each in found.warnings]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "readings.csv"


@pytest.fixture
def two_files(tmp_path: Path) -> tuple[Path, Path]:
    temperature = temperatures()
    use = cut(heating(temperature), 0.3)
    energy = "".join(f"{day},{value}\n" for day, value in zip(DAYS, use, strict=True))
    german = "".join(
        f"{str(day)[8:]}.{str(day)[5:7]}.{str(day)[:4]};{value:.2f}\n".replace(".", ".", 2)
        for day, value in zip(DAYS, temperature, strict=True)
    )
    return (
        write(tmp_path / "energy.csv", "time,heat\n" + energy),
        write(tmp_path / "weather.csv", "Tag;Temperatur\n" + german),
    )


def test_a_cut_is_found_from_files(two_files: tuple[Path, Path]) -> None:
    effect = measure_effect_from_files(
        energy=two_files[0], weather=two_files[1], start=date(2023, 1, 1)
    )
    answer = json.loads(json.dumps(as_json(effect), allow_nan=False))
    assert set(answer) >= KEYS
    assert answer["verdict"] == "saved"
    assert answer["saved_percent"] == pytest.approx(30, abs=1.5)
    assert set(answer["model"]) == {"type", "balance_points", "coefficients"}
    assert any(each.startswith("carrier_assumed: ") for each in answer["warnings"])


def test_unknown_is_null_and_never_nan(two_files: tuple[Path, Path]) -> None:
    effect = measure_effect_from_files(
        energy=two_files[0],
        weather=two_files[1],
        start=date(2022, 3, 1),
        carrier=Carrier.HEAT,
    )
    answer = as_json(effect)
    assert answer["verdict"] == "not decidable"
    assert answer["saved_kwh"] is None
    json.dumps(answer, allow_nan=False)


def test_times_without_a_zone_ask_for_it(file: Path) -> None:
    text = "time,value\n2024-01-01 00:00,1\n2024-01-01 01:00,2\n"
    with pytest.raises(Refused, match="--timezone"):
        read(file, text)
    assert read(file, text, "UTC")[0] == [1, 2]


def test_equal_doubles_merge_and_conflicting_ones_are_named(file: Path) -> None:
    text = "2024-01-02,5\n2024-01-01,1\n2024-01-02,5\n2024-01-03,7\n2024-01-03,8\n"
    values, codes = read(file, text)
    assert values[:2] == [1, 5]
    assert np.isnan(values[2])
    assert codes == ["doubled_rows", "conflicting_rows"]


def test_decimal_commas_belong_to_semicolons(file: Path) -> None:
    assert read(file, "Datum;kWh\n01.02.2024;1.234,5\n02.02.2024;7\n")[0] == [1234.5, 7]


def test_the_hour_that_comes_twice_is_kept_twice(file: Path) -> None:
    hours = ("01:00", "02:00", "02:00", "03:00")
    text = "".join(f"2024-10-27 {hour},{n}\n" for n, hour in enumerate(hours))
    found = read_series(write(file, text), timezone="Europe/Berlin", local="Europe/Berlin")
    assert list(found.series.values) == [0, 1, 2, 3]
    assert set(found.series.seconds) == {3600.0}


def test_offsets_are_understood(file: Path) -> None:
    text = "t,v\n2024-07-01T00:00:00+02:00,1\n2024-06-30T23:00:00Z,2\n2024-07-01T02:00+0200,3\n"
    found = read_series(write(file, text), timezone=None, local="Europe/Berlin")
    assert [str(each) for each in found.series.local[:1]] == ["2024-07-01T00:00:00"]
    assert list(found.series.values) == [1, 2, 3]


def test_a_compressed_file_is_read_like_any_other(file: Path) -> None:
    plain = b"time,value\n2024-01-01,1\n2024-01-02,2\n"
    file.write_bytes(gzip.compress(plain))
    found = read_series(file, timezone=None, local="Europe/Berlin")
    assert list(found.series.values) == [1, 2]
    file.write_bytes(gzip.compress(plain)[:-9])
    with pytest.raises(Refused, match="ends too early"):
        read_series(file, timezone=None, local="Europe/Berlin")


def test_months_last_as_long_as_they_do(file: Path) -> None:
    text = "month,heat\n2024-01,31\n2024-02,29\n2024-03,31\n"
    found = read_series(write(file, text), timezone=None, local="Europe/Berlin")
    assert list(found.series.seconds / 86_400) == [31, 29, 31]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        ("time,value\n", "no readings"),
        ("2024-01-01\n2024-01-02\n", "two columns"),
        ("2024-01-01,1\n2024-01-02,many\n", "value 'many' in row 2"),
        ("2024-01-01,1\nyesterday 3,2\n", "time 'yesterday 3' in row 2"),
        ("2024-01-01T00:00Z,1\n2024-01-01T01:00,2\n", "mixes times"),
        ("\x00\x01", "no CSV file"),
    ],
)
def test_a_bad_file_is_refused_in_one_sentence(file: Path, text: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        read(file, text)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="cannot be read"):
        read_series(tmp_path / "none.csv", timezone=None, local="UTC")


def test_an_unknown_zone_is_refused(file: Path) -> None:
    with pytest.raises(Refused, match="unknown"):
        read(file, "2024-01-01 00:00,1\n", "Europe/Bielefeld")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"baseline_end": date(2023, 2, 1)}, "must end before"),
        ({"end": date(2023, 1, 1)}, "no day between"),
        ({"confidence": 1.0}, "between 0.5 and 0.99"),
    ],
)
def test_dates_and_confidence_out_of_order_are_refused(
    two_files: tuple[Path, Path], given: dict[str, Any], said: str
) -> None:
    with pytest.raises(Refused, match=said):
        measure_effect_from_files(
            energy=two_files[0], weather=two_files[1], start=date(2023, 1, 1), **given
        )
