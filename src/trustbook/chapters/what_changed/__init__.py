"""Answer what changed since the month before, figure by figure."""
