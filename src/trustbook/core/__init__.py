"""What every room stands on: months, how figures are written, errors, text and files that can be trusted."""
