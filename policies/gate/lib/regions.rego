# METADATA
# scope: package
# title: Regions of the world
# description: |
#   A region is written as an area, or as an area and a part of it: "SE", "eu", "eu-se". The area is what stands before
#   the first hyphen.
package gate.lib.regions

# METADATA
# title: The area of a region, in upper case
area(region) := upper(split(region, "-")[0])

# METADATA
# title: The members of the European Union
union contains member if some member in data.tables.EU.members

# METADATA
# title: Everything that is the European Economic Area or lies within it
economic_area := (union | {member | some member in data.tables.EEA.members}) | {"EU", "EEA"}

# METADATA
# title: Does the region lie in the European Economic Area?
european(region) if economic_area[area(region)]

# METADATA
# title: Does the region lie within the one that an intended use names?
within(region, named) if {
	is_string(region)
	named == "*"
}

within(region, named) if lower(region) == lower(named)

within(region, named) if area(region) == upper(named)

within(region, named) if {
	upper(named) == "EU"
	union[area(region)]
}

within(region, named) if {
	upper(named) == "EEA"
	european(region)
}
