package gate.lib.versions_test

import data.gate.lib.versions

test_pinned if {
	every version in ["1.0", "4", "2026-11-01", "rev-9f", "release 3"] {
		versions.pinned(version)
	}
}

test_not_pinned if {
	every version in ["", " ", "main", "latest", "latest-2", "1.0-LATEST", null, 4, ["1"], {}] {
		not versions.pinned(version)
	}
}

test_major_and_minor if {
	every version in ["1.4", "v1.4", "1.4.0", "1.4.7-rc.1"] {
		versions.major_minor(version) == ["1", "4"]
	}
}

# Numbers are compared as they are written.
test_as_texts if versions.major_minor("01.4") == ["01", "4"]

test_no_major_and_minor if {
	every version in ["", "4", "v4", "vv1.4", "V1.4", "a.b", "1.x", "1.", ".4", "1 .4", "-1.4", "1.\u0664", "1.4\n", null, 1.4, ["1", "4"]] {
		not versions.major_minor(version)
	}
}

test_exact[version] if {
	some version in ["1", "1.23.1", "v2", "2026-05", "1.0+build.7", "sha256:ab12", "release/7", "a_1@2"]
	versions.exact(version)
}

test_not_exact[note] if {
	some note, version in {
		"no digit": "main",
		"empty": "",
		"latest": "latest",
		"latest with a digit": "1.2-Latest",
		"range": "^1.2",
		"wildcard": "1.*",
		"words": "version 1",
		"line break at the end": "1.2\n",
		"number": 1,
		"null": null,
		"list": ["1.2"],
	}
	not versions.exact(version)
}
