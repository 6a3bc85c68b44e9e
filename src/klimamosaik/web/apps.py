from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "klimamosaik.web"
    label = "web"

    def ready(self) -> None:
        """Look at the database's file at each request; the agenda tells how the software runs."""
        from klimamosaik.agenda.queries import FURTHER
        from klimamosaik.records.same_database import watch
        from klimamosaik.web.running import running

        watch()
        FURTHER.append(running)
