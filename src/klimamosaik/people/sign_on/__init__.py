"""Signing on with the town's accounts: OpenID Connect."""
