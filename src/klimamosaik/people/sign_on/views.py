"""The way to the town's provider and back, and the way out."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.views import LogoutView
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from klimamosaik.people.kept_input import FIELD, keep_typed
from klimamosaik.people.sign_on import provider
from klimamosaik.people.sign_on.expiry import SIGNED_ON, note_sign_on
from klimamosaik.people.sign_on.failures import SignOnFailed
from klimamosaik.people.sign_on.log_ins_under_way import keep_pending
from klimamosaik.people.sign_on.operations import arrive
from klimamosaik.people.sign_on.provider_log_out import end_sessions, session_over
from klimamosaik.people.sign_on.provider_settings import SignOnAgreement
from klimamosaik.records.language import translate
from klimamosaik.terms.text import Text

BACKEND = "django.contrib.auth.backends.ModelBackend"  # who reads the person of a session
LONGEST_WAY = 500  # characters; browsers drop a cookie of more than 4 kB
STILL_THERE = Text(
    "Hier sind Sie abgemeldet. Bei der Stadt sind Sie vielleicht noch angemeldet: Deren "
    "Anmeldung ist gerade nicht zu erreichen.",
    "You are logged out here. You may still be logged in at the town: its log-in cannot be "
    "reached just now.",
)


def agreement() -> SignOnAgreement:
    """What is agreed with the provider; without one there are no such pages."""
    agreed: SignOnAgreement | None = settings.SIGN_ON
    if agreed is None:
        raise Http404
    return agreed


@never_cache
@require_http_methods(["GET", "POST"])
def sign_on(request: HttpRequest) -> HttpResponse:
    """Send somebody to the provider; by POST with what they typed before their session ended."""
    wanted = inside(request, request.GET.get("next", ""))
    anew, typed = "anew" in request.GET, request.POST.get(FIELD, "")
    try:
        begun = provider.began(request, agreement(), next=wanted, anew=anew, typed=typed)
    except SignOnFailed as failure:
        return to_login(request, failure, wanted)
    response: HttpResponse = redirect(begun.address)
    if request.method == "POST":  # a form may lead to no other host: by a page of its own
        response = render(request, "people/sign_on/leading.html", {"there": begun.address})
    keep_pending(response, begun.pending)
    return response


@never_cache
@require_GET
def signed_on(request: HttpRequest) -> HttpResponse:
    """Let in whom the provider sends back, with what their groups give."""
    agreed = agreement()
    try:
        came = provider.came_back(request, agreed)
    except SignOnFailed as failure:
        return to_login(request, failure)
    user = arrive(person=came.person, agreed=agreed, at=timezone.now())
    if user is None:
        page = {"person": came.person}
        return render(request, "people/sign_on/no_role.html", page, status=403)
    login(request, user, backend=BACKEND)
    note_sign_on(
        request,
        id_token=came.id_token,
        session=came.session,
        subject=came.person.subject,
        at=timezone.now(),
    )
    keep_typed(request, came.typed)
    response = redirect(inside(request, came.next) or "start")
    keep_pending(response, came.pending)
    return response


@never_cache
@csrf_exempt
@require_POST
def ended_there(request: HttpRequest) -> HttpResponse:
    """The provider itself says that somebody's session there is over."""
    now = timezone.now()
    try:
        over = session_over(request.POST.get("logout_token", ""), agreement(), at=now)
    except SignOnFailed:
        return HttpResponse(status=400)
    end_sessions(over, at=now)
    return HttpResponse(status=200)


def inside(request: HttpRequest, address: str) -> str:
    """The address where it is one of ours, and short enough for a cookie; "" otherwise."""
    ours = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if ours and len(address) <= LONGEST_WAY else ""


def to_login(request: HttpRequest, failure: SignOnFailed, wanted: str = "") -> HttpResponse:
    """Back to the log-in, where the sentence stands and passwords still work."""
    messages.error(request, translate(failure.text))
    asked = {"next": wanted} if wanted else {}
    return redirect(f"{reverse('login')}?{urlencode(asked)}" if asked else "login")


class Logout(LogoutView):
    """Log out here and, for who came by it, at the town's provider.

    The way there is a page of its own: a form may lead to no other host (`form-action`).
    """

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """End both sessions."""
        kept = request.session.get(SIGNED_ON)
        response = super().post(request, *args, **kwargs)
        if not kept or settings.SIGN_ON is None:
            return response
        try:
            there = provider.way_out(settings.SIGN_ON, id_token=kept["id_token"])
        except SignOnFailed:
            messages.warning(request, translate(STILL_THERE))
            return response
        page = {"there": there}
        return render(request, "people/sign_on/leaving.html", page) if there else response
