# METADATA
# description: A loop that takes memory at every turn.
package gate

# METADATA
# entrypoint: true
decision := {"size": count([[a, b, c, d] |
	some a in numbers.range(1, 300)
	some b in numbers.range(1, 300)
	some c in numbers.range(1, 300)
	some d in numbers.range(1, 300)
])}
