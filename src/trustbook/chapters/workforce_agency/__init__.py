"""Answer how many agency staff there are, what they cost, and what making them permanent would save."""
