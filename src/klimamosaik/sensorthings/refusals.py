"""What cannot be answered, in one sentence."""

import json
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language_from_request

from klimamosaik.terms.text import Text


class SensingRefused(Exception):
    """A request that is not served: its status and why."""

    def __init__(self, status: int, text: Text) -> None:
        super().__init__(text.en)
        self.status, self.text = status, text


NOT_THERE = Text(
    "Das gibt es hier nicht, oder es ist nicht öffentlich.",
    "There is no such thing here, or it is not public.",
)
TAKEN_BACK = Text(
    "Das war öffentlich und wurde zurückgenommen.", "This was public and has been taken back."
)
TOO_LARGE = Text(
    "Die Anfrage rechnet mit größeren Zahlen oder Texten, als es hier gibt.",
    "The query reckons with larger numbers or texts than there are here.",
)


def not_there() -> SensingRefused:
    """Nothing stands at an address, as far as the asker may know."""
    return SensingRefused(404, NOT_THERE)


def taken_back() -> SensingRefused:
    """What stood at an address was taken back."""
    return SensingRefused(410, TAKEN_BACK)


def refusal_response(request: HttpRequest, status: int, text: Text) -> HttpResponse:
    """The answer that says why, in the language of who asks."""
    language = get_language_from_request(request)
    body = {"code": status, "type": "error", "message": text.in_(language)}
    answer = HttpResponse(json.dumps(body, ensure_ascii=False), "application/json", status)
    answer["Content-Language"] = language
    # Django writes each answer from 500 on as an error of the server: here somebody asked for
    # what the standard does not know, as often as they like.
    answer._has_been_logged = status == HTTPStatus.NOT_IMPLEMENTED  # type: ignore[attr-defined]
    return answer
