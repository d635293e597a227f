package gate.regimes_test

import data.gate.regimes
import data.gate.tier
import data.testing

# METADATA
# title: A minimal system with an approved confirmation of its tier, which no regime refers to
base := testing.with_evidence(
	testing.base("minimal", "prod"),
	[testing.item("confirmed", "tier_confirmation", {"fields": {"tier": "limited"}})],
)

with_regimes(list) := testing.with_blocks(base, {"classification": {"regimes": list}})

confirmed(regime) := object.union(regime, {"evidence": {"evidence_id": "confirmed"}})

reasons(document) := found if {
	found := regimes.reasons with input as document
}

# METADATA
# title: Code, tier and finding of every reason
said(list) := short(with_regimes(list))

short(document) := [[reason.code, reason.tier, reason.finding] | some reason in reasons(document)]

# METADATA
# title: What every class of every scheme says, when nothing settles it
expected := {
	"eu_ai_act": {
		"minimal": ["regime_class", "minimal", null],
		"transparency": ["regime_class", "limited", null],
		"limited": ["regime_class", "limited", null],
		"high": ["regime_class", "high", null],
		"high-risk": ["regime_class", "high", null],
		"high_risk": ["regime_class", "high", null],
		"prohibited": ["eu_prohibited", "none", "deny"],
		"unacceptable": ["eu_prohibited", "none", "deny"],
		"gpai_systemic": ["regime_class", "critical", null],
		"out_of_scope": null,
		"geen hoog-risico ai": ["regime_class", "minimal", null],
		"hoog-risico ai": ["regime_class", "high", null],
		"verboden ai": ["eu_prohibited", "none", "deny"],
		"uitzondering van toepassing": ["regime_unsettled", "none", "review"],
		"transparantieverplichting": ["regime_class", "limited", null],
		"geen transparantieverplichting": ["regime_class", "minimal", null],
		"systeemrisico": ["regime_class", "critical", null],
		"geen systeemrisico": ["regime_class", "minimal", null],
		"niet van toepassing": null,
	},
	"canada_adm": {
		"i": ["regime_class", "minimal", null],
		"ii": ["regime_class", "limited", null],
		"iii": ["regime_class", "high", null],
		"iv": ["regime_class", "critical", null],
		"1": ["regime_class", "minimal", null],
		"2": ["regime_class", "limited", null],
		"3": ["regime_class", "high", null],
		"4": ["regime_class", "critical", null],
		"level i": ["regime_class", "minimal", null],
		"level ii": ["regime_class", "limited", null],
		"level iii": ["regime_class", "high", null],
		"level iv": ["regime_class", "critical", null],
	},
	"us_omb_m_25_21": {
		"high-impact": ["regime_class", "high", null],
		"a) high-impact": ["regime_class", "high", null],
		"presumed high-impact, but determined not high impact": ["regime_unsettled", "limited", "review"],
		"presumed high-impact, but determined not high-impact": ["regime_unsettled", "limited", "review"],
		"presumed high-impact but determined not high-impact": ["regime_unsettled", "limited", "review"],
		"presumed high-impact, but not high-impact": ["regime_unsettled", "limited", "review"],
		"b) presumed high-impact, but determined not high impact": ["regime_unsettled", "limited", "review"],
		"b) presumed high-impact, but determined not high-impact": ["regime_unsettled", "limited", "review"],
		"b) presumed high-impact but determined not high-impact": ["regime_unsettled", "limited", "review"],
		"not high-impact": ["regime_class", "minimal", null],
		"c) not high-impact": ["regime_class", "minimal", null],
	},
	"nl_register": {
		"hoog-risico ai-systeem": ["regime_class", "high", null],
		"impactvolle algoritmes": ["regime_class", "limited", null],
		"overige algoritmes": ["regime_class", "minimal", null],
		"hoog-risico ai": ["regime_class", "high", null],
		"impactvol algoritme": ["regime_class", "limited", null],
		"niet-impactvol algoritme": ["regime_class", "minimal", null],
		"geen hoog-risico ai": ["regime_class", "minimal", null],
		"verboden ai": ["eu_prohibited", "none", "deny"],
		"uitzondering van toepassing": ["regime_unsettled", "none", "review"],
		"niet van toepassing": null,
	},
	"spdx3": {
		"low": ["regime_class", "minimal", null],
		"medium": ["regime_class", "limited", null],
		"high": ["regime_class", "high", null],
		"serious": ["regime_class", "critical", null],
	},
	"sagemaker": {
		"low": ["regime_class", "minimal", null],
		"medium": ["regime_class", "limited", null],
		"high": ["regime_class", "high", null],
		"unknown": ["regime_unsettled", "high", "review"],
	},
	"factsheet": {
		"low": ["regime_class", "minimal", null],
		"medium": ["regime_class", "limited", null],
		"high": ["regime_class", "high", null],
		"custom": ["regime_unsettled", "none", "review"],
		"none": ["regime_unsettled", "none", "review"],
	},
	"chai": {"*": ["regime_unsettled", "high", "review"]},
	"internal": {
		"minimal": ["regime_class", "minimal", null],
		"low": ["regime_class", "minimal", null],
		"limited": ["regime_class", "limited", null],
		"medium": ["regime_class", "limited", null],
		"high": ["regime_class", "high", null],
		"critical": ["regime_class", "critical", null],
	},
}

