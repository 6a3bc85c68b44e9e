"""The sensor standard spoken outward: OGC SensorThings API 1.1 over the one store."""
