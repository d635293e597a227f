"""The JSON schema of the request, made from the models so that the two cannot disagree."""

from typing import Any, Final

from pydantic.json_schema import GenerateJsonSchema

from gate.model.request.deployment import DeploymentRequest

SCHEMA_ID: Final = "urn:ai-decision-gate:deployment-request:1.0.0"
"""The identity of the schema; a change that old requests do not survive needs another one."""


class _Untitled(GenerateJsonSchema):
    """Leaves out the titles that only repeat a field's name."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


def request_schema() -> dict[str, Any]:
    """The request as a JSON schema (2020-12).

    Every `$ref` points into the document's own `$defs`, and no field is a union with null, so that
    the type checker of OPA sees every field.
    """
    return {
        "$schema": GenerateJsonSchema.schema_dialect,
        "$id": SCHEMA_ID,
        **DeploymentRequest.model_json_schema(schema_generator=_Untitled),
    }
