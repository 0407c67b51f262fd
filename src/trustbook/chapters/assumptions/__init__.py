"""Answer which numbers nobody reported, who chose them, and what they move."""
