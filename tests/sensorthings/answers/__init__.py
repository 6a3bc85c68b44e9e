"""What the interface of the sensor standard answers to GET."""
