"""Settings of signing on with the town's accounts; anything unclear fails loudly."""

import os
import re
from collections.abc import Mapping
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from klimamosaik.people.roles import Role
from klimamosaik.people.sign_on.agreed import GroupRole, SignOnAgreement
from klimamosaik.web.environment import PREFIX, SettingRefused, listed, one_of

OIDC = f"{PREFIX}OIDC_"
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
            raise SettingRefused(
                f"{OIDC}{name} is missing: {', '.join(OIDC + each for each in NEEDED)} and "
                f"{OIDC}SECRET or {OIDC}SECRET_FILE belong together."
            )
    if not here:
        raise SettingRefused(
            f"{OIDC}ISSUER needs {PREFIX}ADDRESS, where the provider sends people back to."
        )
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
        raise SettingRefused(
            f"{OIDC}ISSUER is not usable: an address like https://sso.example.org/realms/town is "
            "allowed, without /.well-known/openid-configuration."
        )
    if url.scheme == "http" and not on_this_machine(host):
        raise SettingRefused(f"{OIDC}ISSUER is {text!r}: https is needed.")
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
        raise SettingRefused(f"{OIDC}SECRET or {OIDC}SECRET_FILE is needed, one of them.")
    if "SECRET" in given:
        return given["SECRET"]
    path = Path(given["SECRET_FILE"])
    try:
        read = path.read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "not a text"
        raise SettingRefused(
            f"{OIDC}SECRET_FILE is {str(path)!r}, which cannot be read ({why})."
        ) from error
    if not read:
        raise SettingRefused(f"{OIDC}SECRET_FILE is {str(path)!r}, which is empty.")
    return read


def scopes(text: str) -> str:
    """What is asked for, with spaces between; without openid it would be another protocol."""
    if "openid" not in text.split():
        raise SettingRefused(
            f"{OIDC}SCOPES is {text!r}: words with spaces between are allowed, openid among them."
        )
    return " ".join(text.split())


def group_roles(text: str) -> tuple[GroupRole, ...]:
    """Read which group gives which role: GROUP=AGS:ROLE or GROUP=AGS:ROLE:ORGANISATION."""
    found = tuple(group_role(part) for part in listed(text))
    if not found:
        raise SettingRefused(f"{OIDC}ROLES is {text!r}: that gives no role to anybody.")
    return found


def group_role(text: str) -> GroupRole:
    """Read what one group gives."""
    group, _, given = text.rpartition("=")
    found = re.fullmatch(r"\s*(\d{8})\s*:\s*(\w+)\s*(?::\s*(\S.*))?", given, re.ASCII)
    if not group.strip() or not found or found[2] not in set(Role):
        raise SettingRefused(
            f"{OIDC}ROLES has {text!r}: GROUP=AGS:ROLE or GROUP=AGS:ROLE:ORGANISATION is allowed, "
            f"with commas between; an AGS has eight digits, a role is one of {', '.join(Role)}."
        )
    return GroupRole(group.strip(), found[1], Role(found[2]), found[3] or "")
