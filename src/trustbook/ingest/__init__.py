"""From the tables of a paper to a draft return: which table is which dataset, which column which, what is left out."""
