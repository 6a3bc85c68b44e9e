"""Settings of signing on: all that belongs together, or a sentence."""

from pathlib import Path

import pytest

from klimamosaik.people.roles import Role
from klimamosaik.people.sign_on.provider_settings import GroupRole
from klimamosaik.web.setting_refusals import SettingRefused
from klimamosaik.web.sign_on_settings import read_sign_on

HERE = "https://klima.example.org"
WHOLE = {
    "ISSUER": "https://sso.example.org/realms/stadt",
    "CLIENT": "klimamosaik",
    "SECRET": "nobody-reads-this",
    "ROLES": "klima-admin=03403000:admin, klima=03403000:editor:Stadtwerke Süd",
}


def variables(**given: str) -> dict[str, str]:
    """Environment variables; what is empty is not set."""
    return {f"KLIMAMOSAIK_OIDC_{k}": v for k, v in {**WHOLE, **given}.items() if v}


def test_without_any_setting_there_are_passwords_only() -> None:
    assert read_sign_on({"KLIMAMOSAIK_ADDRESS": HERE}, here=HERE) is None


def test_groups_roles_and_organisations_are_read() -> None:
    found = read_sign_on(variables(), here=HERE)
    assert found is not None
    assert found.roles == (
        GroupRole("klima-admin", "03403000", Role.ADMIN),
        GroupRole("klima", "03403000", Role.EDITOR, "Stadtwerke Süd"),
    )
    assert (found.groups, found.scopes, found.only) == ("groups", "openid profile email", False)
    assert "nobody-reads-this" not in repr(found)


def test_a_group_may_be_named_with_an_equals_sign() -> None:
    found = read_sign_on(variables(ROLES="cn=klima=03403000:reader"), here=HERE)
    assert found is not None
    assert found.roles == (GroupRole("cn=klima", "03403000", Role.READER),)


def test_the_secret_may_stand_in_a_file(tmp_path: Path) -> None:
    kept = tmp_path / "secret"
    kept.write_text("from-a-file\n")
    found = read_sign_on(variables(SECRET="", SECRET_FILE=str(kept)), here=HERE)
    assert found is not None
    assert found.secret == "from-a-file"


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"ISSUER": ""}, "OIDC_ISSUER is missing"),
        ({"CLIENT": ""}, "OIDC_CLIENT is missing"),
        ({"ROLES": ""}, "OIDC_ROLES is missing"),
        ({"SECRET": ""}, "one of them"),
        ({"SECRET_FILE": "/x"}, "one of them"),
        ({"SECRET": "", "SECRET_FILE": "/nowhere/secret"}, "cannot be read"),
        ({"SECRET": "", "SECRET_FILE": "/dev/null"}, "which is empty"),
        ({"ISSUER": "http://sso.example.org"}, "https is needed"),
        ({"ISSUER": "sso.example.org"}, "an address like"),
        ({"ISSUER": "https://"}, "an address like"),
        ({"ISSUER": "https://[::1"}, "an address like"),
        ({"ISSUER": "https://u:p@sso.example.org"}, "an address like"),
        ({"ISSUER": "https://sso.example.org/.well-known/openid-configuration"}, "without /.well"),
        ({"SCOPES": "profile"}, "openid among them"),
        ({"ONLY": "yes"}, "allowed are 0, 1"),
        ({"ROLES": "klima"}, "GROUP=AGS:ROLE"),
        ({"ROLES": "=03403000:editor"}, "GROUP=AGS:ROLE"),
        ({"ROLES": "klima=3403000:editor"}, "an AGS has eight digits"),
        ({"ROLES": "klima=03403000:chief"}, "reader, editor, publisher, admin"),
        ({"ROLES": ","}, "no role"),
    ],
)
def test_what_cannot_be_taken_is_named(given: dict[str, str], sentence: str) -> None:
    with pytest.raises(SettingRefused, match=sentence) as refused:
        read_sign_on(variables(**given), here=HERE)
    assert "nobody-reads-this" not in str(refused.value)
    assert "u:p@" not in str(refused.value)


def test_the_provider_must_know_where_to_send_people_back_to() -> None:
    with pytest.raises(SettingRefused, match="needs KLIMAMOSAIK_ADDRESS"):
        read_sign_on(variables(), here="")
