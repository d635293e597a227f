package gate.lib.addresses_test

import data.gate.lib.addresses

test_allowed_by_the_release[uri] if {
	some uri in [
		"https://example.org/x",
		"git+ssh://example.org/x",
		"git://example.org",
		"s3://bucket/key",
		"oci://registry.example.org:5000/x@sha256:aa",
		"https://me@example.org?x",
		"https://example.org#x",
		"https://x/y://z",
	]
	addresses.allowed(addresses.origin(uri))
}

allowed_by_the_release(uri) if addresses.allowed(addresses.origin(uri))

test_not_allowed[note] if {
	some note, uri in {
		"other scheme": "ftp://example.org/x",
		"upper case": "HTTPS://example.org/x",
		"scheme after a plus sign": "x+https://example.org/x",
		"no scheme": "example.org/x",
		"no host": "https:///x",
		"no host, a question": "https://?x",
		"no host, a fragment": "https://#x",
		"only a user": "https://me@/x",
		"only a port": "https://:443/x",
		"nothing": "https://",
		"no slashes": "https:example.org",
		"one slash": "https:/example.org",
		"no colon": "https//example.org",
		"slash before the colon": "https+a/b://example.org",
		"empty": "",
		"null": null,
		"number": 7,
		"list": ["https://example.org"],
	}
	not allowed_by_the_release(uri)
}

allowed(uri, hosts) if addresses.allowed(addresses.origin(uri)) with data.tables.EVIDENCE.hosts as hosts

hosts := ["docs.example.org", "*.store.example.org"]

test_hosts_that_are_named if {
	allowed("https://docs.example.org/x", hosts)
	allowed("https://DOCS.example.org:443/x", hosts)
	allowed("https://me:word@docs.example.org/x", hosts)
	allowed("https://a.store.example.org/x", hosts)
	allowed("https://a.b.store.example.org", hosts)
}

test_other_hosts[uri] if {
	some uri in [
		"https://example.org/x",
		"https://evil.org/docs.example.org",
		"https://evil.org?docs.example.org",
		"https://evil.org#@docs.example.org",
		"https://docs.example.org@evil.org/x",
		"https://docs.example.org:x@evil.org/x",
		"https://xdocs.example.org/x",
		"https://store.example.org/x",
		"https://xstore.example.org/x",
		"https://a.store.example.org.evil.org/x",
	]
	not allowed(uri, hosts)
}

test_no_hosts if not allowed("https://docs.example.org/x", [])
