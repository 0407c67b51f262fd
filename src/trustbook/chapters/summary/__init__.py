"""Answer where the year is forecast to end, what changed since the previous return, and what members should note."""
