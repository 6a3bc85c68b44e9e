from django.apps import AppConfig


class SensorThingsConfig(AppConfig):
    name = "klimamosaik.sensorthings"

    def ready(self) -> None:
        """Note what is to be told by MQTT."""
        from klimamosaik.sensorthings.mqtt.changes import listen

        listen()
