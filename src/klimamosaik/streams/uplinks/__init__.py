"""LoRaWAN messages, pushed by HTTP or heard by MQTT, become readings of the town's sensors.

`operations.take_uplinks` is the door: it returns once all of it is committed.
"""
