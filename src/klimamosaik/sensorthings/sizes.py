"""How much one request of a program may bring; who shows no token has the limit of strangers."""

MOST_BYTES = 20_000_000  # [bytes] of a body: 300,000 rows of a data array
