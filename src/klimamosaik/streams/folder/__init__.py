"""A folder where load profiles arrive: each file is taken once, and nothing in it is moved."""
