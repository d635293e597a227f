# METADATA
# scope: package
# title: Deployment
# custom:
#   control: A.6.2.5
package iso42001.a_6_2_5

import data.gate.lib.approvals
import data.gate.lib.artefacts
import data.gate.lib.compare
import data.gate.lib.days
import data.gate.lib.lists
import data.gate.lib.rollback
import data.gate.lib.text
import data.gate.lib.tiers

# METADATA
# title: There is a roll-out plan, from high with conditions that stop it
# custom:
#   rule: A.6.2.5-1
#   profile: K
#   envs: [staging, prod]
#   needs: [request.rollout.strategy]
#   found: [request.rollout.strategy, request.rollout.abort_criteria]
#   remediation: >-
#     State how traffic moves to the new version and, from high, at which measured value the roll-out is stopped.
#   maps:
#     eu_ai_act: Art 26(1), 43, 47-49
#     nist_ai_rmf: MANAGE 1.1, 2.4, 4.1
#     iso: 23894 6.5
passes contains "A.6.2.5-1" if {
	_strategy_known
	_can_be_stopped
}

_strategy_known if input.request.rollout.strategy == "all_at_once"

_strategy_known if _gradual

_gradual if input.request.rollout.strategy in {"canary", "blue_green", "shadow"}

_can_be_stopped if tiers.at_most("limited")

_can_be_stopped if {
	lists.filled(input.request.rollout.abort_criteria)
	every criterion in input.request.rollout.abort_criteria {
		text.written(criterion.metric)
		criterion.op in {">=", ">", "<=", "<"}
		is_number(criterion.value)
		compare.at_least(criterion.window_minutes, 1)
	}
}

# METADATA
# title: Everybody who must approve has approved exactly this request
# custom:
#   rule: A.6.2.5-2
#   profile: K
#   envs: [staging, prod]
#   reason: No approval is asked in this environment at this tier.
#   needs: ["approvals[]"]
#   found: ["approvals[].role", "approvals[].person", "approvals[].decision", "approvals[].at", facts.approvals]
#   remediation: >-
#     Ask the holders of the named roles to approve and sign this request as it stands; each person counts once, and
#     an approval older than 30 days or of an earlier draft does not count.
#   maps:
#     eu_ai_act: Art 26(1), 43, 47-49
#     nist_ai_rmf: MANAGE 1.1, 2.4, 4.1
#     iso: 23894 6.5
passes contains "A.6.2.5-2" if approvals.approved

exempt contains "A.6.2.5-2" if approvals.required == []

stale contains "A.6.2.5-2" if count(approvals.outdated) > 0

unverified contains "A.6.2.5-2" if {
	not approvals.rejected
	every role in approvals.required {
		_filled_or_unchecked[role]
	}
}

invalid contains "A.6.2.5-2" if {
	some place, approval in input.approvals
	approval.role in approvals.required
	_refuted(input.facts.approvals[place])
}

found["A.6.2.5-2"] := {"required": approvals.standing}

_filled_or_unchecked := approvals.filled | approvals.unchecked

_refuted(check) if check.subject_ok == false

_refuted(check) if check.signature_ok == false

# METADATA
# title: Every artefact is verified and in a format that cannot run code when it is loaded
# custom:
#   rule: A.6.2.5-3
#   profile: K
#   each: models[]
#   reason: All models are called at a vendor; there is no artefact of our own.
#   needs: ["models[].artifact.digest", "models[].artifact.format"]
#   waivable: false
#   found: ["models[].id", "models[].artifact", facts.artifacts, security.model_scan]
#   remediation: >-
#     Store the artefact where the gate can read and hash it, sign it (from high), and convert pickle, joblib or
#     TorchScript files to safetensors, ONNX or another format without code.
#   open: >-
#     A vendor model has no artefact; that its version is pinned is A.10.3-5. A format "other" is accepted only with a
#     clean scan.
#   maps:
#     eu_ai_act: Art 26(1), 43, 47-49
#     nist_ai_rmf: MANAGE 1.1, 2.4, 4.1
#     iso: 23894 6.5
passes contains "A.6.2.5-3" if {
	count(_with_artefact) > 0
	_all_formats_accepted
	every place in _with_artefact {
		_verified(input.models[place])
	}
}

exempt contains ["A.6.2.5-3", place] if {
	some place, model in input.models
	_called_at_vendor(model)
}

unverified contains "A.6.2.5-3" if {
	_all_formats_accepted
	some place in _with_artefact
	_unchecked(input.models[place])
}

invalid contains "A.6.2.5-3" if {
	some place in _with_artefact
	some key in ["digest_ok", "signature_ok"]
	_wrong(input.models[place], key)
}

_with_artefact contains place if {
	some place, model in input.models
	not _called_at_vendor(model)
}

_called_at_vendor(model) if {
	model.source == "vendor_api"
	model.artifact.format == "api"
}

_called_at_vendor(model) if {
	model.source == "vendor_api"
	days.absent(model, "artifact")
}

_all_formats_accepted if {
	every place in _with_artefact {
		_format_accepted(input.models[place].artifact.format)
	}
}

