"""Run the stages in order, for one workspace or many, here or on workers elsewhere; say meanwhile what is done."""
