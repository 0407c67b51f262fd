"""Editions and the site: what Jupyter Book builds of executed chapters, and what stands around it."""
