"""Make what a notebook puts on the page: sentences, tables and charts, each from an analysis."""
