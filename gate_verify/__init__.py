"""The verifier of bundles, on its own: Python's standard library and `cryptography`, nothing else.

It shares no code with the gate that wrote the bundle, so a mistake there is not repeated here, and
the folder can be copied to a machine that has never seen the gate: `python -m gate_verify`.
"""
