"""Having checkpoints stamped by a time-stamp authority, beside the writer of the log."""
