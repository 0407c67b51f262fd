"""Answer what reviews of the trust find, which risks are open, and how they could change the cost to the councils."""
