"""Look through a draft cell by cell with its source next to it, on a page of this machine."""
