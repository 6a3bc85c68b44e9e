"""Where things are: municipality, building, meter point, weather station."""
