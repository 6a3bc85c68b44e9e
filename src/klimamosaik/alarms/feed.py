"""The office's Atom feed of troubles, behind a link that is a person's own."""

import hmac
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from django.contrib.auth.models import User
from django.core import signing
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from klimamosaik.alarms.queries import TroubleLine
from klimamosaik.people.access import role_in
from klimamosaik.places.models import Municipality
from klimamosaik.terms.text import Language, Text

SALT = "klimamosaik.alarms.feed"
TITLE = Text("Störungen: {town}", "Troubles: {town}")
OVER = Text("Beendet: {kind}", "Over: {kind}")
MOST = 100  # entries


def feed_token(user: User, municipality: Municipality) -> str:
    """What stands in the link; it opens nothing any more once the password or the role is gone."""
    return signing.dumps([user.pk, municipality.pk, seal(user)], salt=SALT, compress=False)


def seal(user: User) -> str:
    """A short mark of the person's password, so that a new one closes old links."""
    return sha256(user.password.encode()).hexdigest()[:12]


def opened_by(token: str, municipality: Municipality) -> User | None:
    """Whose link it is; None where it opens nothing here, or no longer."""
    try:
        pk, ags, sealed = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError):
        return None
    user = User.objects.filter(pk=pk, is_active=True).first()
    if user is None or ags != municipality.pk or not hmac.compare_digest(sealed, seal(user)):
        return None
    return user if role_in(user, municipality) is not None else None


class TroubleFeed(Atom1Feed):
    """A feed that says when it was made, also while it is empty."""

    made: datetime

    def latest_post_date(self) -> datetime:
        """The newest entry's time, or now."""
        return super().latest_post_date() if self.items else self.made


def written(
    municipality: Municipality,
    lines: Sequence[TroubleLine],
    *,
    root: str,
    language: Language,
    now: datetime,
) -> bytes:
    """Troubles that last and those that are over, the newest first, as Atom."""
    page = root + reverse("troubles", args=[municipality.ags])
    feed = TroubleFeed(
        title=TITLE.format(town=municipality.name).in_(language),
        link=page,
        description="",
        language=language,
        author_name=municipality.name,
    )
    feed.made = now
    newest = sorted(lines, key=lambda line: line.trouble.ended_at or line.trouble.noticed_at)
    for line in reversed(newest[-MOST:]):
        trouble, kind = line.trouble, line.trouble.kind_text
        at = trouble.ended_at or trouble.noticed_at
        feed.add_item(
            title=(OVER.format(kind=kind) if line.ended else kind).in_(language),
            link=root + reverse("trouble", args=[municipality.ags, trouble.pk]),
            description=line.because.in_(language),
            unique_id=f"{page}{trouble.pk}/{'over' if line.ended else 'begun'}",
            pubdate=at,
            updateddate=at,
        )
    text: str = feed.writeString("utf-8")
    return text.encode()
