"""The committee's paper: the report that officers submit, written from an edition into a Word template."""
