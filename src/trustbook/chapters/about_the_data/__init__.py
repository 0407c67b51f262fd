"""Answer what each period reports, and which papers the figures come from."""
