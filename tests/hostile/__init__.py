"""The hostile suite: hostile texts in every text field, and what comes of them on pages, in files and on paper."""
