"""The datasets: the schema of each, a reader that names every bad cell, and a period's return as one object."""
