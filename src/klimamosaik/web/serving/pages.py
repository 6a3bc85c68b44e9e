"""The process that answers requests: `python -m klimamosaik.web.serving.pages`."""

import argparse
import signal
import sys
from importlib import import_module

from klimamosaik.web.serving.claims import handed_over
from klimamosaik.web.serving.memory import loading
from klimamosaik.web.serving.watching import end_with


def main() -> None:
    """Answer on the socket that was handed over until asked to stop."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--socket", type=int, required=True)
    parser.add_argument("--parent", type=int, required=True)
    given = parser.parse_args()
    end_with(given.parent)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))

    with loading():
        from django.conf import settings

        from klimamosaik.web.serving.server import server_on
        from klimamosaik.web.wsgi import application  # sets Django up

        import_module(settings.ROOT_URLCONF)  # and with it all pages
        from klimamosaik.web.serving.warming import start_warming  # after Django is set up

    server = server_on(handed_over(given.socket), application, patience=settings.WAIT_SECONDS)
    start_warming()
    server.run()


if __name__ == "__main__":
    main()
