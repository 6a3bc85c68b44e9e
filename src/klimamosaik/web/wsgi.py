"""The application as a web server calls it."""

import os

from django.core.wsgi import get_wsgi_application

from klimamosaik.web.private_files import keep_private

keep_private()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "klimamosaik.web.settings")
usual = get_wsgi_application()

from klimamosaik.sensorthings.writing.quick import QuickReadings  # noqa: E402  # once Django is set up
from klimamosaik.web.forwarded import believe_known_proxies  # noqa: E402
from klimamosaik.web.request_ids import numbered  # noqa: E402

application = QuickReadings(usual, around=(numbered, believe_known_proxies))
