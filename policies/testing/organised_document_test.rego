# METADATA
# scope: package
# title: A system whose policies, people and resources are in order
# description: |
#   A sorting of insurance claims, of which every rule of A.2, A.3 and A.4 holds at every tier and in every environment.
#   Tests change some of it: `altered` takes an object of JSON pointers and values, where `gone` takes the value away.
package testing.organised_document

import data.testing

# METADATA
# title: The value that takes away what stands at a pointer
gone := "(gone)"

# METADATA
# title: The good document with other values at some pointers; undefined when a pointer leads nowhere
altered(changes) := json.patch(good, [operation |
	some pointer, value in changes
	operation := _operation(pointer, value)
])

_operation(pointer, value) := {"op": "remove", "path": pointer} if value == gone

_operation(pointer, value) := {"op": "add", "path": pointer, "value": value} if value != gone

# METADATA
# title: The good document
good := testing.with_evidence(object.union(testing.base("critical", "prod"), _blocks), evidence)

# METADATA
# title: Where the items of evidence stand
at := {element.id: $"/evidence/{place}" | some place, element in evidence}

# METADATA
# title: Where the gate's checks of the items stand
checked := {element.id: $"/facts/evidence/{element.id}" | some element in evidence}

evidence := [policy, alignment, concerns, bom, assessment, lock_file]

policy := testing.item("policy", "ai_policy", {
	"applies_to": ["claims"],
	"issued_at": "2026-05-01",
	"last_reviewed_at": "2026-07-15",
	"next_review_due": "in 30 days",
	"approved_by": {"role": "board", "decision": "approve", "at": "2026-07-15"},
})

alignment := testing.item("alignment", "policy_alignment", {"applies_to": ["*"], "fields": {"entries": [
	{"policy": "security", "policy_id": "P-1", "touched_by_ai": true, "conflict": true, "resolution": resolution},
	{"policy": "privacy", "policy_id": "P-2", "touched_by_ai": true, "conflict": false},
	{"policy": "quality", "policy_id": "P-3", "touched_by_ai": false, "conflict": false},
	{"policy": "safety", "policy_id": "P-4", "touched_by_ai": false, "conflict": false},
	{"policy": "hr_ethics", "policy_id": "P-5", "touched_by_ai": false, "conflict": false},
]}})

# METADATA
# title: How a conflict was resolved, in forty characters
resolution := "Model files may leave the network signed"

concerns := testing.item("concerns", "concern_process", {"applies_to": ["claims"], "fields": {
	"anonymous_option": true,
	"confidential_option": true,
	"non_retaliation": true,
	"response_sla_days": 7,
}})

bom := testing.item("bom", "mlbom", {"fields": {
	"model_digests": [digests.ranker.value, digests.encoder.value],
	"model_names": ["summariser@3.1"],
}})

assessment := testing.item(
	"assessment", "supplier_assessment",
	{"fields": {"training_data_summary": "https://vendor.example.org/training-data"}},
)

lock_file := testing.item("lock-file", "lock_file", {})

# METADATA
# title: Digests of models, datasets and the image
digests := {
	"ranker": {"alg": "sha256", "value": "1111111111111111111111111111111111111111111111111111111111111111"},
	"encoder": {"alg": "sha256", "value": "2222222222222222222222222222222222222222222222222222222222222222"},
	"past": {"alg": "sha256", "value": "3333333333333333333333333333333333333333333333333333333333333333"},
	"held_out": {"alg": "sha256", "value": "4444444444444444444444444444444444444444444444444444444444444444"},
	"image": {"alg": "sha256", "value": "5555555555555555555555555555555555555555555555555555555555555555"},
}

