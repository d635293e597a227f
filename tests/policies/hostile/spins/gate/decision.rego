# METADATA
# description: A loop that takes no memory, and would run for years.
package gate

# METADATA
# entrypoint: true
decision := {"same": same}

default same := false

same if {
	every a in input.words {
		a != "no"
		every b in input.words {
			b != "no"
			every c in input.words {
				c != "no"
				every d in input.words {
					d != "no"
					every e in input.words {
						e != "no"
					}
				}
			}
		}
	}
}
