"""Pictures of the way: its course over the years, and what moves it."""
