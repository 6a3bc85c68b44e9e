"""E-mail about troubles: one when a trouble begins, one when it ends, through the town's server."""

import logging
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse

from klimamosaik.alarms.models import Trouble, TroubleMail
from klimamosaik.places.models import Municipality
from klimamosaik.records.mail import mail_is_on
from klimamosaik.records.operations import delete, save
from klimamosaik.terms.period import LOCAL
from klimamosaik.terms.text import Text

ONE_BY_ONE = 5  # of more troubles that begin or end at once one mail tells all
STALE = timedelta(days=7)  # troubles noticed before are not told any more
logger = logging.getLogger("klimamosaik.alarms")


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


def tell(*, at: datetime) -> int:
    """Send what has not been told yet; how many mails went out.

    A mail is noted once the server has taken it: where the machine dies in between it is sent
    again, never lost. What cannot be sent is tried again the next time.
    """
    if not mail_is_on():
        return 0
    sent = 0
    addresses = TroubleMail.objects.order_by("municipality", "pk")
    for town in Municipality.objects.filter(trouble_mails__in=addresses).distinct():
        to = [each.address for each in town.trouble_mails.all()]
        for troubles, ends in (*grouped(begun_in(town, at)), *grouped(ended_in(town), ends=True)):
            if not send(town, troubles, to, ends=ends):
                return sent
            note(troubles, ends=ends, at=at)
            sent += 1
    return sent


def begun_in(town: Municipality, at: datetime) -> list[Trouble]:
    """Troubles nobody was told of, also where they are over by now."""
    fresh = Trouble.objects.filter(municipality=town, mailed_at=None, noticed_at__gte=at - STALE)
    return list(fresh.order_by("since", "pk"))


def ended_in(town: Municipality) -> list[Trouble]:
    """Troubles that were told and are over, of which that was not."""
    told = Trouble.objects.filter(municipality=town, end_mailed_at=None).exclude(mailed_at=None)
    return list(told.exclude(ended_at=None).order_by("ended_at", "pk"))


def grouped(
    troubles: Sequence[Trouble], *, ends: bool = False
) -> Iterator[tuple[Sequence[Trouble], bool]]:
    """One mail each, or one for all where they are many."""
    if len(troubles) > ONE_BY_ONE:
        yield troubles, ends
    else:
        yield from (([each], ends) for each in troubles)


def send(town: Municipality, troubles: Sequence[Trouble], to: Sequence[str], *, ends: bool) -> bool:
    """True where the server took the mail."""
    message = EmailMessage(
        subject=subject(town, troubles, ends=ends),
        body="\n\n".join([*(mail_text(each, ends=ends) for each in troubles), link(town)]).strip(),
        to=list(to),
    )
    try:
        message.send()
    except OSError:  # and every fault of smtplib, which are of its kind
        logger.exception("a mail about troubles could not be sent; it is tried again")
        return False
    return True


def subject(town: Municipality, troubles: Sequence[Trouble], *, ends: bool) -> str:
    """What the mail is about, in one line."""
    if len(troubles) > 1:
        form = MANY_ENDED if ends else MANY_BEGUN
        return form.format(town=town.name, n=len(troubles)).de
    form = ENDED if ends else BEGUN
    return form.format(town=town.name, kind=troubles[0].kind_text).de


def mail_text(trouble: Trouble, *, ends: bool) -> str:
    """What is wrong, or that it no longer is; in German, and in English below."""
    said = Text(trouble.because.get("de", ""), trouble.because.get("en", ""))
    if ends and trouble.ended_at is not None:
        said = OVER.format(at=trouble.ended_at.astimezone(LOCAL), because=said)
    elif (cost := trouble.cost_a_year) is not None:
        said = WITH_COST.format(because=said, cost=cost.text("rough"))
    return f"{said.de}\n{said.en}"


def link(town: Municipality) -> str:
    """Where the list stands; nothing where the server's own address is not known."""
    return f"{settings.PUBLIC_ADDRESS}{reverse('troubles', args=[town.ags])}" * bool(
        settings.PUBLIC_ADDRESS
    )


def note(troubles: Sequence[Trouble], *, ends: bool, at: datetime) -> None:
    """Note that it was told; what was over before is told of in the same mail."""
    rows = Trouble.objects.filter(pk__in=[each.pk for each in troubles])
    if ends:
        rows.update(end_mailed_at=at)
        return
    rows.update(mailed_at=at)
    over = [each.pk for each in troubles if each.ended_at is not None]
    Trouble.objects.filter(pk__in=over).update(end_mailed_at=at)


BEGUN = Text("{town}: {kind}", "{town}: {kind}")
ENDED = Text("{town}: beendet: {kind}", "{town}: over: {kind}")
MANY_BEGUN = Text("{town}: {n:neue Störung|neue Störungen}", "{town}: {n:new trouble|new troubles}")
MANY_ENDED = Text(
    "{town}: {n:Störung beendet|Störungen beendet}", "{town}: {n:trouble|troubles} over"
)
OVER = Text("Seit {at:time} beendet. Es war: {because}", "Over since {at:time}. It was: {because}")
WITH_COST = Text("{because} Kosten im Jahr: {cost}.", "{because} Cost a year: {cost}.")
