"""Answer how many placements of each type there are, what they cost, and why that changed."""