_format_accepted(format) if {
	format in {"safetensors", "onnx", "gguf", "savedmodel", "torchscript", "skops", "pickle", "joblib", "api"}
	not format in data.tables.unsafe_formats
}

_format_accepted("other") if {
	not "other" in data.tables.unsafe_formats
	input.security.model_scan.unsafe_ops == 0
	days.within(input.security.model_scan.scanned_at, tiers.here(data.tables.AGE.val))
}

_verified(model) if {
	is_object(model.artifact.digest)
	_digest_verified(model)
	_signature_verified(model)
}

_digest_verified(model) if input.facts.artifacts[model.id].digest_ok == true

_digest_verified(model) if {
	not tiers.at_least("limited")
	not _wrong(model, "digest_ok")
}

_signature_verified(model) if input.facts.artifacts[model.id].signature_ok == true

_signature_verified(model) if {
	not tiers.at_least("high")
	not _wrong(model, "signature_ok")
}

_wrong(model, key) if input.facts.artifacts[model.id][key] == false

_unchecked(model) if {
	tiers.at_least("limited")
	not _known(model, "digest_ok")
}

_unchecked(model) if {
	tiers.at_least("high")
	not _known(model, "signature_ok")
}

_known(model, key) if input.facts.artifacts[model.id][key] != null

# METADATA
# title: The same artefacts were allowed in staging before
# custom:
#   rule: A.6.2.5-4
#   profile: K
#   envs: [prod]
#   needs: ["models[]"]
#   found: ["models[].id", "models[].artifact.digest", resources.compute.environment_digest, facts.staged]
#   remediation: >-
#     Send the same artefacts through staging first; a rebuilt or re-exported file has another digest and counts as
#     new.
#   open: >-
#     For a vendor model without an artefact digest the image that calls it is promoted, so facts.staged has to hold
#     environment digests too. Entries of facts.staged are "<alg>:<value>".
#   maps:
#     eu_ai_act: Art 26(1), 43, 47-49
#     nist_ai_rmf: MANAGE 1.1, 2.4, 4.1
#     iso: 23894 6.5
passes contains "A.6.2.5-4" if {
	every model in input.models {
		artefacts.key(model) in input.facts.staged
	}
}

# METADATA
# title: The system can be taken back to a named state, fast enough, and that was tried recently
# custom:
#   rule: A.6.2.5-5
#   profile: K
#   envs: [prod]
#   needs: [operations.rollback.target_version, operations.rollback.max_minutes]
#   found: [operations.rollback, facts.live.version, system.version, operations.failsafe]
#   remediation: >-
#     Name the version that is live as target (at a first deployment the state without the system), practise the
#     rollback of this system (at critical to exactly that target), measure the time and attach the approved record of
#     the test (kind rollback_test).
#   open: >-
#     At a first deployment there is no version to go back to, so target_version names the state without it and, from
#     high, the fail-safe has to be described and tested. The test record carries target_version and minutes; below
#     critical it may be of an earlier version, so that not every release needs an exercise of its own.
#   maps:
#     eu_ai_act: Art 26(1), 43, 47-49
#     nist_ai_rmf: MANAGE 1.1, 2.4, 4.1
#     iso: 23894 6.5
passes contains "A.6.2.5-5" if {
	rollback.available
	rollback.tried
	rollback.recorded
	rollback.failsafe
}

stale contains "A.6.2.5-5" if {
	rollback.available
	rollback.tried_once
	rollback.recorded_once
	rollback.failsafe_once
}

unverified contains "A.6.2.5-5" if {
	rollback.available
	rollback.tried
	rollback.failsafe
	count(rollback.records) == 0
}

invalid contains "A.6.2.5-5" if rollback.misses_live_version

found["A.6.2.5-5"] := {
	"minutes_max": tiers.here(data.tables.RB.max),
	"test_days_max": rollback.age_limit,
	"records": rollback.shown,
}

# METADATA
# title: A first deployment starts with little traffic
# custom:
#   rule: A.6.2.5-6
#   profile: K
#   tiers: [high, critical]
#   envs: [prod]
#   reason: A version of this system is already live.
#   needs: [request.rollout.initial_traffic_pct, request.rollout.strategy]
#   found: [request.rollout.strategy, request.rollout.initial_traffic_pct, facts.live]
#   remediation: Start the first deployment as canary, blue-green or shadow with at most 10 percent of the traffic.
#   maps:
#     eu_ai_act: Art 26(1), 43, 47-49
#     nist_ai_rmf: MANAGE 1.1, 2.4, 4.1
#     iso: 23894 6.5
passes contains "A.6.2.5-6" if {
	_little_traffic
	_gradual
}

exempt contains "A.6.2.5-6" if is_object(input.facts.live)

invalid contains "A.6.2.5-6" if {
	_little_traffic
	input.request.rollout.strategy == "all_at_once"
}

found["A.6.2.5-6"] := {"percent_max": data.tables.ROLLOUT.first_pct}

_little_traffic if compare.between(input.request.rollout.initial_traffic_pct, 0, data.tables.ROLLOUT.first_pct)
