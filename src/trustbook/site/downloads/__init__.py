"""Publish the data of an edition as downloads: CSV files and a workbook, with their descriptions."""
