"""All checks that a return must pass before a notebook may run; every result is one kind of finding."""
