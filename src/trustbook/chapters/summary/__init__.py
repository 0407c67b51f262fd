"""Answer where the year is forecast to end, what changed since last month, and what members should note."""
