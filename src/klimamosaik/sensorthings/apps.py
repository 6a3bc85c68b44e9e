from django.apps import AppConfig


class SensorThingsConfig(AppConfig):
    name = "klimamosaik.sensorthings"

    def ready(self) -> None:
        """Note what is to be told by MQTT, and teach SQLite what filters ask of texts."""
        from django.db.backends.signals import connection_created

        from klimamosaik.sensorthings.mqtt.noted_changes import listen
        from klimamosaik.sensorthings.selecting.sqlite_functions import make_known

        listen()
        connection_created.connect(make_known)
