"""Accounts, roles and organisations: who may do what, and who is asking."""
