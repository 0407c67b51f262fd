"""Compare what papers state with the data and with each other, and give each claim a verdict."""
