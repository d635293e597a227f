# METADATA
# scope: package
# title: Competence
# custom:
#   control: CL-7.2
package iso42001.cl_7_2

import data.gate.lib.days
import data.gate.lib.evidence
import data.gate.lib.lists
import data.gate.lib.tiers
import data.gate.lib.training

# METADATA
# title: The staff have the training their role asks for
# custom:
#   rule: CL-7.2-1
#   profile: S
#   needs: ['resources.people[]']
#   remediation: >-
#     Record for each listed person the courses of the role, under exactly these names, in competence or training.
#   maps:
#     eu_ai_act: Art 4 (effort duty after Omnibus), 14(4), 26(2)
#     nist_ai_rmf: GOVERN 2.2*, MAP 3.4
#     iso: 42005 5.6
passes contains "CL-7.2-1" if {
	count(training.staff) > 0
	every holder in training.staff {
		count(holder.records) > 0
	}
	_overseers_named
	every holder in training.holders {
		count(training.not_taken(holder)) == 0
	}
}

found["CL-7.2-1"] := {"courses_missing": [shown |
	some holder in training.holders
	missing := training.not_taken(holder)
	count(missing) > 0
	shown := {"role": holder.role, "person": holder.person, "courses": missing}
]}

_overseers_named if tiers.at_most("limited")

_overseers_named if lists.filled(input.oversight.roles)

# METADATA
# title: The required training is recent and has not expired
# custom:
#   rule: CL-7.2-2
#   profile: S
#   needs: ['resources.people[]']
#   remediation: >-
#     Have the listed people repeat the courses that are too old or expired and enter the new dates.
#   maps:
#     eu_ai_act: Art 4 (effort duty after Omnibus), 14(4), 26(2)
#     nist_ai_rmf: GOVERN 2.2*, MAP 3.4
#     iso: 42005 5.6
passes contains "CL-7.2-2" if {
	count(training.staff) > 0
	count(_behind) == 0
}

stale contains "CL-7.2-2" if {
	count(training.staff) > 0
	every holder in _behind {
		records := _failing_records(holder)
		count(records) > 0
		every record in records {
			_out_of_date(record)
		}
	}
}

found["CL-7.2-2"] := {"records_out_of_date": [shown |
	some holder in _behind
	some record in _failing_records(holder)
	shown := object.union(
		{"role": holder.role, "person": holder.person},
		object.filter(record, ["course", "completed_at", "expires_at"]),
	)
]}

# Those who have no training that counts, or not in a course they are asked for and once took.
_behind := [holder |
	some holder in training.holders
	not _up_to_date(holder)
]

_up_to_date(holder) if {
	count(holder.counting) > 0
	count(_failing_records(holder)) == 0
}

_failing_records(holder) := holder.records if count(holder.counting) == 0

_failing_records(holder) := [record |
	some record in holder.records
	record.course in holder.courses
	count(training.counting(holder, record.course)) == 0
] if {
	count(holder.counting) > 0
}

_out_of_date(record) if days.older(record.completed_at, tiers.here(data.tables.AGE.training))

_out_of_date(record) if {
	record.expires_at != null
	not days.ahead(record.expires_at)
}

# METADATA
# title: Certificates verified by the gate prove the required training
# custom:
#   rule: CL-7.2-3
#   profile: S
#   tiers: [high, critical]
#   needs: ['resources.people[]', 'oversight.roles[]']
#   remediation: >-
#     Attach the certificate of each listed course as approved evidence of kind training_certificate with a digest the
#     gate can verify.
#   open: >-
#     facts has no result of a learning-system lookup; only the certificate digest counts
#   maps:
#     eu_ai_act: Art 4 (effort duty after Omnibus), 14(4), 26(2)
#     nist_ai_rmf: GOVERN 2.2*, MAP 3.4
#     iso: 42005 5.6
passes contains "CL-7.2-3" if {
	count(_trainings) > 0
	every proof in _trainings {
		proof.verified
	}
}

unverified contains "CL-7.2-3" if {
	count(_trainings) > 0
	every proof in _trainings {
		_verified_but_for_check(proof)
	}
}

found["CL-7.2-3"] := {"without_verified_certificate": [proof.shown |
	some proof in _trainings
	not proof.verified
]}

# Each course asked for that a holder has in time, and what the gate says of its certificates.
_trainings := [proof |
	some holder in training.holders
	some course in holder.courses
	records := training.counting(holder, course)
	count(records) > 0
	checks := [_check(record.certificate) | some record in records; _is_certificate(record.certificate)]
	proof := {
		"verified": true in checks,
		"checks": checks,
		"shown": {
			"role": holder.role,
			"person": holder.person,
			"course": course,
			"certificates": [id | some record in records; id := record.certificate.evidence_id],
		},
	}
]

_is_certificate(reference) if {
	element := evidence.item(reference)
	element.kind == "training_certificate"
	element.status == "approved"
}

# What the gate found of the file: true, false, or null when it could not tell.
_check(reference) := found if {
	found := input.facts.evidence[reference.evidence_id].digest_ok
} else := null

_verified_but_for_check(proof) if proof.verified

_verified_but_for_check(proof) if {
	count(proof.checks) > 0
	every check in proof.checks {
		check == null
	}
}
