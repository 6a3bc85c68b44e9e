"""Who is told of troubles by e-mail."""

from collections.abc import Sequence

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from klimamosaik.alarms.models import TroubleMail
from klimamosaik.places.models import Municipality
from klimamosaik.records.operations import delete, save


@transaction.atomic
def tell_these(
    *, municipality: Municipality, addresses: Sequence[str], by: AbstractBaseUser | None
) -> None:
    """These addresses are told from now on, and no others.

    Raises InputRejected for what is no address; then all stay as they were.
    """
    wanted = dict.fromkeys(address.strip() for address in addresses if address.strip())
    held = {each.address: each for each in municipality.trouble_mails.all()}
    for address in wanted:
        if address not in held:
            save(TroubleMail(municipality=municipality, address=address), by=by)
    for address, row in held.items():
        if address not in wanted:
            delete(row, by=by)
