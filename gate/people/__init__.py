"""The organisation's own files: who may do what, and what its registers say."""
