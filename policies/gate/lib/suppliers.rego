# METADATA
# scope: package
# title: Suppliers of data
package gate.lib.suppliers

# METADATA
# title: The listed suppliers that the dataset names as its own
named(dataset) := [supplier |
	some supplier in input.suppliers
	supplier.id == dataset.acquisition.supplier_id
]

# METADATA
# title: The one supplier of the dataset, which supplies data
of_data(dataset) := supplier if {
	count(named(dataset)) == 1
	some supplier in named(dataset)
	"data" in supplier.role
}
