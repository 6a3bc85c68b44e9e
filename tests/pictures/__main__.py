"""Build the synthetic town in a folder of its own and draw it."""

import os

from tests import temporary_data  # noqa: F401  # before the settings: a data folder of its own

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "klimamosaik.web.settings"
    from klimamosaik.web.commands import start_django

    start_django()
    from klimamosaik.web.demo.story import tell_story
    from tests.demo import DEMO_AT, progress
    from tests.pictures.drawing import pictures
    from tests.pictures.kept import FOLDER, keep

    town = tell_story(at=DEMO_AT, progress=progress).municipality
    for name, size in keep(pictures(town)).items():
        print(f"{FOLDER / name}: {size / 1000:.0f} kB")
