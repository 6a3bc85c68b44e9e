"""Feedback without an account: text, and an address only for whoever wants an answer."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest, HttpResponse
from django.http.request import QueryDict
from django.utils import timezone
from django.views.decorators.cache import never_cache

from klimamosaik.publication.feedback import receive
from klimamosaik.publication.public.answering import town_form
from klimamosaik.publication.public.framing import framed
from klimamosaik.publication.public.pages.form_token import new_token, read_token, too_many
from klimamosaik.publication.queries.known import Known
from klimamosaik.records.addresses import client_address
from klimamosaik.terms.period import local_day
from klimamosaik.terms.text import Language, Text

BELOW, TEMPLATE = "rueckmeldung/", "publication/pages/feedback.html"
LEAST, MOST, MOST_EMAIL, MOST_PAGE = 10, 4000, 200, 120  # characters
TOO_SHORT = Text(
    "Bitte schreiben Sie mindestens {least} Zeichen.", "Please write at least {least} characters."
)
TOO_LONG = Text(
    "Bitte kürzen Sie den Text auf höchstens {most:n} Zeichen.",
    "Please shorten the text to at most {most:n} characters.",
)
NO_EMAIL = Text(
    "Das ist keine E-Mail-Adresse, zum Beispiel: name@example.org. Sie können das Feld auch leer "
    "lassen.",
    "This is not an e-mail address, for example: name@example.org. You can also leave the field "
    "empty.",
)
STALE = Text(
    "Das Formular ist zu alt oder kam zu schnell zurück. Ihr Text steht noch da: Bitte warten Sie "
    "einen Moment und senden Sie ihn noch einmal.",
    "The form is too old or came back too fast. Your text is still there: please wait a moment and "
    "send it again.",
)
ENOUGH = Text(
    "Von hier kamen gerade viele Rückmeldungen. Bitte versuchen Sie es in einer Stunde wieder.",
    "Many messages came from here just now. Please try again in an hour.",
)


@dataclass(frozen=True)
class WrittenForm:
    """What somebody wrote, and what is wrong with it."""

    text: str = ""
    email: str = ""
    page: str = ""
    problems: dict[str, Text] = field(default_factory=dict)  # by field; "" of the whole

    @property
    def whole(self) -> Text | None:
        """What is wrong with the form as a whole."""
        return self.problems.get("")


@never_cache
@town_form
def feedback(request: HttpRequest, known: Known, language: Language) -> HttpResponse:
    """The form, and what becomes of it."""
    if request.method != "POST":
        page = request.GET.get("von", "")[:MOST_PAGE]
        return shown(request, known, language, WrittenForm(page=page))
    if request.POST.get("website"):  # a field nobody sees: only programs fill it
        return thanked(request, known, language)
    written = read(request.POST)
    if written.problems:
        return shown(request, known, language, written, status=400)
    return kept(request, known, language, written)


def read(post: QueryDict) -> WrittenForm:
    """What was written, with what is wrong with it."""
    text = post.get("text", "").replace("\x00", "").strip()
    email = post.get("email", "").strip()
    problems = {}
    if len(text) < LEAST:
        problems["text"] = TOO_SHORT.format(least=LEAST)
    elif len(text) > MOST:
        problems["text"] = TOO_LONG.format(most=MOST)
    if email and not is_email(email):
        problems["email"] = NO_EMAIL
    page = post.get("von", "").replace("\x00", "")[:MOST_PAGE]
    return WrittenForm(text[: 2 * MOST], email[:MOST_EMAIL], page, problems)


def is_email(said: str) -> bool:
    """True for an address of a length we keep."""
    try:
        validate_email(said)
    except ValidationError:
        return False
    return len(said) <= MOST_EMAIL


def kept(
    request: HttpRequest, known: Known, language: Language, written: WrittenForm
) -> HttpResponse:
    """Keep it, unless the form is stale or too many came; sent twice it is kept once."""
    now = timezone.now()  # what is known of the town may be as old as the day
    once = read_token(request.POST.get("token", ""), known.town.ags, now)
    if once is None:
        stale = WrittenForm(written.text, written.email, written.page, {"": STALE})
        return shown(request, known, language, stale, status=400)
    if too_many(known.town.ags, client_address(request), local_day(now)):
        enough = WrittenForm(written.text, written.email, written.page, {"": ENOUGH})
        response = shown(request, known, language, enough, status=429)
        response["Retry-After"] = "3600"
        return response
    receive(
        ags=known.town.ags,
        page=written.page,
        text=written.text,
        email=written.email,
        token=once,
        at=now,
    )
    return thanked(request, known, language)


def shown(
    request: HttpRequest,
    known: Known,
    language: Language,
    written: WrittenForm,
    status: int = 200,
) -> HttpResponse:
    """The form with a token of its own."""
    token = new_token(known.town.ags, timezone.now())
    response = framed(
        request, known, language, TEMPLATE, BELOW, written=written, token=token, most=MOST
    )
    response.status_code = status
    return response


def thanked(request: HttpRequest, known: Known, language: Language) -> HttpResponse:
    """A word of thanks, and what happens next."""
    return framed(request, known, language, TEMPLATE, BELOW, thanks=True)
