"""What a candidate for a release would have decided, and would decide, otherwise."""
