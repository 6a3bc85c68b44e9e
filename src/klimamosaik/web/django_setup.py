"""Django in a process that does not begin at the command line."""

import os


def begin_with_django() -> None:
    """Set Django up with our settings, where nobody named others."""
    import django  # slow: only once it is needed

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "klimamosaik.web.settings")
    django.setup()
