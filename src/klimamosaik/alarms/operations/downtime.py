"""Times in which this software, or a part of it, did not run: nobody listened to sensors then."""

import socket
from collections.abc import Iterator
from datetime import datetime, timedelta

from klimamosaik.alarms.kernel.durations import lasting
from klimamosaik.alarms.models import SignOfLife, TroubleRule
from klimamosaik.alarms.operations.trouble_states import FoundTrouble
from klimamosaik.alarms.rules import facts
from klimamosaik.streams.models import DataSource
from klimamosaik.terms.period import LOCAL
from klimamosaik.terms.text import Text, joined

WATCH = "watch"  # the name of the work that looks for troubles itself
TIMES = 3  # a sign of life may be late by so many of its intervals


def stood_still(*, now: datetime, back: bool) -> list[FoundTrouble]:
    """Parts that do not run now, and the time in which nobody looked.

    back: who asks is the work that looks itself, so that time is over; else it goes on. Told to
    every municipality with a source that runs; without one nobody waits for sensors.
    """
    concerned = sorted(
        set(DataSource.objects.filter(paused_at=None).values_list("municipality_id", flat=True))
    )
    return [
        FoundTrouble(
            rule=TroubleRule.SOFTWARE_DOWN,
            municipality=ags,
            since=since,
            because=because,
            ended=over,
        )
        for ags in concerned
        for since, because, over in gaps(now, back=back)
    ]


def gaps(now: datetime, *, back: bool) -> Iterator[tuple[datetime, Text, datetime | None]]:
    """Since when, why, and until when where it is over: of signs of life that are late."""
    signs = SignOfLife.objects.filter(ended_at=None).order_by("name", "host")
    late = [sign for sign in signs if now - sign.at > patience(sign)]
    own = next((sign for sign in late if back and is_own_watch(sign)), None)
    if own is not None:  # whether other parts work shows from now on
        told = {"since": own.at.astimezone(LOCAL), "span": lasting(now - own.at)}
        yield own.at, NOBODY_LOOKED.format(until=now.astimezone(LOCAL), **told), now
        return
    parts = []
    for sign in late:
        told = {"since": sign.at.astimezone(LOCAL), "span": lasting(now - sign.at)}
        parts.append((sign.at, PART_DOWN.format(name=sign.name, host=sign.host, **told)))
    if parts:
        yield min(at for at, _ in parts), joined([text for _, text in parts], " "), None


def is_own_watch(sign: SignOfLife) -> bool:
    """True for the sign of the work that looks on this machine."""
    return sign.name == WATCH and sign.host == socket.gethostname()


def begin_anew(*, now: datetime) -> None:
    """Back after a while: every part has its time again to say that it works."""
    signs = SignOfLife.objects.filter(ended_at=None)
    if any(is_own_watch(sign) and now - sign.at > patience(sign) for sign in signs):
        signs.update(at=now)


def patience(sign: SignOfLife) -> timedelta:
    """How long nothing may be heard of a process."""
    return max(timedelta(minutes=facts()["promise"]["down_minutes"]), TIMES * sign.every)


NOBODY_LOOKED = Text(
    "Von {since:time} bis {until:time} ({span}) lief Klimamosaik nicht: In dieser Zeit hat "
    "niemand auf Sensoren gehört. Was Netzwerkserver und Broker aufheben, kommt nach; der Rest "
    "fehlt.",
    "From {since:time} to {until:time} ({span}) Klimamosaik did not run: nobody listened to "
    "sensors meanwhile. What network servers and brokers keep comes later; the rest is missing.",
)
PART_DOWN = Text(
    "Der Teil „{name}“ auf {host} gibt seit {since:time} kein Lebenszeichen: Was über ihn kommt, "
    "kommt gerade nicht an.",
    "The part “{name}” on {host} shows no sign of life since {since:time}: what comes through it "
    "does not arrive just now.",
)
