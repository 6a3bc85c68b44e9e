"""The whole way in a real browser, which holds pages to their security policy."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.models import User
from pytest_django.live_server_helper import LiveServer

from tests.people.sign_on.conftest import PASSWORD, agreement, running

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.django_db(transaction=True)]


def test_one_signs_on_and_is_logged_out_at_both(
    browser: "Browser", live_server: LiveServer, settings: Any, town: Any, tmp_path: Path
) -> None:
    User.objects.create_user("lokal")  # somebody set this up
    for provider in running(tmp_path, live_server.url):
        settings.SIGN_ON = agreement(provider.issuer, here=live_server.url)
        context = browser.new_context(locale="de-DE")
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.goto(f"{live_server.url}/konto/")
        page.click("text=Mit dem Konto der Stadt anmelden")
        page.fill("[name=username]", "otto")
        page.fill("[name=password]", PASSWORD)
        page.click("text=Anmelden")
        page.wait_for_url(f"{live_server.url}/konto/")
        assert "Angemeldet als Otto Öhm" in page.inner_text("main")

        page.click("text=Abmelden")
        page.wait_for_url(f"{live_server.url}/anmelden/")  # by way of the provider
        page.click("text=Mit dem Konto der Stadt anmelden")
        assert page.locator("[name=password]").count() == 1
        assert page.url.startswith(provider.issuer.removesuffix("/o"))
        context.close()
