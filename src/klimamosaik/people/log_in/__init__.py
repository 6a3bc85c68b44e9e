"""Logging in with name and password, and the brake on those who guess."""
