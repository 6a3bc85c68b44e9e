"""Master data of a municipality: its buildings and meters, listed and edited."""
