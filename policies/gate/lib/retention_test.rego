package gate.lib.retention_test

import data.gate.lib.retention
import data.testing

dataset(role, from, to, days) := {
	"role": role,
	"personal_data": "personal",
	"retention_days": days,
	"acquisition": {"collected_from": from, "collected_to": to},
}

disposed(element, date) := object.union(element, {"disposal": {"method": "erased", "verified_at": date}})

kept(element) if retention.kept(element) with input as object.union(testing.base("high", "prod"), {"data": [element]})
	with data.gate.tier.effective as "limited"

kept_once(element) if {
	retention.kept_once(element) with input as object.union(testing.base("high", "prod"), {"data": [element]})
		with data.gate.tier.effective as "limited"
}

trained := dataset(["train"], "400 days ago", "200 days ago", 100)

read := dataset(["production_input"], "400 days ago", null, 100)

test_development_data_is_held_from_the_end_of_its_collection if {
	kept(dataset(["train"], "1000 days ago", "100 days ago", 100))
	kept(dataset(["train", "rag"], "1000 days ago", "100 days ago", 100))
	kept(dataset([], "1000 days ago", "100 days ago", 100))
	not kept(dataset(["train"], "1000 days ago", "100 days ago", 99))
	not kept(dataset(["train"], "1000 days ago", "in 1 days", 100))
	not kept(dataset(["train"], "1000 days ago", null, 100))
}

test_data_in_use_is_held_from_its_beginning if {
	kept(dataset(["rag"], "100 days ago", null, 100))
	kept(dataset(["rag"], "in 1 days", null, 100))
	not kept(dataset(["rag"], "100 days ago", null, 99))
	not kept(dataset(["rag"], null, "100 days ago", 100))
}

test_retention_is_a_number[note] if {
	some note, days in {"null": null, "text": "500", "true": true}
	not kept(dataset(["train"], "400 days ago", "200 days ago", days))
}

test_development_data_was_disposed_of if {
	kept(disposed(trained, "200 days ago"))
	kept(disposed(trained, "0 days ago"))
}

test_development_data_was_not_disposed_of[note] if {
	some note, element in {
		"no proof": trained,
		"no method": object.union(trained, {"disposal": {"verified_at": "10 days ago"}}),
		"empty method": object.union(trained, {"disposal": {"method": "", "verified_at": "10 days ago"}}),
		"no date": object.union(trained, {"disposal": {"method": "erased"}}),
		"before collection ended": disposed(trained, "364 days ago"),
		"in the future": disposed(trained, "in 1 days"),
		"still read": disposed(object.union(trained, {"role": ["train", "rag"]}), "10 days ago"),
		"end unknown": disposed(dataset(["train"], "400 days ago", null, 100), "10 days ago"),
		"end ahead": disposed(dataset(["train"], "400 days ago", "in 1 days", 0), "0 days ago"),
	}
	not kept(element)
}

# Personal data lifts the row to high: 90 days.
test_deletion_is_verified_again if {
	kept(disposed(read, "90 days ago"))
	not kept(disposed(read, "91 days ago"))
	not kept(disposed(read, "in 1 days"))
	not kept(object.union(read, {"disposal": {"verified_at": "10 days ago"}}))
	not kept(disposed(dataset(["rag"], null, null, 100), "10 days ago"))
}

test_kept_once if {
	kept_once(disposed(read, "91 days ago"))
	kept_once(disposed(read, "90 days ago"))
	not kept_once(read)
	not kept_once(disposed(read, "in 1 days"))
	not kept_once(disposed(trained, "364 days ago"))
}

impossible(element) if retention.impossible_dates(element) with input as testing.base("high", "prod")

test_impossible_dates[note] if {
	some note, element in {
		"no end": dataset(["train"], "400 days ago", null, 100),
		"no beginning": dataset(["rag"], null, "200 days ago", 100),
		"nothing stated": {"role": ["train"]},
		"end ahead": dataset(["train"], "400 days ago", "in 1 days", 100),
		"verification ahead": disposed(trained, "in 1 days"),
		"disposed before collected": disposed(trained, "364 days ago"),
	}
	impossible(element)
}

test_possible_dates[note] if {
	some note, element in {
		"development": trained,
		"collection ended today": dataset(["train"], "400 days ago", "0 days ago", 100),
		"disposed the same day": disposed(trained, "200 days ago"),
		"in use": read,
	}
	not impossible(element)
}

test_limited if {
	retention.limited == {1, 2, 3} with input as {"data": [
		{"personal_data": "none"},
		{"personal_data": "none", "retention_days": 0},
		{"personal_data": "personal"},
		{},
	]}
}
