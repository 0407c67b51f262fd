"""Answer what changed since the previous return, figure by figure."""
