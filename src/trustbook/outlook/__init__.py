"""Say where a year may end: how far published forecasts have been from their outturn, and how sure that makes us."""
