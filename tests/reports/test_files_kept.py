"""A file of the report is written once, and anew as soon as the report is another."""

from dataclasses import replace

import pytest

from klimamosaik.reports import operations
from klimamosaik.reports.kernel.report import energy_report
from klimamosaik.reports.operations import report_bytes
from tests.reports.cast import building, given


def test_the_same_report_is_written_once_in_a_language_and_format(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    written = []

    def write(report: object, format: str, language: str) -> bytes:
        written.append((format, language))
        return f"{format} {language}".encode()

    monkeypatch.setattr(operations, "file_of", write)
    report = energy_report(given(building(1, "A")))
    for _ in range(2):
        assert report_bytes(report=report, format="json") == b"json de"
        assert report_bytes(report=report, format="xlsx", language="en") == b"xlsx en"
    assert written == [("json", "de"), ("xlsx", "en")]


def test_another_report_is_another_file() -> None:
    report = energy_report(given(building(1, "A")))
    other = energy_report(replace(given(building(1, "B")), data_version=7))
    assert report_bytes(report=report, format="json") != report_bytes(report=other, format="json")
