"""From a paper or a workbook to its tables, cell by cell, each with its place; what cannot be told is refused."""
