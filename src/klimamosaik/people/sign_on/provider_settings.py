"""What is agreed with the town's identity provider. No Django: the settings are read with it."""

from dataclasses import dataclass, field

from klimamosaik.people.roles import Role


@dataclass(frozen=True)
class GroupRole:
    """Who is in a group of the town has this role in a municipality."""

    group: str  # as the provider writes it
    ags: str
    role: Role
    organisation: str = ""  # name of the one they work for; empty: for the whole municipality


@dataclass(frozen=True)
class SignOnAgreement:
    """All that is said in settings of signing on."""

    issuer: str  # address of the provider
    client: str  # how the provider calls this installation
    secret: str = field(repr=False)
    here: str  # address people find this installation at, without a path
    roles: tuple[GroupRole, ...]
    groups: str = "groups"  # the claim that holds them; a.b: b inside of a
    scopes: str = "openid profile email"
    button: str = ""  # what stands on it; empty: our own words
    only: bool = False  # passwords under a link only
