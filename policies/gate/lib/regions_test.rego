package gate.lib.regions_test

import data.gate.lib.regions

test_the_area_stands_before_the_first_hyphen if {
	regions.area("eu-se") == "EU"
	regions.area("EU") == "EU"
	regions.area("se") == "SE"
	regions.area("us-east-1") == "US"
	regions.area("") == ""
}

test_only_a_text_has_an_area if {
	every region in [null, 1, true, ["SE"], {}] {
		not regions.area(region)
	}
}

test_members_and_the_areas_themselves_are_european if {
	every region in ["SE", "se", "eu", "EU-west", "eea", "NO", "is-reykjavik", "eu-se"] {
		regions.european(region)
	}
}

test_other_regions_are_not_european if {
	every region in ["US", "GB", "CH", "", "seoul", "*", null, 7] {
		not regions.european(region)
	}
}

test_a_star_names_every_region if {
	regions.within("US", "*")
	regions.within("eu-se", "*")
	not regions.within(null, "*")
}

test_a_region_lies_within_itself_and_within_its_area if {
	regions.within("EU-se", "eu-SE")
	regions.within("eu-se", "eu")
	regions.within("us-east-1", "US")
}

test_an_area_does_not_lie_within_its_part if {
	not regions.within("eu", "eu-se")
	not regions.within("eu-fi", "eu-se")
	not regions.within("US", "SE")
}

test_a_member_lies_within_the_union if {
	regions.within("SE", "eu")
	regions.within("se-stockholm", "EU")
	not regions.within("NO", "eu")
	not regions.within("US", "EU")
}

test_union_and_members_lie_within_the_economic_area if {
	every region in ["eu", "eu-se", "SE", "NO", "eea"] {
		regions.within(region, "eea")
	}
	not regions.within("US", "EEA")
	not regions.within("eea", "EU")
}

test_what_is_no_text_lies_nowhere if {
	every named in ["*", "eu", "eea", "US"] {
		not regions.within(null, named)
		not regions.within(1, named)
	}
	every named in [null, ["SE"], "no"] {
		not regions.within("SE", named)
	}
}
