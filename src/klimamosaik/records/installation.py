"""Which installation this is: a mark that others of us see, and that says nothing else of it."""

from django.utils.crypto import salted_hmac

LETTERS = 16


def installation_mark() -> str:
    """The same for all processes of one data folder, another one for each key of a server."""
    return salted_hmac("klimamosaik.installation", "", algorithm="sha256").hexdigest()[:LETTERS]
