"""Balances as numbers: cells, factors, verdict, shares of the nation, causes of a change."""
