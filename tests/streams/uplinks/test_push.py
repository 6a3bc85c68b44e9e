"""The address a network server pushes to: who may, and what it is answered."""

import base64
import hashlib
import hmac
from typing import Any

import pytest
from django.test import Client

from klimamosaik.sources.lorawan.envelope import LARGEST
from klimamosaik.streams.models import DataSource, SourceSeries
from klimamosaik.streams.passwords import sealed
from klimamosaik.streams.uplinks import views
from tests.sources.lorawan.messages import things_stack
from tests.streams.uplinks.conftest import TOKEN

pytestmark = pytest.mark.django_db
BEARER = {"Authorization": f"Bearer {TOKEN}"}


def post(
    source: DataSource, body: bytes = things_stack(), headers: dict[str, str] = BEARER
) -> tuple[int, dict[str, Any]]:
    client = Client(enforce_csrf_checks=True)
    answer = client.post(
        f"/quellen/{source.pk}/uplink", body, content_type="application/json", headers=headers
    )
    return answer.status_code, answer.json()


def test_a_message_is_stored_and_answered_with_what_became_of_it(source: DataSource) -> None:
    status, said = post(source)
    assert (status, said["outcome"], said["readings"]) == (200, "stored", 3)
    assert set(said["text"]) == {"de", "en"}
    assert SourceSeries.objects.count() == 4


def test_a_message_of_too_many_values_is_answered_with_what_is_left_out(
    source: DataSource,
) -> None:
    decoded = {f"v{number}": number for number in range(1, 204)}
    status, said = post(source, things_stack(payload=None, decoded=decoded))
    assert (status, said["outcome"], said["readings"]) == (200, "stored", 200)
    assert "more than 200 values: from “v201” on nothing is stored" in said["text"]["en"]


BASIC = base64.b64encode(f"lora:{TOKEN}".encode()).decode()


@pytest.mark.parametrize(
    "headers", [BEARER, {"X-Token": TOKEN}, {"Authorization": f"Basic {BASIC}"}]
)
def test_the_token_may_be_told_in_three_ways(source: DataSource, headers: dict[str, str]) -> None:
    assert post(source, headers=headers)[0] == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer falsch"},
        {"Authorization": "Bearer "},
        {"Authorization": "Basic ?"},
        {"Authorization": f"Basic {base64.b64encode(TOKEN.encode()).decode()}"},
        {"X-Token": "ü"},
    ],
)
def test_strangers_are_told_nothing(source: DataSource, headers: dict[str, str]) -> None:
    status, said = post(source, headers=headers)
    assert (status, list(said)) == (401, ["text"])
    assert not SourceSeries.objects.exists()


def test_a_source_that_is_not_there_answers_as_one_that_is(source: DataSource) -> None:
    there = post(source, headers={"X-Token": "falsch"})
    source.pk += 1
    assert post(source, headers={"X-Token": "falsch"}) == there
    assert post(source) == there


def test_a_source_without_token_takes_none(source: DataSource) -> None:
    source.digest = ""
    source.save()
    assert post(source, headers={"X-Token": ""})[0] == 401


def test_a_signature_must_fit_where_one_is_agreed(source: DataSource) -> None:
    source.options |= {"signature_header": "X-Signature"}
    source.secret = sealed("schlüssel")
    source.save()
    body = things_stack()
    made = hmac.new(source.password.encode(), body, hashlib.sha256)
    for written in (made.hexdigest(), f"sha256={made.hexdigest().upper()}",
                    base64.b64encode(made.digest()).decode()):  # fmt: skip
        assert post(source, body, BEARER | {"X-Signature": written})[0] == 200
    assert post(source, body)[0] == 401
    assert post(source, body + b" ", BEARER | {"X-Signature": made.hexdigest()})[0] == 401
    source.secret = ""
    source.save()
    assert post(source, body, BEARER | {"X-Signature": made.hexdigest()})[0] == 401


def test_what_holds_nothing_for_us_is_answered_by_200(source: DataSource) -> None:
    body = b'{"end_device_ids": {"dev_eui": "0011223344556677"}, "join_accept": {}}'
    status, said = post(source, body)
    assert (status, said["outcome"]) == (200, "ignored")
    assert said["text"]["en"] == "No readings: a device joining the network."


def test_what_is_malformed_is_answered_by_400_once(source: DataSource) -> None:
    assert [post(source, b"{")[0] for _ in range(3)] == [400, 200, 200]
    assert post(source, b"[")[0] == 400


def test_what_is_giant_is_not_even_read(source: DataSource) -> None:
    assert post(source, b" " * (LARGEST + 1))[0] == 413
    assert post(source, b" " * (LARGEST + 1), {})[0] == 413


def test_only_post_is_known(client: Client, source: DataSource) -> None:
    answer = client.get(f"/quellen/{source.pk}/uplink")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")


def test_a_store_that_fails_is_never_answered_as_if_it_had_worked(
    source: DataSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_: Any) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(views, "take_uplink", broken)
    client = Client(raise_request_exception=False)
    answer = client.post(
        f"/quellen/{source.pk}/uplink", things_stack(), "application/json", headers=BEARER
    )
    assert answer.status_code >= 500
