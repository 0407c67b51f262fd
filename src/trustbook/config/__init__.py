"""What a workspace says of itself: its body, its parameters, its assumptions, and where its things are."""
