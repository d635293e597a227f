"""The canonical request: one file per block, every field as the schema names it."""

from gate.model.request.deployment import DeploymentRequest

__all__ = ["DeploymentRequest"]
