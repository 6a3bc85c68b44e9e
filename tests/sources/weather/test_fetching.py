"""DWD's open data, on answers recorded in its layout; no network."""

import io
import urllib.error
import zipfile
from email.message import Message
from pathlib import Path

import pytest

from klimamosaik.sources.weather.fetch import BASE, fetch_station, fetch_stations, over_https
from klimamosaik.terms.complaint import InputRejected

RECORDED = Path(__file__).parents[2] / "recorded" / "dwd"
HISTORY = "tageswerte_KL_01766_20240101_20240105_hist.zip"
LISTING = f'<a href="../">../</a>\n<a href="{HISTORY}">{HISTORY}</a>  05-Jan-2024 10:00  1234\n'


def packed(name: str) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr(name, (RECORDED / name).read_bytes())
    return written.getvalue()


ANSWERS = {
    f"{BASE}/daily/kl/historical/": LISTING.encode(),
    f"{BASE}/daily/kl/historical/{HISTORY}": packed(
        "produkt_klima_tag_20240101_20240105_01766.txt"
    ),
    f"{BASE}/daily/kl/recent/tageswerte_KL_01766_akt.zip": packed(
        "produkt_klima_tag_20240104_20240106_01766.txt"
    ),
    f"{BASE}/daily/kl/historical/KL_Tageswerte_Beschreibung_Stationen.txt": (
        RECORDED / "KL_Tageswerte_Beschreibung_Stationen.txt"
    ).read_bytes(),
}


def recorded(url: str, *, largest: int) -> bytes:
    if url not in ANSWERS:
        raise urllib.error.HTTPError(url, 404, "Not Found", Message(), None)
    return ANSWERS[url]


def unplugged(url: str, *, largest: int) -> bytes:
    raise TimeoutError("no network")


def test_history_is_continued_by_recent_values_and_wins_where_both_have_one() -> None:
    found = fetch_station("1766", transport=recorded)
    assert found.readings["value"].to_list() == [5.2, 7.9, 9.1, 3.4, 1.0]
    assert "Deutscher Wetterdienst" in found.source.de


def test_progress_is_told() -> None:
    shares: list[float] = []
    fetch_station("1766", transport=recorded, progress=lambda share, what: shares.append(share))
    assert shares == [0.0, 0.5, 1.0]


def test_the_stations_are_listed() -> None:
    assert [each.id for each in fetch_stations(transport=recorded)] == ["1766", "3404"]


def test_an_unknown_station_is_refused() -> None:
    with pytest.raises(InputRejected) as refusal:
        fetch_station("99999", transport=recorded)
    assert refusal.value.complaints[0].code == "unknown_station"


def test_no_network_is_said_plainly() -> None:
    with pytest.raises(InputRejected) as refusal:
        fetch_station("1766", transport=unplugged)
    assert refusal.value.complaints[0].code == "weather_service_unreachable"


def test_only_https_is_fetched() -> None:
    with pytest.raises(OSError, match="https"):
        over_https("file:///etc/passwd", largest=10)
