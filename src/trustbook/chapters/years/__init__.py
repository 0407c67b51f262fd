"""Answer what was agreed for each year, where it ended, and whether next year's sum covers this year's cost."""
