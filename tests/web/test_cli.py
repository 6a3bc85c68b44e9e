"""The command line as somebody types it: one clear sentence, exit code 2, no trace."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import polars as pl
import pytest

RUN = "from klimamosaik.web.cli import main; main()"


def klimamosaik(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", RUN, *words],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        env={
            "KLIMAMOSAIK_DATA": str(folder / "data"),
            "PATH": "/usr/bin:/bin",
            "PYTHONPATH": os.pathsep.join(sys.path),
        },
    )


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """Two years of invented daily heat, a quarter less in the second, and its weather."""
    days = np.arange(np.datetime64("2022-01-01"), np.datetime64("2024-01-01"))
    dice = np.random.default_rng(3)
    temperature = 10 - 9 * np.cos(2 * np.pi * np.arange(days.size) / 365.25)
    temperature += 2 * dice.standard_normal(days.size)
    use = 100 + 20 * np.maximum(15 - temperature, 0) + 10 * dice.standard_normal(days.size)
    use[days >= np.datetime64("2023-01-01")] *= 0.65
    for name, values in (("heat", use), ("weather", temperature)):
        rows = [f"{day},{value:.3f}" for day, value in zip(days, values, strict=True)]
        (tmp_path / f"{name}.csv").write_text("\n".join(["time,value", *rows]))
    return tmp_path


ASKED = ("measure-effect", "--energy", "heat.csv", "--weather", "weather.csv")


def test_an_effect_from_two_files_is_one_json_object(files: Path) -> None:
    done = klimamosaik(files, *ASKED, "--start", "2023-01-01", "--carrier", "heat", "--json")
    assert done.returncode == 0, done.stderr
    effect = json.loads(done.stdout)
    assert effect["verdict"] == "saved"
    assert effect["saved_percent"] == pytest.approx(35, abs=5)
    assert effect["low_kwh"] < effect["saved_kwh"] < effect["high_kwh"]
    assert effect["saved_kwh"] == pytest.approx(effect["expected_kwh"] - effect["measured_kwh"])
    assert {"model", "cvrmse", "noise_kwh", "drift_kwh", "days_used", "warnings"} <= set(effect)


def test_the_files_alone_are_enough_no_database_comes_to_be(files: Path) -> None:
    klimamosaik(files, *ASKED, "--start", "2023-01-01", "--json")
    assert not (files / "data").exists()


def test_one_meter_of_a_workbook_is_measured_by_its_name(files: Path) -> None:
    use = pl.read_csv(files / "heat.csv")
    pl.DataFrame(
        {
            "Datum": use["time"].str.to_date(),
            "Schule Wärme [MWh]": use["value"] / 1000,
            "Rathaus Wärme [MWh]": use["value"] / 500,
        }
    ).write_excel(files / "both.xlsx")
    words = ("measure-effect", "--energy", "both.xlsx", "--weather", "weather.csv")
    asked = klimamosaik(files, *words, "--start", "2023-01-01")
    assert asked.returncode == 2
    assert "both.xlsx: " in asked.stderr
    assert "„Schule Wärme“, „Rathaus Wärme“" in asked.stderr
    done = klimamosaik(files, *words, "--start", "2023-01-01", "--series", "Rathaus", "--json")
    assert done.returncode == 0, done.stderr
    year = use.filter(pl.col("time") >= "2023")["value"].sum()
    assert json.loads(done.stdout)["measured_kwh"] == pytest.approx(2 * year)


def test_what_happened_is_said_by_an_option_and_told_with_the_result(files: Path) -> None:
    words = (*ASKED, "--start", "2023-01-01", "--carrier", "heat", "--json")
    told = ("--confirm", "tenant: youth centre moved", "--confirm", "measure")
    effect = json.loads(klimamosaik(files, *words, *told).stdout)
    assert effect["confirmed"] == [
        {"what": "tenant", "note": "youth centre moved"},
        {"what": "measure", "note": ""},
    ]
    assert any("youth centre moved" in each for each in effect["warnings"])
    assert effect["low_percent"] < effect["saved_percent"] < effect["high_percent"]
    refused = klimamosaik(files, *words, "--confirm", "weather")
    assert refused.returncode == 2
    assert "tenant" in refused.stderr


def test_a_unit_given_on_the_command_line_counts(files: Path) -> None:
    words = (*ASKED, "--start", "2023-01-01", "--json")
    plain = json.loads(klimamosaik(files, *words).stdout)
    told = json.loads(klimamosaik(files, *words, "--unit", "mwh").stdout)
    assert told["saved_kwh"] == pytest.approx(1000 * plain["saved_kwh"])
    assert told["saved_percent"] == pytest.approx(plain["saved_percent"])
    assert any(each.startswith("unit_assumed") for each in plain["warnings"])
    assert not any(each.startswith("unit_assumed") for each in told["warnings"])


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((*ASKED, "--start", "2023-01-01", "--hints", "{"), "nicht lesbar"),
        ((*ASKED, "--start", "2023-01-01", "--unit", "parsec"), "kWh MWh"),
        ((*ASKED, "--start", "2023-01-01", "--series", "Bad"), "Bad"),
        ((*ASKED, "--start", "31.12.2022"), "2024-10-01"),
        ((*ASKED, "--start", "2023-01-01", "--method", "magic"), "caltrack-daily"),
        ((*ASKED, "--start", "2023-01-01", "--carrier", "coal"), "electricity"),
        ((*ASKED, "--start", "2023-01-01", "--confidence", "2"), "0,5"),
        ((*ASKED, "--start", "2023-01-01", "--end", "2022-01-01"), "Ende"),
        ((*ASKED, "--start", "2023-01-01", "--baseline-end", "2023-02-01"), "Vergleichszeitraum"),
        (
            (
                "measure-effect",
                "--energy",
                "no.csv",
                "--weather",
                "weather.csv",
                "--start",
                "2023-01-01",
            ),
            "no.csv",
        ),
        (("report", "energy", "--municipality", "1", "--years", "x", "-o", "r.pdf"), "2023-2025"),
        (("report", "energy", "--municipality", "1", "--years", "2023", "-o", "r.doc"), ".pdf"),
        (("bench", "everything"), "fits"),
    ],
)
def test_what_cannot_be_taken_is_said_in_a_sentence(
    files: Path, words: tuple[str, ...], sentence: str
) -> None:
    done = klimamosaik(files, *words)
    assert done.returncode == 2, done.stderr
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr + done.stdout


def test_a_setting_that_does_not_exist_is_named(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", RUN, "serve"],
        capture_output=True,
        text=True,
        check=False,
        env={"KLIMAMOSAIK_DATTA": str(tmp_path), "PATH": "/usr/bin:/bin"},
    )
    assert done.returncode == 2
    assert "KLIMAMOSAIK_DATTA ist keine Einstellung" in done.stderr
    assert "Traceback" not in done.stderr
