"""The municipalities whose key figures ship, beside the synthetic town: first balance and wall.

Nothing is invented for them and nothing is theirs: every figure is an estimate from public
statistics, and every page says so.
"""

from django.contrib.auth.models import User

from klimamosaik.balance.shipped_municipalities import shipped_places
from klimamosaik.people.models import Membership, Role
from klimamosaik.places.models import Municipality
from klimamosaik.places.operations import found_municipality


def beside_it(*, user: User) -> tuple[Municipality, ...]:
    """Found the municipalities that are not there yet; the user may look at all of them."""
    places = shipped_places()
    there = {town.ags: town for town in Municipality.objects.all()}
    found = []
    for ags, name in zip(map(str, places.ags), map(str, places.name), strict=True):
        town = there.get(ags) or found_municipality(ags=ags, name=name, by=user)
        Membership.objects.get_or_create(
            user=user, municipality=town, defaults={"role": Role.EDITOR}
        )
        found.append(town)
    return tuple(found)
