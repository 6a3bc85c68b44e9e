"""Messages that come by MQTT, kept by the broker until what they say is stored. No Django."""
