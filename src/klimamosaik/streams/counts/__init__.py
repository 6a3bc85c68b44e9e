"""Files of counting stations: bicycles, people, vehicles a quarter of an hour."""
