"""Draw charts: one theme, one way to put a chart on the page, one function for each chart."""
