from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "klimamosaik.web"
    label = "web"

    def ready(self) -> None:
        """Look at the database's file at each request."""
        from klimamosaik.web.same_database import watch

        watch()
