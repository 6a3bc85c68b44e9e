"""Two who manage a town take each other's role at the same moment; in a process of its own."""

from threading import Event, Thread

import django
from django.core.management import call_command
from django.db import connection, transaction

django.setup()

from django.contrib.auth.models import User  # noqa: E402

from klimamosaik.people.models import Membership, Role  # noqa: E402
from klimamosaik.people.operations import change_role  # noqa: E402
from klimamosaik.places.models import Municipality  # noqa: E402
from klimamosaik.terms.complaint import InputRejected  # noqa: E402

SAME_MOMENT = 2.0  # [s] the first has not finished, the second begins


def take(membership: Membership, by: User, begun: Event, *, first: bool) -> None:
    """Take a role; the first waits with it taken, the second begins once it does."""
    if not first:
        begun.wait()
    try:
        with transaction.atomic():
            change_role(membership=membership, role=Role.READER, by=by)
            begun.set()
            if first:
                Event().wait(SAME_MOMENT)
    except InputRejected as refused:
        print(refused.complaints[0].code)
    finally:
        connection.close()


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    town = Municipality.objects.create(ags="03403000", name="Oldenburg")
    ada, ben = (User.objects.create_user(name) for name in ("ada", "ben"))
    held = [
        Membership.objects.create(user=each, municipality=town, role=Role.ADMIN)
        for each in (ada, ben)
    ]
    begun = Event()
    both = [
        Thread(target=take, args=(held[1], ada, begun), kwargs={"first": True}),
        Thread(target=take, args=(held[0], ben, begun), kwargs={"first": False}),
    ]
    for each in both:
        each.start()
    for each in both:
        each.join()
    print(Membership.objects.filter(role=Role.ADMIN).count())
