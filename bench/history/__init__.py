"""A believable year of decisions, made again from a seed: `python -m bench.history`."""
