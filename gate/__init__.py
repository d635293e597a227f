"""A decision gate for AI deployments.

Start with `gate.decide`: one function tells the story of one decision.
"""

__version__ = "0.1.0"
