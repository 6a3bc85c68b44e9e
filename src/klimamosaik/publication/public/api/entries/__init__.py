"""What answers hold: each entry with its fields, their meaning and their units."""
