# METADATA
# scope: package
# title: Addresses of files
# description: |
#   An address is scheme://host and what follows. Of the scheme counts what stands before a plus sign, of the host what is
#   neither a user nor a port. Only letters of the host are compared without regard to case.
package gate.lib.addresses

# METADATA
# title: Does the address lie where the organisation allows files to lie?
allowed(uri) if {
	parts := split(uri, "://")
	count(parts) > 1
	split(parts[0], "+")[0] in data.tables.schemes
	host := _host(parts[1])
	host != ""
	_allowed_host(host)
}

_allowed_host(_) if "*" in data.tables.EVIDENCE.hosts

_allowed_host(host) if host in data.tables.EVIDENCE.hosts

_allowed_host(host) if {
	some pattern in data.tables.EVIDENCE.hosts
	startswith(pattern, "*.")
	endswith(host, trim_prefix(pattern, "*"))
}

_host(rest) := lower(split(authority[count(authority) - 1], ":")[0]) if {
	authority := split(split(split(split(rest, "/")[0], "?")[0], "#")[0], "@")
}
