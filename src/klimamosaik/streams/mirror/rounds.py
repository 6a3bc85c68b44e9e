"""One round of a mirror: what is listed, what is new, and a part of the history.

Each page is stored before the next is asked for, and noted only then how far it is. Whoever dies
between the two reads a page again, and the store knows its readings already: nothing is lost and
nothing counts twice.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from klimamosaik.observations.operations.arriving import take_in
from klimamosaik.sources.sensorthings.asking import (
    SensorThingsClient,
    ServerPage,
    SourceUnreachable,
)
from klimamosaik.sources.sensorthings.entities import KINDS, RemoteSeries, list_of, series_in
from klimamosaik.sources.sensorthings.observation import (
    RemoteReading,
    readings_in,
    readings_path,
)
from klimamosaik.sources.sensorthings.times import moment_of, zulu
from klimamosaik.streams.mirror.deleted_series import follow_gone
from klimamosaik.streams.mirror.loops import others, passed_on, refuse_self
from klimamosaik.streams.mirror.placing import MirroredPlaces
from klimamosaik.streams.mirror.readings import readings_of
from klimamosaik.streams.mirror.unit_changes import fetched_since
from klimamosaik.streams.models import DataSource, SourceSeries
from klimamosaik.streams.retention import BEGIN
from klimamosaik.streams.source_state import heard, keep_progress, state_of, stored
from klimamosaik.terms.text import Text

LISTED = 100  # series a page
TOP = 1_000  # readings a page; a server may give fewer
RECENT = timedelta(days=7)  # of a series seen first comes at once; the rest in its own time
OVERLAP = 4  # times the promised interval that is read again, for readings that came late
LEAST, MOST = timedelta(hours=1), timedelta(days=2)  # of the overlap
Spare = Callable[[], bool]  # is there time left in this round?


@dataclass
class MirrorRound:
    """One round over one server."""

    source: DataSource
    client: SensorThingsClient
    now: datetime
    spare: Spare
    progress: dict[str, Any] = field(default_factory=dict)
    listed: dict[str, RemoteSeries] = field(default_factory=dict)  # what was listed anew
    took: bool = False  # readings were stored
    ours: dict[str, int] = field(default_factory=dict)  # by page: series that came from us

    def work(self) -> None:
        """List, fetch what is new of all series, then as much history as there is time for."""
        self.progress = dict(state_of(self.source).progress)
        try:
            self.all_of_it()
        finally:
            if self.took:
                stored(self.source, at=self.now)
        keep_progress(self.source, self.progress)

    def all_of_it(self) -> None:
        """The steps of a round."""
        places = MirroredPlaces.of(self.source)
        whole = self.list_series(places)
        heard(self.source, at=self.now)
        if whole:
            held = [each for each in places.series.values() if each.datastream is not None]
            if not follow_gone(held, self.listed, self.client, now=self.now, spare=self.spare):
                self.progress["etags"] = {}  # listed anew the next time
        if self.all_news(wanted(places, self.source)):
            self.history(wanted(places, self.source))

    def list_series(self, places: MirroredPlaces) -> bool:
        """Take what the server lists; True where it listed all of it anew.

        A page that has not changed since it was read last is not sent again.
        """
        tags: dict[str, Any] = {}
        whole = True
        for kind in KINDS:
            path = list_of(kind, top=LISTED)
            while path:
                page, same = self.listed_page(kind, path, places)
                if page is None:
                    break
                whole = whole and not same
                refuse_self(self.client.mark)
                listed = [passed_on(each, self.client.mark) for each in series_in(page.rows, kind)]
                found = others(listed)
                self.ours[path] = len(listed) - len(found)
                places.take(found, at=self.now)
                self.listed |= {each.entity.link: each for each in found}
                if page.etag:
                    tags[path] = [page.etag, page.next]
                if page.next in tags:
                    raise SourceUnreachable(CIRCLE)
                path = page.next
        self.progress["etags"] = tags
        if whole:
            self.progress["ours"] = sum(self.ours.values())
        return whole

    def listed_page(
        self, kind: str, path: str, places: MirroredPlaces
    ) -> tuple[ServerPage | None, bool]:
        """A page of the list, and whether it is as it was; no page where the set is not there.

        MultiDatastreams are an extension: servers without it answer 404 or 501, some 500. Where
        some of them are here that is a fault of the day, and takes none of them away.
        """
        etag, follows = self.progress.get("etags", {}).get(path, ("", ""))
        try:
            page = self.client.page(path, etag=etag)
        except SourceUnreachable as error:
            held = any(key.startswith(f"{kind}(") for key in places.series)
            if kind == "Datastreams" or held or not error.status:
                raise
            return None, False
        return (ServerPage((), follows, etag), True) if page is None else (page, False)

    def all_news(self, series: list[SourceSeries]) -> bool:
        """Fetch what is new of all series; False where there was no time for all of them.

        Those that were never read come first; what is left over is listed anew the next time.
        """
        for each in sorted(series, key=lambda one: "upto" in one.state):
            if not self.spare():
                self.progress |= {"etags": {}, "unfinished": True}
                return False
            self.news(each)
        self.progress["unfinished"] = False
        return True

    def news(self, series: SourceSeries) -> None:
        """Fetch what came since the last round, and a little before it again.

        A series whose span is as it was is not asked about.
        """
        remote, state = self.listed.get(series.key), series.state
        if remote is None:  # its page of the list has not changed
            return
        said = [zulu(each) for each in remote.span] if remote.span else None
        if "upto" in state and said is not None and state.get("said") == said:
            return
        self.reach_back(state, remote)
        begin = self.begin_of(series, remote)
        for newest in self.readings(series, remote, begin=begin, end=None):
            if newest is not None:
                state["upto"] = max(zulu(newest), state.get("upto", ""))
            series.save(update_fields=["state"])
        state["said"] = said
        state.setdefault("upto", zulu(begin))
        series.save(update_fields=["state"])

    def reach_back(self, state: dict[str, Any], remote: RemoteSeries) -> None:
        """Where older readings than ever before have come, the history is open again."""
        first = zulu(self.first_of(state, remote)) if remote.span else ""
        if first and first < state.get("first", ""):
            state.update(first=first, back=first, whole=False)

    def begin_of(self, series: SourceSeries, remote: RemoteSeries) -> datetime:
        """From when on news are fetched; of a series seen first the last days, history later."""
        state = series.state
        upto = moment_of(state.get("upto", ""))
        if upto is not None:
            overlap = min(max(OVERLAP * self.source.promised_every, LEAST), MOST)
            return max(upto - overlap, moment_of(state["from"]) or BEGIN)
        oldest = self.first_of(state, remote)
        begin = oldest if remote.span is None else max(remote.span[1] - RECENT, oldest)
        state["from"] = zulu(begin)
        state["back"] = zulu(oldest)
        state["first"] = state["back"]
        state["whole"] = state["back"] >= state["from"]
        state["checked"] = zulu(self.now)  # what comes now need not be compared today
        return begin

    def first_of(self, state: dict[str, Any], remote: RemoteSeries) -> datetime:
        """Its first reading that is to be kept."""
        since = fetched_since(self.source, state, self.now)
        return max(since, remote.span[0]) if remote.span else since

    def history(self, series: list[SourceSeries]) -> None:
        """Fetch what is older, the oldest first, while there is time; how far it is is noted."""
        open_ones = [each for each in series if each.state.get("whole") is False]
        begun = self.progress.setdefault("history", {}).setdefault("begun", zulu(self.now))
        for each in open_ones:
            if not self.spare():
                break
            self.older(each)
        self.progress["history"] = history_progress(series, begun=begun, now=self.now)

    def older(self, series: SourceSeries) -> None:
        """Fetch older readings of one series, page by page."""
        state = series.state
        begin, end = moment_of(state["back"]), moment_of(state["from"])
        remote = self.listed.get(series.key)
        for newest in self.readings(series, remote, begin=begin or BEGIN, end=end):
            if newest is not None:
                state["back"] = zulu(newest)
            series.save(update_fields=["state"])
            if not self.spare():
                return
        state["whole"] = True
        series.save(update_fields=["state"])

    def readings(
        self,
        series: SourceSeries,
        remote: RemoteSeries | None,
        *,
        begin: datetime,
        end: datetime | None,
    ) -> Iterator[datetime | None]:
        """Store readings that begin in [begin, end), page by page; the newest of each.

        Those of a page's last instant wait for the next page, where others of it may stand.
        """
        stream = series.datastream
        if stream is None:
            return
        kind = remote.observation_type if remote else stream.observation_type
        waiting: list[RemoteReading] = []
        for page in self.client.pages(readings_path(series.key, begin=begin, end=end, top=TOP)):
            found = [*waiting, *readings_in(page.rows, observation_type=kind)]
            last = max((each.begin for each in found), default=None)
            waiting = [each for each in found if each.begin == last] if page.next else []
            ready = [each for each in found if not waiting or each.begin != last]
            frame = readings_of(stream.pk, ready)
            if not frame.is_empty():
                take_in(frame, name=self.source.name)
                self.took = True
            yield last


def wanted(places: MirroredPlaces, source: DataSource) -> list[SourceSeries]:
    """The series that stand and that a person did not leave out."""
    left_out = set(source.options.get("left_out", []))
    return [
        each
        for each in places.series.values()
        if each.datastream is not None
        and each.datastream.gone_at is None
        and each.key not in left_out
    ]


def history_progress(series: list[SourceSeries], *, begun: str, now: datetime) -> dict[str, Any]:
    """How far the history is: share 0..1, and seconds left where that can be told."""
    done = whole = 0.0
    for each in series:
        first, back, until = (
            moment_of(each.state.get(name, "")) for name in ("first", "back", "from")
        )
        if first is None or back is None or until is None or until <= first:
            continue
        whole += (until - first).total_seconds()
        done += ((until if each.state.get("whole") else back) - first).total_seconds()
    share = done / whole if whole else 1.0
    spent = (now - (moment_of(begun) or now)).total_seconds()
    left = spent * (1 - share) / share if 0 < share < 1 and spent > 0 else None
    return {"begun": begun, "share": share, "left": left}


CIRCLE = Text(
    "Der Server führt mit seinen Folgeseiten im Kreis.",
    "The server leads in a circle with its next pages.",
)
