"""What belongs to a policy release that an entry cites: its files, by digest."""

import orjson

RELEASE_FILES = ("catalogue", "bundle", "wasm")
"""The files beside the manifest, as it calls them."""


def release_files(manifest: bytes) -> dict[str, str]:
    """The digest of each of `RELEASE_FILES` that a manifest names.

    Raises:
        ValueError: it is no manifest.
    """
    try:
        digests = dict(orjson.loads(manifest)["digests"])
    except (KeyError, TypeError) as error:
        raise ValueError("a manifest names its files") from error
    return {part: str(digests[part]) for part in RELEASE_FILES if part in digests}
