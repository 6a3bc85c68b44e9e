"""Rules of what is withheld: sets of meters, no Django."""
