"""Settings of signing on with the town's accounts; anything unclear fails loudly."""

import os
import re
from collections.abc import Mapping
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from klimamosaik.people.roles import Role
from klimamosaik.people.sign_on.provider_settings import GroupRole, SignOnAgreement
from klimamosaik.terms.text import Text
from klimamosaik.web.environment import listed, one_of
from klimamosaik.web.setting_refusals import PREFIX, SettingRefused

OIDC = f"{PREFIX}OIDC_"
SECRETS = {"secret": f"{OIDC}SECRET", "file": f"{OIDC}SECRET_FILE"}
NEEDED = ("ISSUER", "CLIENT", "ROLES")
DISCOVERY = ".well-known"  # what comes after the address of the issuer
WHOLE_ISSUER = re.compile(r"https?://[^\s?#@]+")  # no question, no place in a page, no password


def read_sign_on(variables: Mapping[str, str] = os.environ, *, here: str) -> SignOnAgreement | None:
    """Read what is agreed with the provider; None where nothing is said. Raises SettingRefused.

    here: the public address, to which the provider sends people back.
    """
    given = {name[len(OIDC) :]: v for name, v in variables.items() if name.startswith(OIDC) and v}
    if not given:
        return None
    for name in NEEDED:
        if name not in given:
            needed = ", ".join(OIDC + each for each in NEEDED)
            raise SettingRefused(MISSING.format(name=OIDC + name, needed=needed, **SECRETS))
    if not here:
        raise SettingRefused(NO_WAY_BACK.format(name=f"{OIDC}ISSUER", address=f"{PREFIX}ADDRESS"))
    return SignOnAgreement(
        issuer=issuer(given["ISSUER"]),
        client=given["CLIENT"],
        secret=secret(given),
        here=here,
        roles=group_roles(given["ROLES"]),
        groups=given.get("GROUPS", "groups"),
        scopes=scopes(given.get("SCOPES", "openid profile email")),
        button=given.get("BUTTON", ""),
        only=one_of("OIDC_ONLY", given.get("ONLY", "0"), ("0", "1")) == "1",
    )


def issuer(text: str) -> str:
    """The address of the provider: with https, or on this machine."""
    try:
        url = urlsplit(text)
        host = url.hostname or ""
    except ValueError:
        host = ""
    if not host or len(text) > 200 or WHOLE_ISSUER.fullmatch(text) is None or DISCOVERY in text:
        raise SettingRefused(NO_ISSUER.format(name=f"{OIDC}ISSUER"))
    if url.scheme == "http" and not on_this_machine(host):
        raise SettingRefused(NOT_SAFE.format(name=f"{OIDC}ISSUER", text=text))
    return text


def on_this_machine(host: str) -> bool:
    """True for a name or address that no wire leads to."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def secret(given: Mapping[str, str]) -> str:
    """The secret, from a setting or a file; what it is stands in no message."""
    if ("SECRET" in given) == ("SECRET_FILE" in given):
        raise SettingRefused(ONE_SECRET.format(**SECRETS))
    if "SECRET" in given:
        return given["SECRET"]
    path = Path(given["SECRET_FILE"])
    try:
        read = path.read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or NO_TEXT
        raise SettingRefused(NOT_READ.format(**SECRETS, path=str(path), why=why)) from error
    if not read:
        raise SettingRefused(EMPTY.format(**SECRETS, path=str(path)))
    return read


def scopes(text: str) -> str:
    """What is asked for, with spaces between; without openid it would be another protocol."""
    if "openid" not in text.split():
        raise SettingRefused(NO_SCOPES.format(name=f"{OIDC}SCOPES", text=text))
    return " ".join(text.split())


def group_roles(text: str) -> tuple[GroupRole, ...]:
    """Read which group gives which role: GROUP=AGS:ROLE or GROUP=AGS:ROLE:ORGANISATION."""
    found = tuple(group_role(part) for part in listed(text))
    if not found:
        raise SettingRefused(NOBODY.format(name=f"{OIDC}ROLES", text=text))
    return found


def group_role(text: str) -> GroupRole:
    """Read what one group gives."""
    group, _, given = text.rpartition("=")
    found = re.fullmatch(r"\s*(\d{8})\s*:\s*(\w+)\s*(?::\s*(\S.*))?", given, re.ASCII)
    if not group.strip() or not found or found[2] not in set(Role):
        roles = ", ".join(Role)
        raise SettingRefused(NO_GROUP.format(name=f"{OIDC}ROLES", text=text, roles=roles))
    return GroupRole(group.strip(), found[1], Role(found[2]), found[3] or "")


MISSING = Text(
    "{name} fehlt: {needed} und {secret} oder {file} gehören zusammen.",
    "{name} is missing: {needed} and {secret} or {file} belong together.",
)
NO_WAY_BACK = Text(
    "{name} braucht {address}, wohin der Anbieter Menschen zurückschickt.",
    "{name} needs {address}, where the provider sends people back to.",
)
NO_ISSUER = Text(
    "{name} ist nicht verwendbar: Erlaubt ist eine Adresse wie "
    "https://sso.example.org/realms/town, ohne /.well-known/openid-configuration.",
    "{name} is not usable: an address like https://sso.example.org/realms/town is allowed, without "
    "/.well-known/openid-configuration.",
)
NOT_SAFE = Text("{name} ist „{text}“: Nötig ist https.", "{name} is “{text}”: https is needed.")
ONE_SECRET = Text(
    "{secret} oder {file} ist nötig, eines von beiden.",
    "{secret} or {file} is needed, one of them.",
)
NO_TEXT = Text("kein Text", "not a text")
NOT_READ = Text(
    "{file} ist „{path}“, was sich nicht lesen lässt ({why}).",
    "{file} is “{path}”, which cannot be read ({why}).",
)
EMPTY = Text("{file} ist „{path}“, und das ist leer.", "{file} is “{path}”, which is empty.")
NO_SCOPES = Text(
    "{name} ist „{text}“: Erlaubt sind Wörter mit Leerzeichen dazwischen, darunter openid.",
    "{name} is “{text}”: words with spaces between are allowed, openid among them.",
)
NOBODY = Text(
    "{name} ist „{text}“: Das gibt niemandem eine Rolle.",
    "{name} is “{text}”: that gives no role to anybody.",
)
NO_GROUP = Text(
    "{name} enthält „{text}“: Erlaubt ist GRUPPE=AGS:ROLLE oder GRUPPE=AGS:ROLLE:ORGANISATION, mit "
    "Komma dazwischen; ein AGS hat acht Ziffern, eine Rolle ist eine von {roles}.",
    "{name} has “{text}”: GROUP=AGS:ROLE or GROUP=AGS:ROLE:ORGANISATION is allowed, with commas "
    "between; an AGS has eight digits, a role is one of {roles}.",
)
