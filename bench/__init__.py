"""Benchmarks, one row of the performance table each; `make bench` prints them all."""
