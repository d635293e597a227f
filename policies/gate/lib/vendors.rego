# METADATA
# scope: package
# title: Models that are called at their vendor
package gate.lib.vendors

# METADATA
# title: The places of models that are called at a vendor, or may be because they do not state their source
called contains place if {
	some place, model in input.models
	not _runs_here(model)
}

_runs_here(model) if model.source in ["in_house", "fine_tune", "open_weights"]
