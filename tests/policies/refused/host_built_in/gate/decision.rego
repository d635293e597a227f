# METADATA
# description: Asks the host for a built-in that Wasm does not have.
package gate

# METADATA
# entrypoint: true
decision := {"at": time.parse_rfc3339_ns(input.at)}
