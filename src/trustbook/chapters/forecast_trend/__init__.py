"""Answer how far above the contract sum the year is forecast to end, how that changed, and what drives it."""
