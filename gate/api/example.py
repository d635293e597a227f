"""The example of the OpenAPI document: the smallest request that makes sense."""

from gate.canon import JsonObject

EXAMPLE: JsonObject = {
    "request": {
        "schema_version": "1.0.0",
        "request": {
            "id": "6f0c1c3e-3c2e-4c0e-8a56-0a4d6a0f1d11",
            "created_at": "2026-11-23T09:00:00Z",
            "requested_by": {
                "id": "axel.nord@example.com",
                "role": "ml_engineer",
                "type": "human",
            },
            "environment": "dev",
            "action": "deploy",
            "synthetic_data_only": True,
        },
        "system": {
            "id": "manual-search",
            "name": "Manual search",
            "version": "0.3.0",
            "description": "Semantic search over public product manuals for the service desk.",
            "type": "predictive_ml",
            "org_unit": "engineering-tools",
            "owner": {"id": "frida.ahl@example.com", "role": "system_owner", "type": "human"},
            "purpose": "Return the five most similar manual paragraphs for a typed question.",
            "intended_uses": [
                {
                    "id": "iu1",
                    "description": "The service desk searches product manuals during a call.",
                    "users": ["service desk"],
                    "context": "internal web page",
                }
            ],
            "decision": {"role": "informs", "domain": "none", "legal_effect": False},
            "interacts_with_public": False,
            "generates_content": False,
            "personal_data": "none",
        },
        "classification": {
            "declared_tier": "minimal",
            "rationale": "Search over public manuals; no effect on persons.",
            "eu": {"class": "minimal"},
        },
        "models": [
            {
                "id": "m1",
                "name": "embed-small",
                "version": "1.4",
                "source": "open_weights",
                "artifact": {
                    "uri": "oci://registry.example.com/models/embed-small:1.4",
                    "digest": {
                        "alg": "sha256",
                        "value": "fff99573db8d7f7a6c13bf7ade89c67eda98fdd7a43272be9cbca4bfed637164",
                    },
                    "format": "safetensors",
                },
                "licence": {"expression": "Apache-2.0"},
                "task": "sentence-similarity",
            }
        ],
    },
    "attachments": [
        {
            "id": "card",
            "format": "hf_card",
            "filename": "README.md",
            "content": "---\nlicense: apache-2.0\n---\n# embed-small\n\nSentence embeddings.\n",
        }
    ],
}
"""A body of `POST /v1/decisions`."""
