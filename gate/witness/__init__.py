"""Witnesses: others who saw every checkpoint of the log, so that it cannot show two histories."""
