"""Define the datasets, read them from files naming every bad cell, and assemble a period's data."""
