"""What a device's bytes mean: written as data per device type, run without foreign code."""
