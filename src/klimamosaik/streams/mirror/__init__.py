"""Another SensorThings server, mirrored: its sensors and readings as ours, again and again."""
