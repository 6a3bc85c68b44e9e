from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "klimamosaik.people"
    verbose_name = "Personen"

    def ready(self) -> None:
        """Visits begin with a log-in, from the first one on."""
        from klimamosaik.people.log_in import idle

        assert idle
