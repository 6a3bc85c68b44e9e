"""All of an installation in one archive that can be checked, and back from it."""
