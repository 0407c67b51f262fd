"""Answer what became of the actions that the last meeting agreed: done, open or overdue."""
