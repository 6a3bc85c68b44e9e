"""Planning: which measures when, what a tonne costs, what a pilot brings elsewhere, what lags."""
