"""Answer what the programme has saved, for which children and for what money, and what is counted twice."""