_blocks := {
	"request": {"requested_by": {"id": "rita@example.org"}},
	"system": {
		"type": "hybrid",
		"org_unit": "claims",
		"owner": {"id": "olga@example.org", "type": "human"},
		"accountable_executive": {"id": "eva@example.org"},
		"personal_data": "personal",
	},
	"organisation": {"aims": {
		"policy": {"evidence_id": "policy"},
		"policy_alignment": {"evidence_id": "alignment"},
		"concern_process": {"evidence_id": "concerns"},
	}},
	"approvals": [
		_approval("system_owner", "olga@example.org"),
		_approval("risk_owner", "rolf@example.org"),
		_approval("independent", "ines@example.org"),
		_approval("accountable_executive", "eva@example.org"),
	],
	"oversight": {"roles": [
		{"role": "observer", "persons": [{"id": "ada@example.org"}], "authority": ["observe"]},
		{"role": "lead", "persons": [{"id": "lena@example.org"}], "authority": ["override", "stop"]},
	]},
	"models": [
		{
			"id": "ranker",
			"name": "claim-ranker",
			"version": "4.2.0",
			"source": "in_house",
			"datasets": ["past"],
			"artifact": {"digest": digests.ranker},
			"energy": {"training_kwh": 12},
		},
		{
			"id": "encoder",
			"name": "open-encoder",
			"version": "1.4",
			"source": "open_weights",
			"artifact": {"digest": digests.encoder},
			"energy": {"training_kwh": 0, "inference_wh_per_1k": 0.5},
		},
		{
			"id": "summariser",
			"name": "summariser",
			"version": "3.1",
			"source": "vendor_api",
			"supplier_id": "vendor",
			"energy": {"co2e_t": 0.1},
		},
	],
	"data": [
		_dataset("past", ["train"], digests.past),
		_dataset("held-out", ["test"], digests.held_out),
		{
			"id": "live",
			"name": "Claims of the day",
			"uri": "s3://claims/live",
			"role": ["production_input"],
			"personal_data": "personal",
		},
	],
	"suppliers": [
		{"id": "cloud", "role": ["hosting"]},
		{"id": "vendor", "role": ["tool", "model"], "assessment": {"evidence_id": "assessment"}},
	],
	"evaluation": {"runs": [
		{"id": "accuracy", "dataset_id": "held-out", "tool": {"name": "scorer", "version": "1.7.2"}},
		{"id": "fairness", "dataset_id": "held-out", "tool": {"name": "comparer", "version": "0.12"}},
	]},
	"security": {
		"red_team": [{"tool": "manual", "tool_version": "2026.2"}],
		"mlbom": {"evidence_id": "bom"},
		"vulnerabilities": {"critical_open": 0},
	},
	"resources": {
		"tooling": [
			{"name": "Runtime", "version": "1.23.1", "purl": "pkg:pypi/runtime@1.23.1"},
			{"name": "trainer", "version": "3.0.5", "purl": "pkg:pypi/acme/trainer@3.0.5?os=linux"},
		],
		"compute": {
			"provider": "Fjord Hosting",
			"regions": ["eu-north-1", "CH"],
			"environment_digest": digests.image,
			"capacity_tested_at": "30 days ago",
		},
		"people": [
			_staff("Developer", "dora@example.org"),
			_staff("operator", "otto@example.org"),
			_staff("evaluator", "ella@example.org"),
			_staff("data_steward", "dirk@example.org"),
			_staff("domain_expert", "doris@example.org"),
			_staff("oversight", "lena@example.org"),
			_staff("security", "sam@example.org"),
			_staff("legal", "lea@example.org"),
			{"role": "observer", "person": {"id": "ada@example.org"}},
		],
	},
	"facts": {
		"identity": {person: {"active": true, "human": true, "roles": [], "authority": null} |
			some person in [
				"rita@example.org", "olga@example.org", "eva@example.org", "rolf@example.org", "ines@example.org",
				"lena@example.org", "dora@example.org", "otto@example.org", "ella@example.org", "dirk@example.org",
				"doris@example.org", "sam@example.org", "lea@example.org",
			]
		},
		"approvals": [{"subject_ok": true, "signature_ok": true} | some _ in numbers.range(1, 4)],
		"attachments": {"bom": {
			"digest": "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
			"format": "cyclonedx",
			"valid": true,
			"warnings": 0,
		}},
		"registries": {
			"concerns_open_high": 0,
			"critical_vulnerabilities": 0,
			"image_digest": "sha256:5555555555555555555555555555555555555555555555555555555555555555",
		},
	},
	"clock": {"days_since": {"2026-05-01": 206.375, "2026-06-28": 148.375, "2026-06-29": 147.375, "2026-07-15": 131.375}},
}

_approval(role, person) := {"role": role, "person": {"id": person}, "decision": "approve", "at": "30 days ago"}

_dataset(id, role, digest) := {
	"id": id,
	"name": $"Claims, {id}",
	"role": role,
	"version": "2026-05",
	"digest": digest,
	"uri": $"s3://claims/{id}",
	"licence": "LicenseRef-Claims",
	"personal_data": "personal",
	"acquisition": {"collected_to": "100 days ago"},
	"labelling": {"method": "human"},
	"quality": {"checked_at": "10 days ago"},
	"provenance": {"record_uri": $"https://catalogue.example.org/{id}"},
}

_staff(role, person) := {"role": role, "person": {"id": person}, "competence": [
	{"course": "literacy", "completed_at": "1000 days ago"},
	{"course": role, "completed_at": "180 days ago", "expires_at": "in 1 days"},
]}
