"""Which roles groups give: the larger one where several speak of the same municipality."""

from collections.abc import Iterable, Set

from klimamosaik.people.roles import Role
from klimamosaik.people.sign_on.provider_settings import GroupRole


def roles_of(groups: Set[str], agreed: Iterable[GroupRole]) -> dict[str, GroupRole]:
    """What these groups give, by municipality."""
    found: dict[str, GroupRole] = {}
    for each in agreed:
        if each.group in groups and (each.ags not in found or reach(each) > reach(found[each.ags])):
            found[each.ags] = each
    return found


def reach(given: GroupRole) -> tuple[int, int]:
    """How much it allows: first in the whole municipality, then in one organisation's tasks.

    Who works for one organisation only reads the rest; who manages is never bound to one.
    """
    order = list(Role)
    narrow = given.organisation and given.role is not Role.ADMIN
    whole = Role.READER if narrow else given.role
    return order.index(whole), order.index(given.role)
