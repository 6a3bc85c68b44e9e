"""Access tokens from the command line."""

import json
from datetime import UTC, datetime

import pytest
from typer.testing import CliRunner

from klimamosaik.observations.models import Datastream, Thing
from klimamosaik.people.models import ApiToken
from klimamosaik.people.tokens import TokenRefused, admitted
from klimamosaik.places.models import Municipality
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.web.cli import commands


def run(*words: str) -> str:
    done = CliRunner().invoke(commands(), ["token", *words], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_a_token_is_made_listed_and_revoked(town: Municipality) -> None:
    told = json.loads(
        run("create", "Stadtpark", "--scope", "observations:write", "--town", town.ags, "--json")
    )
    token = admitted(told["key"], at=datetime.now(UTC))
    assert (token.municipality, token.scopes) == (town, ["observations:write"])
    listed = json.loads(run("list", "--json"))
    assert listed[0]["handle"] == token.handle
    assert listed[0]["used_at"] is not None
    assert told["key"] not in json.dumps(listed)
    assert "Messwerte schreiben" in run("list")

    assert "widerrufen" in run("revoke", token.handle)
    assert "widerrufen" in run("list")
    with pytest.raises(TokenRefused):
        admitted(told["key"], at=datetime.now(UTC))


def test_the_key_is_printed_for_people_too(db: None) -> None:
    key = run("create", "Rathaus", "--scope", "admin", "--days", "3").split()[-1]
    token = admitted(key, at=datetime.now(UTC))
    assert token.municipality is None
    assert token.ends_at is not None


def test_a_token_may_be_for_one_datastream(town: Municipality) -> None:
    thing = Thing.objects.create(name="Beet", municipality=town)
    stream = Datastream.objects.create(name="Feuchte", thing=thing)
    words = ("Beet", "--scope", "observations:write", "--town", town.ags, "--json")
    told = json.loads(run("create", *words, "--datastream", str(stream.pk)))
    assert told["datastreams"] == [stream.pk]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("create", "x", "--scope", "write"), "There is no right “write”"),
        (("create", "x", "--scope", "read", "--town", "00000000"), "no municipality with the key"),
        (("create", "x", "--scope", "admin", "--datastream", "77"), "There is no datastream 77"),
        (("create", "x", "--scope", "admin", "--days", "0"), "“--days 0” is no span"),
        (("revoke", "nobody"), "There is no access token “nobody”"),
    ],
)
def test_bad_input_is_one_sentence(db: None, words: tuple[str, ...], said: str) -> None:
    with pytest.raises(InputRejected, match=said):
        run(*words)
    assert not ApiToken.objects.exists()
