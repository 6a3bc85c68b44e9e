"""Other SensorThings servers: asked politely, their entities and readings as plain values."""
