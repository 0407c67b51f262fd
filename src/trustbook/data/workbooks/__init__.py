"""Read returns that are workbooks, in each format."""
