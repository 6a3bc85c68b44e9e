"""The application as a web server calls it."""

import os

from django.core.wsgi import get_wsgi_application

from klimamosaik.web.private_files import keep_private

keep_private()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "klimamosaik.web.settings")
application = get_wsgi_application()
