"""The preview of an upload as a browser sees it and as the reader understood it."""

import re
from html import unescape

from django.test import Client

from klimamosaik.observations.intake.parsing import FilePreview
from klimamosaik.observations.operations.staging import staged
from klimamosaik.observations.operations.uploads import staging_folder
from tests.web.conftest import AGS


def page_of(client: Client, link: str) -> str:
    return unescape(client.get(link).content.decode())


def understood(client: Client, link: str) -> FilePreview:
    token = link.rstrip("/").rsplit("/", 1)[-1]
    user = int(client.session["_auth_user_id"])
    kept = staged(root=staging_folder(), token=token, ags=AGS, user=user)
    assert kept is not None
    return kept.understood()[0]


def sent(html: str) -> dict[str, str]:
    """Every field of the page as a browser would send it."""
    fields: dict[str, str] = {}
    for name, options in re.findall(r'<select name="(f0[^"]*)"[^>]*>(.*?)</select>', html, re.S):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        first = re.search(r'<option value="([^"]*)"', options)
        assert first is not None
        fields[name] = unescape((chosen or first)[1])
    for tag in re.findall(r'<input [^>]*name="f0[^>]*>', html):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        assert name is not None
        if "checkbox" not in tag and "radio" not in tag:
            fields[name[1]] = unescape(value[1]) if value else ""
    return fields
