"""The application as a web server calls it."""

import os
from threading import Thread

from django.core.wsgi import get_wsgi_application

from klimamosaik.web.private_files import keep_private

keep_private()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "klimamosaik.web.settings")
application = get_wsgi_application()


def warm_up() -> None:
    """Load what the first wall needs while nobody waits for it yet."""
    from klimamosaik.balance.shipped_municipalities import shipped_estimate

    shipped_estimate()


Thread(target=warm_up, daemon=True).start()
