"""The command line: one file per group of commands, and one per form of output."""
