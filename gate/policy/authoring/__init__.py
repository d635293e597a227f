"""Writing policy: reading a folder of policies, refusing what cannot be right, and building it."""
