"""Answer how much of the savings is red, amber and green, and how much can still be delivered."""
