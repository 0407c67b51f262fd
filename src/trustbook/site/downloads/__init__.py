"""The data of an edition to take away: CSV files and a workbook, with what describes them."""
