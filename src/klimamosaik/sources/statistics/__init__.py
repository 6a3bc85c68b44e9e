"""Ways in for public statistics: tables per municipality key, published balances. No Django."""