# METADATA
# title: A regime that is read by a scheme
of_scheme(scheme) := {"regime": scheme} if scheme in {"eu_ai_act", "canada_adm", "us_omb_m_25_21", "nl_register", "internal"}

of_scheme(scheme) := {"regime": "internal", "source": {"format": scheme}} if {
	scheme in {"spdx3", "sagemaker", "factsheet", "chai"}
}

# METADATA
# title: The list with the one that a class says; no reason where it says nothing
listed(saying) := [saying] if saying != null

listed(null) := []

test_every_class_of_every_scheme[scheme] if {
	some scheme, classes in expected
	every class, saying in classes {
		said([object.union(of_scheme(scheme), {"class": class})]) == listed(saying)
	}
}

test_the_table_has_these_classes_and_no_other if {
	{scheme: object.keys(classes) | some scheme, classes in expected} == {scheme: object.keys(classes) |
		some scheme, classes in data.tables.TIER.class
	}
}

test_a_class_is_compared_trimmed_and_in_lower_case if {
	said([{"regime": "eu_ai_act", "class": " High-Risk\n"}]) == [["regime_class", "high", null]]
}

test_a_reason_shows_the_class_as_it_is_written if {
	reasons(with_regimes([{"regime": "eu_ai_act", "class": " High-Risk"}])) == [{
		"code": "regime_class",
		"source": "classification.regimes[].class",
		"value": " High-Risk",
		"tier": "high",
		"finding": null,
	}]
}

test_the_organisations_own_class_has_no_source_or_one_without_a_scheme if {
	every source in [{"format": "native"}, {"format": "manual"}, {"format": "tad"}, null, {}, "chai"] {
		said([{"regime": "internal", "source": source, "class": "critical"}]) == [["regime_class", "critical", null]]
	}
}

test_any_text_of_a_clinical_risk_needs_a_person if {
	every class in ["Low", "moderate; see page 3", "*"] {
		said([object.union(of_scheme("chai"), {"class": class})]) == [["regime_unsettled", "high", "review"]]
	}
}

test_a_star_is_a_class_of_no_other_scheme if {
	every scheme in object.keys(expected) - {"chai"} {
		said([object.union(of_scheme(scheme), {"class": "*"})]) == [["regime_unrecognised", "none", "review"]]
	}
}

test_some_regimes_say_nothing_about_the_tier if {
	every name in ["gdpr", "uk_atrs", "iso_42001", "other", null, 5] {
		said([{"regime": name, "class": "high"}, confirmed({"regime": name})]) == []
	}
	said([{"class": "high"}, {}, null, "eu_ai_act"]) == []
}

test_a_class_that_nobody_knows_needs_a_person if {
	every scheme in object.keys(expected) - {"chai"} {
		said([object.union(of_scheme(scheme), {"class": "rather bad"})]) == [["regime_unrecognised", "none", "review"]]
	}
}

test_a_class_that_is_missing_needs_a_person if {
	every scheme in object.keys(expected) - {"internal"} {
		every class in ["", "  ", null, 3, ["high"]] {
			said([object.union(of_scheme(scheme), {"class": class})]) == [["regime_class_missing", "none", "review"]]
		}
		said([of_scheme(scheme)]) == [["regime_class_missing", "none", "review"]]
	}
}

test_the_organisation_need_not_class_anything if said([{"regime": "internal"}, {"regime": "internal", "class": " "}]) == []

with_eu_class(list, class) := testing.with_blocks(with_regimes(list), {"classification": {"eu": {"class": class}}})

test_the_eu_class_of_the_request_stands_for_a_regime_without_one if {
	short(with_eu_class([{"regime": "eu_ai_act"}], "minimal")) == []
	short(with_eu_class([{"regime": "eu_ai_act"}], "")) == [["regime_class_missing", "none", "review"]]
	short(with_eu_class([{"regime": "eu_ai_act"}], null)) == [["regime_class_missing", "none", "review"]]
	short(with_eu_class([{"regime": "canada_adm"}], "minimal")) == [["regime_class_missing", "none", "review"]]
}

test_evidence_settles_what_is_unsettled if {
	every regime in [
		{"regime": "eu_ai_act", "class": "uitzondering van toepassing"},
		{"regime": "eu_ai_act", "class": "rather bad"},
		{"regime": "canada_adm"},
		{"regime": "internal", "source": {"format": "chai"}, "class": "low"},
		{"regime": "internal", "class": "odd"},
	] {
		said([confirmed(regime)]) == [["regime_confirmed", "limited", null]]
	}
}

