"""How often who may ask, and what every answer carries."""

import gzip
from typing import Any

import pytest

from klimamosaik.web.cli import main
from tests.sensorthings.answers.conftest import Scene
from tests.sensorthings.answers.scene import ROOT, Asker


def test_a_stranger_has_the_turns_of_the_public_interface(scene: Scene, settings: Any) -> None:
    settings.API_PER_MINUTE = 3
    scene.stranger.client.defaults["REMOTE_ADDR"] = "192.0.2.1"
    for _ in range(3):
        assert scene.stranger.response("Things").status_code == 200
    refusal = scene.stranger.response("Things")
    assert refusal.status_code == 429
    assert int(refusal["Retry-After"]) > 0


def test_a_program_with_a_token_is_not_counted_and_a_guess_is(scene: Scene, settings: Any) -> None:
    settings.API_PER_MINUTE = 3
    for asker in (scene.office, Asker("kmt_0_0", scene.office.client)):
        asker.client.defaults["REMOTE_ADDR"] = "192.0.2.2"
    for _ in range(8):
        assert scene.office.response("Things").status_code == 200
    guesses = [Asker("kmt_0_0", scene.office.client).response("Things") for _ in range(5)]
    assert [each.status_code for each in guesses] == [401, 401, 401, 429, 429]
    assert guesses[0]["WWW-Authenticate"] == "Bearer"
    assert set(guesses[0].json()) == {"code", "type", "message"}


def test_other_sites_may_read(scene: Scene) -> None:
    assert scene.stranger.response("Things")["Access-Control-Allow-Origin"] == "*"
    asked = scene.stranger.client.options("/api/v1/measures")
    assert (asked.status_code, asked["Access-Control-Allow-Methods"]) == (204, "GET, HEAD, OPTIONS")


def test_a_page_of_another_site_reads_and_writes_with_a_token(scene: Scene) -> None:
    asked = scene.stranger.client.options(f"{ROOT}/Things")
    assert asked.status_code == 204
    assert {"POST", "PATCH", "DELETE"} < set(asked["Access-Control-Allow-Methods"].split(", "))
    assert "Authorization" in asked["Access-Control-Allow-Headers"].split(", ")
    origin = {"origin": "https://karte.example"}
    head = origin | {"authorization": f"Bearer {scene.office.key}"}
    read = scene.office.client.get(f"{ROOT}/Things", headers=head)
    assert read["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in read
    refused = scene.stranger.client.post(f"{ROOT}/Things", "{}", "application/json", headers=origin)
    assert (refused.status_code, refused["Access-Control-Allow-Origin"]) == (401, "*")


def test_long_answers_are_packed_for_who_reads_that(scene: Scene) -> None:
    head = {"accept-encoding": "gzip, deflate"}
    packed = scene.stranger.client.get(f"{ROOT}/", headers=head)
    plain = scene.stranger.response("")
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert int(packed["Content-Length"]) < len(plain.content) / 2
    assert "Accept-Encoding" in packed["Vary"]
    assert "Accept-Encoding" in plain["Vary"]
    assert packed["ETag"] != plain["ETag"], "two forms of one answer are told apart"
    head |= {"if-none-match": packed["ETag"]}
    assert scene.stranger.client.get(f"{ROOT}/", headers=head).status_code == 304
    short = scene.stranger.client.get(f"{ROOT}/Sensors", headers=head)
    assert "Content-Encoding" not in short


def test_what_a_reader_has_is_not_sent_again(scene: Scene) -> None:
    first = scene.stranger.response("Things")
    again = scene.stranger.client.get(f"{ROOT}/Things", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    for said in ("*", f'"x", W/{first["ETag"]}'):
        known = scene.stranger.client.get(f"{ROOT}/Things", headers={"if-none-match": said})
        assert known.status_code == 304, said
    scene.thing.name = "Anders"
    scene.thing.save()
    changed = scene.stranger.client.get(f"{ROOT}/Things", headers={"if-none-match": first["ETag"]})
    assert changed.status_code == 200


def test_a_sentence_comes_in_the_language_of_who_asks(scene: Scene) -> None:
    for language, word in (("de", "öffentlich"), ("en", "public")):
        head = {"accept-language": language}
        refusal = scene.stranger.client.get(f"{ROOT}/Things(99)", headers=head)
        assert word in refusal.json()["message"]
        assert refusal["Content-Language"] == language


def test_looking_at_the_head_costs_no_body(scene: Scene) -> None:
    head = scene.stranger.client.head(f"{ROOT}/Things")
    assert (head.status_code, head.content) == (200, b"")


def test_serve_says_where_the_interface_is(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["klimamosaik", "serve", "--help"])
    with pytest.raises(SystemExit):
        main()
    assert "/sensorthings/v1.1" in capsys.readouterr().out
