"""Write the workbook in which a new return is filled in."""
