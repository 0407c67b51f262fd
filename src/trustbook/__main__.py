"""`python -m trustbook`: the command, by the interpreter that is named."""

from trustbook.command import main

if __name__ == "__main__":
    main()
