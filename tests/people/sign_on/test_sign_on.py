"""Signing on at a real provider: Django OAuth Toolkit, PKCE required, on loopback."""

import random
import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.utils import timezone

from klimamosaik.people.models import Membership, Role, TownAccount
from klimamosaik.people.sign_on.expiry import LASTS
from klimamosaik.people.sign_on.provider_settings import GroupRole
from klimamosaik.places.models import Municipality
from klimamosaik.records.withdrawal import SURE
from tests.people.sign_on.conftest import PASSWORD, SECRET, TownBrowser, TownProvider, path_of
from tests.web.conftest import AGS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("agreed", "town")]


@pytest.fixture
def time_machine(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    """Lets some time pass since the test began."""
    began = timezone.now()

    def pass_by(span: timedelta) -> None:
        monkeypatch.setattr("django.utils.timezone.now", lambda: began + span)

    return pass_by


def roles_of(name: str) -> list[tuple[str, str]]:
    """What somebody may do where."""
    return list(
        Membership.objects.filter(user__username=name).values_list("municipality_id", "role")
    )


def test_who_is_in_a_group_comes_in_with_its_role_and_lands_where_they_wanted() -> None:
    otto = TownBrowser()
    asked = otto.get(f"/{AGS}/gebaeude/")
    assert asked.headers["Location"] == f"/anmelden/?next=/{AGS}/gebaeude/"
    page = otto.get(asked.headers["Location"]).content.decode()
    assert "Mit dem Konto der Stadt anmelden" in page
    assert "Oder mit einem Passwort" in page
    assert "autofocus" not in page
    assert f"/anmelden/stadt/?next=%2F{AGS}%2Fgebaeude%2F" in page

    came = otto.sign_on("otto", f"/{AGS}/gebaeude/")
    assert came.headers["Location"] == f"/{AGS}/gebaeude/"
    assert otto.get(f"/{AGS}/gebaeude/neu/").status_code == 200
    assert otto.get(f"/{AGS}/personen/").status_code == 403
    user = User.objects.get(username="otto")
    assert (user.get_full_name(), user.email) == ("Otto Öhm", "otto@stadt.example")
    assert not user.has_usable_password()
    assert roles_of("otto") == [(AGS, "editor")]


def test_the_way_there_carries_state_nonce_and_pkce() -> None:
    sent = parse_qs(urlsplit(TownBrowser().begins()).query)
    assert sent["code_challenge_method"] == ["S256"]
    assert all(len(sent[name][0]) >= 20 for name in ("state", "nonce", "code_challenge"))
    assert sent["response_type"] == ["code"]
    assert "a-secret" not in str(sent)


def test_roles_are_those_of_the_groups_at_each_log_in(provider: TownProvider) -> None:
    TownBrowser().sign_on("otto")
    provider.say("otto", groups=["klima", "klima-admin"], family_name="Öhm-Ihde")
    TownBrowser().sign_on("otto")
    assert roles_of("otto") == [(AGS, "admin")]
    assert User.objects.get(username="otto").last_name == "Öhm-Ihde"

    provider.say("otto", groups=[])
    left = TownBrowser()
    answer = left.sign_on("otto")
    assert answer.status_code == 403
    assert "Ihr Konto hat hier noch keine Rolle." in answer.content.decode()
    assert roles_of("otto") == []
    assert left.get(f"/{AGS}/").headers["Location"] == f"/anmelden/?next=/{AGS}/"
    assert User.objects.count() == TownAccount.objects.count() == 1  # the same one all the time


def test_what_groups_give_and_take_stands_in_the_history(provider: TownProvider) -> None:
    TownBrowser().sign_on("otto")
    provider.say("otto", groups=[])
    TownBrowser().sign_on("otto")
    ines = TownBrowser()
    ines.sign_on("ines")
    page = ines.get(f"/{AGS}/verlauf/").content.decode()
    assert page.count("Konten der Stadt (OpenID Connect)") == 3
    assert [each.history_type for each in Membership.history.order_by("pk")] == ["+", "-", "+"]


def test_who_has_no_group_leaves_nothing_behind_and_reads_whom_to_ask(
    caplog: pytest.LogCaptureFixture,
) -> None:
    answer = TownBrowser().sign_on("gast")
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Gisela Gast" in page
    assert "wer bei Ihnen die Konten verwaltet" in page
    assert "/anmelden/stadt/?anew=1" in page
    assert not User.objects.exists()
    assert "the groups were: kantine" in caplog.text
    assert "Gast" not in caplog.text


def test_a_role_given_by_hand_stays_and_the_page_says_which_is_which(
    town: Municipality, provider: TownProvider
) -> None:
    other = Municipality.objects.create(ags="03404000", name="Osnabrück")
    TownBrowser().sign_on("otto")
    otto = User.objects.get(username="otto")
    Membership.objects.create(user=otto, municipality=other, role=Role.READER)
    provider.say("otto", groups=[])
    back = TownBrowser()
    assert back.sign_on("otto").status_code == 302
    assert roles_of("otto") == [("03404000", "reader")]

    Membership.objects.create(user=otto, municipality=town, role=Role.READER)
    provider.say("otto", groups=["klima-admin"])
    TownBrowser().sign_on("otto")
    assert roles_of("otto") == [("03404000", "reader"), (AGS, "reader")]
    ines = TownBrowser()
    ines.sign_on("ines")
    page = ines.get(f"/{AGS}/personen/").content.decode()
    assert page.count("aus den Gruppen der Stadt") == 1
    assert page.count("hier von Hand gegeben") == 1
    assert "neues Einmalpasswort" not in page


def test_a_role_of_the_groups_is_changed_there_and_taken_here_until_the_next_log_in() -> None:
    TownBrowser().sign_on("otto")
    ines = TownBrowser()
    ines.sign_on("ines")
    role = Membership.objects.get(user__username="otto")
    for wish in ("admin", "password"):
        ines.here.post(f"/{AGS}/personen/{role.pk}/", {"role": wish, SURE: "1"}, secure=True)
    page = ines.get(f"/{AGS}/personen/").content.decode()
    assert "Diese Rolle kommt aus den Gruppen der Stadt" in page
    assert "ihr Passwort wird dort erneuert" in page
    assert roles_of("otto") == [(AGS, "editor")]

    ines.here.post(f"/{AGS}/personen/{role.pk}/", {"role": "none", SURE: "1"}, secure=True)
    assert roles_of("otto") == []
    TownBrowser().sign_on("otto")
    assert roles_of("otto") == [(AGS, "editor")]


def test_a_taken_user_name_stays_with_who_has_it() -> None:
    local = User.objects.create_user("Otto", email="otto@stadt.example", password="hier-gewählt")
    TownBrowser().sign_on("otto")
    assert TownAccount.objects.get().user.username == "otto-2"
    local.refresh_from_db()
    assert local.check_password("hier-gewählt")
    assert not local.memberships.exists()


def test_an_account_of_the_town_has_no_password_here() -> None:
    otto = TownBrowser()
    otto.sign_on("otto")
    page = otto.get("/konto/").content.decode()
    assert "mit dem Konto der Stadt" in page
    assert "<input" not in page.split("<main")[1].split("</main>")[0]
    chosen = {"old_password": "", "new_password1": "eigenes-wort", "new_password2": "eigenes-wort"}
    otto.here.post("/konto/", chosen, secure=True)
    assert not User.objects.get(username="otto").has_usable_password()


def test_logging_out_ends_both_sessions() -> None:
    otto = TownBrowser()
    otto.sign_on("otto")
    answer = otto.here.post("/abmelden/", secure=True)
    there = unescape(re.findall(r'href="(http://127[^"]+)"', answer.content.decode())[0])
    assert otto.get(f"/{AGS}/").headers["Location"].startswith("/anmelden/")
    sent = parse_qs(urlsplit(there).query)
    assert sent["post_logout_redirect_uri"] == ["https://klima.example.org/"]
    assert sent["id_token_hint"][0].count(".") == 2
    left = otto.there.get(there, allow_redirects=False)
    assert left.headers["Location"].startswith("https://klima.example.org/")
    asked = otto.there.get(otto.begins())  # the provider no longer knows them
    assert 'name="password"' in asked.text


def test_coming_back_makes_a_new_session_and_the_way_back_works_once() -> None:
    otto = TownBrowser()
    otto.here.session.save()  # one that somebody else may have put there
    before = otto.here.session.session_key
    back = path_of(otto.at_provider(otto.begins(), "otto"))
    assert otto.get(back).status_code == 302
    assert otto.here.session.session_key not in (None, before)
    assert not Session.objects.filter(session_key=before).exists()
    again = TownBrowser().get(back)  # by somebody who got hold of the address
    assert again.headers["Location"] == "/anmelden/"
    assert otto.get(back).headers["Location"] == "/anmelden/"


def test_strangers_who_begin_write_nothing_here() -> None:
    stranger = TownBrowser()
    for _ in range(5):
        stranger.begins()
    assert not Session.objects.exists()
    kept = stranger.here.cookies["sign_on"]
    assert len(kept.value) < 3000
    assert (kept["path"], kept["httponly"], kept["samesite"]) == ("/anmelden/stadt/", True, "Lax")


def test_two_windows_of_a_browser_do_not_disturb_each_other() -> None:
    otto = TownBrowser()
    first = otto.begins("/konto/")
    second = otto.begins(f"/{AGS}/gebaeude/")
    came = otto.get(path_of(otto.at_provider(first, "otto")))
    assert came.headers["Location"] == "/konto/"
    came = otto.get(path_of(otto.at_provider(second, "otto")))
    assert came.headers["Location"] == f"/{AGS}/gebaeude/"


def test_what_the_browser_keeps_counts_only_as_we_wrote_it() -> None:
    otto = TownBrowser()
    back = path_of(otto.at_provider(otto.begins(), "otto"))
    otto.here.cookies["sign_on"] = otto.here.cookies["sign_on"].value[:-3] + "abc"
    assert otto.get(back).headers["Location"] == "/anmelden/"


@pytest.mark.parametrize(
    "wanted",
    [
        f"/{AGS}/?{'x' * 600}",
        "https://böse.example/",
        "//evil.example",
        "http://klima.example.org/x",
        "\\\\x",
    ],
)
def test_nobody_is_led_elsewhere(wanted: str) -> None:
    assert TownBrowser().sign_on("otto", wanted).headers["Location"] == "/"


def test_who_declines_or_comes_with_a_made_up_answer_reads_a_sentence(
    caplog: pytest.LogCaptureFixture,
) -> None:
    otto = TownBrowser()
    state = parse_qs(urlsplit(otto.begins()).query)["state"][0]
    otto.get(f"/anmelden/stadt/zurueck/?error=access_denied&state={state}")
    assert "dort abgebrochen oder abgelehnt" in otto.get("/anmelden/").content.decode()
    state = parse_qs(urlsplit(otto.begins()).query)["state"][0]
    otto.get(f"/anmelden/stadt/zurueck/?code=made-up-code&state={state}")
    assert "dem nicht zu trauen ist" in otto.get("/anmelden/").content.decode()
    otto.get("/anmelden/stadt/zurueck/")
    assert "schon zu Ende oder zu lange offen" in otto.get("/anmelden/").content.decode()
    assert "invalid_grant" in caplog.text
    assert not {state, "made-up-code", SECRET} & set(re.split(r"[^\w-]", caplog.text))


def test_after_a_working_day_one_signs_on_anew(
    time_machine: Callable[[timedelta], None], settings: Any
) -> None:
    settings.IDLE_MINUTES = 24 * 60  # nobody is away for so long here
    otto = TownBrowser()
    otto.sign_on("otto")
    time_machine(LASTS - timedelta(minutes=1))
    assert otto.get(f"/{AGS}/").status_code == 200
    time_machine(LASTS + timedelta(minutes=1))
    asked = otto.get(f"/{AGS}/").headers["Location"]
    assert asked == f"/anmelden/?next=/{AGS}/"
    assert "gilt einen Arbeitstag" in otto.get(asked).content.decode()


def test_only_the_button_is_shown_where_the_town_wants_it(agreed: Callable[..., None]) -> None:
    User.objects.create_user("lokal", password=PASSWORD)
    agreed(only=True, button="Mit dem Rathaus-Konto")
    browser = TownBrowser()
    page = browser.get("/anmelden/?next=/konto/").content.decode()
    assert "Mit dem Rathaus-Konto" in page
    assert 'type="password"' not in page
    link = unescape(re.findall(r'href="(\?passwort[^"]+)"', page)[0])
    assert 'type="password"' in browser.get(f"/anmelden/{link}").content.decode()
    given = {"username": "lokal", "password": "falsch"}
    wrong = browser.here.post("/anmelden/", given, secure=True)
    assert 'type="password"' in wrong.content.decode()


def test_a_group_may_give_the_tasks_of_one_organisation(
    town: Municipality, provider: TownProvider, agreed: Callable[..., None]
) -> None:
    agreed(roles=(GroupRole("klima", AGS, Role.EDITOR, "Stadtwerke"),))
    assert TownBrowser().sign_on("otto").status_code == 403  # there is none: no role at all
    town.organisations.create(name="Stadtwerke")
    assert TownBrowser().sign_on("otto").status_code == 302
    role = Membership.objects.get()
    assert (role.role, str(role.organisation)) == ("editor", "Stadtwerke")


def test_without_the_setting_there_is_no_such_way(settings: Any) -> None:
    settings.SIGN_ON = None
    browser = TownBrowser()
    assert browser.get("/anmelden/stadt/").status_code == 404
    assert browser.get("/anmelden/stadt/zurueck/").status_code == 404
    assert "Konto der Stadt" not in browser.get("/anmelden/").content.decode()


def typed_after_the_end(browser: TownBrowser, name: str) -> HttpResponse:
    """Somebody sends a form whose session has ended, and signs on from the page they get."""
    new = {"name": name, "street": "", "postcode": ""}
    page = browser.here.post(f"/{AGS}/gebaeude/neu/", new, secure=True).content.decode()
    assert page.count('name="kept"') == 2  # by the button and by password
    kept = unescape(re.findall(r'name="kept" value="([^"]*)"', page)[0])
    action = unescape(re.findall(r'action="(/anmelden/stadt/[^"]*)"', page)[0])
    led = browser.here.post(action, {"kept": kept}, secure=True).content.decode()
    there = unescape(re.findall(r'content="0; url=([^"]+)"', led)[0])
    return browser.get(path_of(browser.at_provider(there, "otto")))


def test_what_was_typed_before_the_session_ended_stands_there_after_signing_on() -> None:
    otto = TownBrowser()
    came = typed_after_the_end(otto, "Grundschule am Deich")
    assert came.headers["Location"] == f"/{AGS}/gebaeude/neu/"
    assert "Grundschule am Deich" in otto.get(f"/{AGS}/gebaeude/neu/").content.decode()


def test_too_much_to_come_along_is_left_out_and_one_is_in_all_the_same() -> None:
    otto = TownBrowser()
    noise = "".join(map(chr, random.Random(7).choices(range(0x4E00, 0x9FFF), k=3000)))
    came = typed_after_the_end(otto, noise)
    assert came.headers["Location"] == f"/{AGS}/gebaeude/neu/"
    assert noise not in otto.get(f"/{AGS}/gebaeude/neu/").content.decode()
