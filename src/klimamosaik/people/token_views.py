"""The page on access tokens: which programs may read or write, since when, and who let them in."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from klimamosaik.people.access import municipality_page
from klimamosaik.people.forms import TokenForm
from klimamosaik.people.models import ApiToken, Role, TokenScope
from klimamosaik.people.queries import tokens_of
from klimamosaik.people.requests import current_user
from klimamosaik.people.tokens import HandedToken, make_token, revoke_token
from klimamosaik.places.models import Municipality
from klimamosaik.records.language import translate
from klimamosaik.records.withdrawal import PageBefore, WithdrawalQuestion, ask_first
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.text import Text, joined

REVOKED = Text("Der Zugangsschlüssel ist widerrufen.", "The access token is revoked.")


@dataclass(frozen=True)
class ShownToken:
    """A token as the page lists it."""

    token: ApiToken
    may: Text  # its scopes in words
    ended: bool  # its time is over; nobody revoked it

    @classmethod
    def of(cls, token: ApiToken, at: datetime) -> "ShownToken":
        """How a token stands at a moment."""
        may = joined(TokenScope(scope).text for scope in token.scopes)
        return cls(token, may, token.revoked_at is None and not token.stands(at))


@municipality_page(Role.ADMIN)
def tokens(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """Which programs may come in; one more token, whose key is shown once."""
    form, handed = TokenForm(request.POST or None), None
    if form.is_valid():
        try:
            handed, form = handed_out(request, municipality, form), TokenForm()
        except InputRejected as refusal:
            for complaint in refusal.complaints:
                form.add_error(None, translate(complaint.text))
    at = timezone.now()
    shown = [ShownToken.of(each, at) for each in tokens_of(municipality=municipality)]
    page = {"form": form, "handed": handed, "tokens": shown}
    answer = render(request, "people/tokens.html", page)
    answer["Cache-Control"] = "private, no-store"
    return answer


def handed_out(request: HttpRequest, municipality: Municipality, form: TokenForm) -> HandedToken:
    """Make the token that a valid form asks for. Raises InputRejected."""
    at, told = timezone.now(), form.cleaned_data
    return make_token(
        name=told["name"],
        scopes=[TokenScope(scope) for scope in told["scopes"]],
        municipality=municipality,
        datastreams=told["datastreams"],
        ends_at=at + timedelta(days=told["days"]) if told["days"] else None,
        by=current_user(request),
        at=at,
    )


@require_POST
@municipality_page(Role.ADMIN)
def token_revoke(request: HttpRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Take a token back."""
    token = get_object_or_404(tokens_of(municipality=municipality), pk=pk)
    by, at = current_user(request), timezone.now()
    return ask_first(
        request,
        WithdrawalQuestion(
            Text("Diesen Zugangsschlüssel widerrufen?", "Revoke this access token?"),
            Text(token.name, token.name),
            REFUSED_AT_ONCE,
            REVOKED,
            Text("Widerrufen", "Revoke"),
            final=True,
        ),
        lambda: revoke_token(token=token, by=by, at=at),
        before=PageBefore(TOKENS, reverse("tokens", args=[municipality.ags])),
    )


TOKENS = Text("Zugangsschlüssel für Programme", "Access tokens for programs")
REFUSED_AT_ONCE = Text(
    "Programme, die ihn benutzen, werden sofort abgewiesen. Wer wieder hinein soll, braucht einen "
    "neuen.",
    "Programs that use it are refused at once. Whoever is to come in again needs a new one.",
)
