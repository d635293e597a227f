# METADATA
# scope: package
# title: Addresses of files
# description: |
#   An address is scheme://host and what follows. Of the scheme counts what stands before a plus sign, of the host what is
#   neither a user nor a port. Only letters of the host are compared without regard to case.
package gate.lib.addresses

# METADATA
# title: What an address says about its place, as scheme and host, with whatever else stands there
# description: Many addresses share one, so that few have to be looked at.
origin(uri) := [parts[0], parts[2]] if {
	parts := split(uri, "/")
	parts[1] == ""
}

# METADATA
# title: Does the organisation allow files to lie there?
allowed(origin) if {
	endswith(origin[0], ":")
	split(trim_suffix(origin[0], ":"), "+")[0] in data.tables.schemes
	host := _host(origin[1])
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
	authority := split(split(split(rest, "?")[0], "#")[0], "@")
}
