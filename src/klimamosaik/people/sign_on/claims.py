"""Who the provider says somebody is: claims read, and nothing believed that is not a word."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

LONGEST = 150  # characters of a name, as the accounts hold them


@dataclass(frozen=True)
class TownPerson:
    """A person as the town's provider knows them."""

    issuer: str
    subject: str
    username: str  # wished for; "" where nothing usable was said
    first_name: str
    last_name: str
    email: str
    groups: frozenset[str] | None  # None: the provider leaves open which

    @property
    def full_name(self) -> str:
        """First and last name, or whatever name there is."""
        return f"{self.first_name} {self.last_name}".strip() or self.username


def person_in(claims: Mapping[str, Any], *, groups: str) -> TownPerson:
    """The person of checked claims; `groups` is the claim that holds the groups.

    Raises ValueError where issuer or subject cannot name an account.
    """
    first, last = names_in(claims)
    return TownPerson(
        issuer=key(claims.get("iss")),
        subject=key(claims.get("sub")),
        username=username_in(claims),
        first_name=first,
        last_name=last,
        email=word(claims.get("email"))[:254],
        groups=groups_in(claims, groups),
    )


def key(value: object) -> str:
    """What makes an account the same: taken as it is, or not at all."""
    if not isinstance(value, str) or not 0 < len(value) <= 255 or not value.isprintable():
        raise ValueError("issuer or subject is no word of 1 to 255 characters")
    return value


def word(value: object) -> str:
    """A text in one line, without what nobody can see; "" for anything else."""
    if not isinstance(value, str):
        return ""
    return " ".join("".join(c if c.isprintable() else " " for c in value).split())


def names_in(claims: Mapping[str, Any]) -> tuple[str, str]:
    """First and last name."""
    first, last = word(claims.get("given_name")), word(claims.get("family_name"))
    if not first and not last:
        first, _, last = word(claims.get("name")).rpartition(" ")
    return first[:LONGEST], last[:LONGEST]


def username_in(claims: Mapping[str, Any]) -> str:
    """The user name somebody has at the provider, as far as one may look so here."""
    wished = word(claims.get("preferred_username")) or word(claims.get("email")).split("@")[0]
    return re.sub(r"[^\w.@+-]", "", wished)[: LONGEST - 10]  # room for a number behind it


def claim(claims: Mapping[str, Any], name: str) -> object:
    """A claim by its name; `realm_access.roles` is also `roles` inside of `realm_access`."""
    if name in claims:
        return claims[name]
    outer, dot, inner = name.partition(".")
    inside = claims.get(outer)
    return claim(inside, inner) if dot and isinstance(inside, Mapping) else None


def groups_in(claims: Mapping[str, Any], name: str) -> frozenset[str] | None:
    """The groups somebody is in; None where the provider says that there are more than it tells.

    Entra ID leaves a claim out for who is in no group; where there are too many to send, it names
    it in `_claim_names` or says `hasgroups`.
    """
    found = claim(claims, name)
    if found is None:
        elsewhere = claims.get("_claim_names")
        named = isinstance(elsewhere, Mapping) and name in elsewhere
        return None if named or claims.get("hasgroups") is True else frozenset()
    listed = [found] if isinstance(found, str) else found
    if not isinstance(listed, list):
        raise ValueError("the claim of groups is neither a word nor a list")
    return frozenset(each for each in listed if isinstance(each, str))
