"""The sensor standard by MQTT: readings created, and everything that changes told."""
