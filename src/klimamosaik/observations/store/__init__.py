"""The store of readings: fresh ones in the database, settled ones as files, days of both."""
