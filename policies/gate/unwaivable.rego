# METADATA
# scope: package
# title: Rules that hold whatever anybody declares
package gate.unwaivable

# METADATA
# title: Rules that no waiver and no exclusion of their control sets aside
rules contains rule if some rule in data.catalogue.unwaivable

rules contains rule if some rule in data.tables.WAIVER.never
