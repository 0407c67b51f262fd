"""trustbook: the monthly finance report of a children's services trust, as a book that is computed."""

__version__ = "0.2.0"