test_evidence_never_changes_a_class_that_is_known if {
	said([
		confirmed({"regime": "eu_ai_act", "class": "high"}),
		confirmed({"regime": "eu_ai_act", "class": "prohibited"}),
		confirmed({"regime": "eu_ai_act", "class": "out_of_scope"}),
		confirmed({"regime": "internal", "class": ""}),
	]) == [["regime_class", "high", null], ["eu_prohibited", "none", "deny"]]
}

test_there_is_nothing_to_settle_where_the_request_states_its_eu_class if {
	short(with_eu_class([confirmed({"regime": "eu_ai_act"})], "minimal")) == []
}

settles(tier) := testing.changed(base, "/evidence/0/fields/tier", tier)

test_evidence_settles_no_tier_below_the_floor if {
	presumed := confirmed({"regime": "us_omb_m_25_21", "class": "Presumed high-impact, but not high-impact"})
	every tier, result in {"minimal": "limited", "limited": "limited", "high": "high", "critical": "critical"} {
		short(testing.with_blocks(settles(tier), {"classification": {"regimes": [presumed]}})) == [["regime_confirmed", result, null]]
	}
}

test_evidence_without_a_floor_settles_any_tier if {
	unknown := confirmed(object.union(of_scheme("sagemaker"), {"class": "unknown"}))
	every tier in ["minimal", "limited", "high", "critical"] {
		short(testing.with_blocks(settles(tier), {"classification": {"regimes": [unknown]}})) == [["regime_confirmed", tier, null]]
	}
}

test_a_confirmation_that_does_not_hold_settles_nothing[note] if {
	document := with_regimes([confirmed({"regime": "eu_ai_act", "class": "odd"})])
	some note, odd in {
		"no tier": testing.removed(document, "/evidence/0/fields/tier"),
		"no such tier": testing.changed(document, "/evidence/0/fields/tier", "Minimal"),
		"tier is no text": testing.changed(document, "/evidence/0/fields/tier", 1),
		"no fields": testing.removed(document, "/evidence/0/fields"),
		"role that may not": testing.changed(document, "/evidence/0/approved_by/role", "system_owner"),
		"another kind": testing.changed(document, "/evidence/0/kind", "art6_3_exemption"),
		"for the whole unit": testing.changed(document, "/evidence/0/applies_to", ["lending"]),
		"for everything": testing.changed(document, "/evidence/0/applies_to", ["*"]),
		"file not checked": testing.changed(document, "/facts/evidence/confirmed/digest_ok", null),
		"another file": testing.changed(document, "/facts/evidence/confirmed/digest_ok", false),
		"bad signature": testing.changed(document, "/facts/evidence/confirmed/signature_ok", false),
		"too old": testing.changed(document, "/evidence/0/issued_at", "366 days ago"),
		"run out": testing.changed(document, "/evidence/0/expires_at", "0 days ago"),
		"draft": testing.changed(document, "/evidence/0/status", "draft"),
		"names nothing": testing.changed(document, "/classification/regimes/0/evidence/evidence_id", "x"),
	}
	short(odd) == [["regime_unrecognised", "none", "review"]]
}

test_a_confirmation_holds_to_the_last_day_and_without_a_signature if {
	document := with_regimes([confirmed({"regime": "eu_ai_act", "class": "odd"})])
	short(testing.changed(document, "/evidence/0/issued_at", "365 days ago")) == [["regime_confirmed", "limited", null]]
	short(testing.changed(document, "/facts/evidence/confirmed/signature_ok", null)) == [["regime_confirmed", "limited", null]]
}

test_each_role_that_may_settle_a_class[role] if {
	some role in ["risk_owner", "legal", "accountable_executive", "ai_governance_board", "ceo", "board"]
	document := with_regimes([confirmed({"regime": "eu_ai_act", "class": "odd"})])
	short(testing.changed(document, "/evidence/0/approved_by/role", role)) == [["regime_confirmed", "limited", null]]
}

test_reasons_stand_in_the_order_of_the_regimes if {
	said([
		{"regime": "nl_register", "class": "odd"},
		{"regime": "gdpr"},
		{"regime": "eu_ai_act", "class": "high"},
		{"regime": "internal", "class": "low"},
	]) == [["regime_unrecognised", "none", "review"], ["regime_class", "high", null], ["regime_class", "minimal", null]]
}

test_regimes_raise_the_effective_tier_and_never_lower_it if {
	tier.effective == "high" with input as with_regimes([{"regime": "eu_ai_act", "class": "high"}])
	tier.effective == "limited" with input as with_regimes([confirmed({"regime": "eu_ai_act", "class": "odd"})])
	low := with_regimes([{"regime": "internal", "class": "low"}])
	tier.effective == "high" with input as testing.changed(low, "/classification/declared_tier", "high")
}

test_what_is_no_list_says_nothing if {
	every value in [null, {}, "eu_ai_act", {"a": 1}] {
		short(testing.changed(base, "/classification/regimes", value)) == []
	}
	short(testing.removed(with_regimes([{"regime": "canada_adm"}]), "/classification/regimes")) == []
}
