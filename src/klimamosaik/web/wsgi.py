"""The application as a web server calls it."""

import os
from threading import Thread

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "klimamosaik.web.settings")
application = get_wsgi_application()


def warm_up() -> None:
    """Load what the first chart and the first wall need while nobody waits for them yet."""
    from klimamosaik.balance.shipped_municipalities import shipped_estimate
    from klimamosaik.drawing.theme import warm_up as draw_nothing

    shipped_estimate()
    draw_nothing()


Thread(target=warm_up, daemon=True).start()
