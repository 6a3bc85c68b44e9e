"""The few settings there are, read from environment variables; anything unclear fails loudly."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult

from klimamosaik.sources.mqtt.address import broker_address
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.parts_of_address import split_address
from klimamosaik.web.data_folder import kept_secret_key, made_folder
from klimamosaik.web.setting_refusals import (
    MEANT,
    NO_ADDRESS,
    NO_BACKUP_FOLDER,
    NO_BROKER,
    NO_HOST,
    NO_NETWORK,
    NO_NUMBER,
    NO_SENDER,
    NOT_ONE_OF,
    NOT_PUBLIC,
    PREFIX,
    UNKNOWN,
    SettingRefused,
    forms_of,
    starts_with,
)

MAIL_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
SIGN_ON = {  # read by sign_on_settings
    "OIDC_ISSUER", "OIDC_CLIENT", "OIDC_SECRET", "OIDC_SECRET_FILE", "OIDC_BUTTON", "OIDC_GROUPS",
    "OIDC_SCOPES", "OIDC_ROLES", "OIDC_ONLY",
}  # fmt: skip
FOR_TESTS = {"SHARED", "TEST_POSTGRES"}  # read by the test suite only


@dataclass(frozen=True)
class Environment:
    """All settings of one installation."""

    data: Path  # folder of the database and the settled readings
    database: str  # URL; empty: SQLite in the data folder
    secret_key: str
    hosts: tuple[str, ...]  # names the server answers to
    address: str  # where people find it, as https://klima.example.org; empty: not said
    proxies: tuple[IPv4Network | IPv6Network, ...]  # whose word on who asks is taken
    workers: int  # processes that answer requests
    wait_seconds: int  # for a request's head, for pauses in body or answer [s]
    idle_minutes: int  # without a click, then a person is logged out [min]
    second_factor: str  # who must have one: off, admins, all
    upload_mb: int  # largest upload [MB]
    read_mb: int  # memory that reading one upload may take [MB]
    read_seconds: int  # time that reading one upload may take [s]
    read_cells: int  # cells a table may have
    api_per_minute: int  # requests of one address to the API a minute
    api_at_once: int  # requests of one address to the API at a time
    mqtt: str  # URL of the broker; empty: none
    mqtt_receiving: tuple[str, ...]  # addresses of brokers, as others are told them
    mqtt_creating: tuple[str, ...]
    mqtt_topics: tuple[str, ...]  # told although no broker says that somebody asks
    mail: str  # URL of the server that sends e-mail; empty: none is sent
    mail_from: str  # address it is sent from
    backup: Path | None  # folder that holds a backup of each day; None: none are made
    backup_hour: int  # of the day in Germany, from which on it is made
    backup_days: int  # so many days keep a backup
    backup_weeks: int  # so many weeks keep one
    log_requests: bool  # a line a request in the log
    debug: bool
    language: str  # of the command line: de or en


NUMBERS = {  # field -> default, least, most
    "workers": (1, 1, 64),
    "wait_seconds": (30, 1, 600),
    "idle_minutes": (480, 5, 10_080),
    "upload_mb": (50, 1, 2000),
    "read_mb": (2_000, 200, 1_000_000),
    "read_seconds": (120, 1, 3600),
    "read_cells": (25_000_000, 1000, 10**10),
    "api_per_minute": (120, 1, 1_000_000),
    "api_at_once": (4, 1, 1000),
    "backup_hour": (3, 0, 23),
    "backup_days": (14, 1, 1000),
    "backup_weeks": (8, 0, 500),
}
KNOWN = {field.name.upper() for field in fields(Environment)} | SIGN_ON


def read_environment(variables: Mapping[str, str] = os.environ) -> Environment:
    """Read all settings. Raises SettingRefused for an unknown name or an unusable value."""
    given = {name[len(PREFIX) :]: v for name, v in variables.items() if name.startswith(PREFIX)}
    for name in sorted(given.keys() - KNOWN - FOR_TESTS):
        near = get_close_matches(name, KNOWN, n=1)
        allowed = ", ".join(PREFIX + k for k in sorted(KNOWN))
        said = MEANT if near else UNKNOWN
        meant = PREFIX + near[0] if near else ""
        raise SettingRefused(said.format(name=PREFIX + name, meant=meant, allowed=allowed))
    data = made_folder(Path(given.get("DATA", "klimamosaik-data")).expanduser().absolute())
    return Environment(
        data=data,
        database=given.get("DATABASE", ""),
        secret_key=given.get("SECRET_KEY") or kept_secret_key(data),
        hosts=host_names(given.get("HOSTS", "localhost,127.0.0.1,[::1]")),
        address=public_address(given.get("ADDRESS", "")),
        proxies=networks(given.get("PROXIES", "")),
        second_factor=one_of(
            "SECOND_FACTOR", given.get("SECOND_FACTOR", "off"), ("off", "admins", "all")
        ),
        mqtt=broker("MQTT", given.get("MQTT", "")),
        mqtt_receiving=brokers("MQTT_RECEIVING", given.get("MQTT_RECEIVING", "")),
        mqtt_creating=brokers("MQTT_CREATING", given.get("MQTT_CREATING", "")),
        mqtt_topics=tuple(given.get("MQTT_TOPICS", "").split()),  # commas stand inside of them
        **numbers(given),
        **mail_of(given.get("MAIL", ""), given.get("MAIL_FROM", "")),
        backup=backup_folder(given.get("BACKUP", ""), data),
        log_requests=one_of("LOG_REQUESTS", given.get("LOG_REQUESTS", "0"), ("0", "1")) == "1",
        debug=one_of("DEBUG", given.get("DEBUG", "0"), ("0", "1")) == "1",
        language=one_of("LANGUAGE", given.get("LANGUAGE", "de"), ("de", "en")),
    )


def numbers(given: Mapping[str, str]) -> dict[str, Any]:
    """All settings that are whole numbers, by the name of their field."""
    return {
        name: whole_number(name.upper(), given.get(name.upper(), str(default)), low=low, high=high)
        for name, (default, low, high) in NUMBERS.items()
    }


def whole_number(name: str, text: str, *, low: int, high: int) -> int:
    """Read a whole number between low and high."""
    if not text.isdecimal() or not low <= int(text) <= high:
        raise SettingRefused(
            NO_NUMBER.format(name=PREFIX + name, text=text, low=str(low), high=str(high))
        )
    return int(text)


def listed(text: str) -> tuple[str, ...]:
    """What stands between commas."""
    return tuple(part.strip() for part in text.split(",") if part.strip())


def host_names(text: str) -> tuple[str, ...]:
    """Read names of this server as browsers say them, which would never fit with more in them."""
    found = listed(text)
    if wrong := [each for each in found if "/" in each or (":" in each and each[0] != "[")]:
        raise SettingRefused(NO_HOST.format(name=f"{PREFIX}HOSTS", text=wrong[0]))
    return found


def split_url(name: str, text: str) -> SplitResult:
    """The parts of an address; what was given may hold a password, and is not said again."""
    url = split_address(text)
    if "://" in url.path or (url.netloc and "@" in url.path + url.query + url.fragment):
        raise SettingRefused(NO_ADDRESS.format(name=PREFIX + name))
    return url


def public_address(text: str) -> str:
    """Read the address people find the pages at: scheme and name, maybe a port, no path."""
    url = split_url("ADDRESS", text.rstrip("/"))
    if text and (url.scheme not in ("http", "https") or not url.hostname or url.path or url.query):
        raise SettingRefused(NOT_PUBLIC.format(name=f"{PREFIX}ADDRESS", text=text))
    return url.geturl()


def networks(text: str) -> tuple[IPv4Network | IPv6Network, ...]:
    """Read addresses of proxies: single ones, or networks like 10.0.0.0/24."""
    try:
        return tuple(ip_network(part) for part in listed(text))
    except ValueError as error:
        raise SettingRefused(NO_NETWORK.format(name=f"{PREFIX}PROXIES", text=text)) from error


def broker(name: str, text: str) -> str:
    """Read the address of a broker, or nothing; what was given may hold a password."""
    try:
        if text:
            broker_address(text)
    except InputRejected as refusal:
        why = refusal.complaints[0].text
        raise SettingRefused(NO_BROKER.format(name=PREFIX + name, why=why)) from refusal
    return text


def brokers(name: str, text: str) -> tuple[str, ...]:
    """Read addresses of brokers as others are told them."""
    return tuple(broker(name, part) for part in listed(text))


def one_of(name: str, text: str, allowed: tuple[str, ...]) -> str:
    """Read one of a few words."""
    if text not in allowed:
        raise SettingRefused(
            NOT_ONE_OF.format(name=PREFIX + name, text=text, allowed=", ".join(allowed))
        )
    return text


def backup_folder(text: str, data: Path) -> Path | None:
    """Read where backups go; it need not be there now, a disk may come back."""
    folder = Path(text).expanduser()
    if text and (not folder.is_absolute() or folder.resolve().is_relative_to(data.resolve())):
        raise SettingRefused(
            NO_BACKUP_FOLDER.format(name=f"{PREFIX}BACKUP", text=text, data=f"{PREFIX}DATA")
        )
    return folder if text else None


def mail_of(url: str, sender: str) -> dict[str, Any]:
    """Read where e-mail goes out; both are said, or neither."""
    server = split_url("MAIL", url)
    if url and (server.scheme not in MAIL_PORTS or not server.hostname):
        raise starts_with(f"{PREFIX}MAIL", server, forms_of(MAIL_PORTS))
    if bool(url) != ("@" in sender):
        raise SettingRefused(
            NO_SENDER.format(name=f"{PREFIX}MAIL_FROM", text=sender, mail=f"{PREFIX}MAIL")
        )
    return {"mail": url, "mail_from": sender}
