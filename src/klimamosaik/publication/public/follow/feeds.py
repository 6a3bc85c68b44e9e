"""Atom feeds: what changed and what is decided next. Nobody leaves an address to follow them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.utils.feedgenerator import Atom1Feed

from klimamosaik.publication.public.xml_text import plain
from klimamosaik.publication.queries.changes import public_changes
from klimamosaik.publication.queries.decisions import PublicDecision, public_decisions
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.measures import public_measure
from klimamosaik.publication.queries.paths import figure_path, measure_path, page_path
from klimamosaik.publication.queries.results import PublicChange
from klimamosaik.terms.text import Language, Text, joined

FEED = "neues.atom"
MOST = 50  # entries of a feed
TAGGED = "2026"  # a tag names a year in which the name was one's own (RFC 4151)
TITLE = Text("{title}: {after}", "{title}: {after}")
BEFORE = Text("Vorher: {before}", "Before: {before}")
NEXT = Text("Nächste Entscheidung: {name}", "Next decision: {name}")
DAY_ONLY = Text("Am {day} wird entschieden.", "It is decided on {day}.")
DECIDED = Text("Am {day} entscheidet: {by}.", "Decided on {day} by: {by}.")
TOWN = Text("Klima in {town}: was sich ändert", "Climate in {town}: what changes")
MEASURE = Text("{name}: was sich ändert", "{name}: what changes")


@dataclass(frozen=True)
class FeedEntry:
    """One piece of news."""

    id: str  # last part of its tag; it stays
    title: Text
    said: Text
    path: str
    at: datetime


@dataclass(frozen=True)
class Followed:
    """What a feed is about."""

    known: Known
    language: Language
    root: str  # scheme and host
    title: Text
    page: str  # path
    entries: tuple[FeedEntry, ...]


class PublicFeed(Atom1Feed):
    """A feed that says when it was last changed, also while it is empty."""

    since: datetime

    def latest_post_date(self) -> datetime:
        """The newest entry's time; without one, when the page became public."""
        return super().latest_post_date() if self.items else self.since


def town_feed(known: Known, language: Language, root: str) -> bytes:
    """Everything new in a municipality."""
    entries = [
        *(changed(known, each, language) for each in public_changes(known, most=MOST)),
        *(decided(known, each, language) for each in public_decisions(known)),
    ]
    title = TOWN.format(town=known.town.name)
    page = page_path(known.town.ags, language=language)
    return written(Followed(known, language, root, title, page, newest(entries)))


def measure_feed(known: Known, language: Language, root: str, pk: int) -> bytes:
    """Everything new about a measure. Raises NoLongerPublic or NotPublic."""
    measure = public_measure(known, pk)
    figures = {measure.figure, *(each.figure for each in measure.indicators)}
    changes = [each for each in public_changes(known) if each.figure in figures]
    entries = [
        *(changed(known, each, language) for each in changes),
        *(decided(known, each, language) for each in public_decisions(known) if each.measure == pk),
    ]
    title = MEASURE.format(name=measure.name)
    page = measure_path(known.town.ags, pk, language)
    return written(Followed(known, language, root, title, page, newest(entries)))


def newest(entries: Iterable[FeedEntry]) -> tuple[FeedEntry, ...]:
    """The newest first, as many as a feed holds."""
    return tuple(sorted(entries, key=lambda each: (each.at, each.id), reverse=True)[:MOST])


def changed(known: Known, change: PublicChange, language: Language) -> FeedEntry:
    """A figure that says something else, and why."""
    before = [BEFORE.format(before=change.before)] if change.before else []
    return FeedEntry(
        id=f"{change.figure}/{change.at:%Y-%m-%dT%H:%M:%SZ}",
        title=TITLE.format(title=change.title, after=change.after),
        said=joined([change.because, *([change.below] if change.below else before)], " "),
        path=figure_path(known.town.ags, change.figure, language=language),
        at=change.at,
    )


def decided(known: Known, decision: PublicDecision, language: Language) -> FeedEntry:
    """A decision that is to come."""
    return FeedEntry(
        id=f"massnahme-{decision.measure}/entscheidung/{decision.day}",
        title=NEXT.format(name=decision.name),
        said=(DECIDED if decision.by else DAY_ONLY).format(day=decision.day, by=decision.by),
        path=measure_path(known.town.ags, decision.measure, language),
        at=decision.known_since,
    )


def written(followed: Followed) -> bytes:
    """The feed as Atom."""
    town, language = followed.known.town, followed.language
    feed = PublicFeed(
        title=plain(followed.title.in_(language)),
        link=followed.root + followed.page,
        description="",
        language=language,
        author_name=plain(town.publisher),
        feed_url=followed.root + followed.page + FEED,
        feed_guid=tag(followed, ""),
        feed_copyright=plain(town.attribution.in_(language)),
    )
    feed.since = followed.known.published.newest
    for entry in followed.entries:
        feed.add_item(
            title=plain(entry.title.in_(language)),
            link=followed.root + entry.path,
            description=plain(entry.said.in_(language)),
            unique_id=tag(followed, entry.id),
            updateddate=entry.at,
            pubdate=entry.at,
        )
    text: str = feed.writeString("utf-8")
    return text.encode()


def tag(followed: Followed, id: str) -> str:
    """A name for ever, in each language: it stays when addresses or titles change."""
    host = urlsplit(followed.root).hostname
    about = followed.page if not id else f"/klima/{followed.known.town.ags}/{id}"
    return f"tag:{host},{TAGGED}:{about}#{followed.language}"
