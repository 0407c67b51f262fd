"""What a notebook puts on the page: sentences, tables and charts, each made from an analysis."""
