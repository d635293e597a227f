"""How long and how often: enough rounds that one slow moment of the machine does not decide."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Setting:
    """Rounds of each side, seconds of each round, and how many decisions or entries a row needs."""

    rounds: int
    seconds: float
    decisions_for_memory: int
    decisions_for_replay: int
    entries: int

    @classmethod
    def whole(cls) -> "Setting":
        """What the figures in the documentation were measured with."""
        return cls(
            rounds=5,
            seconds=6.0,
            decisions_for_memory=20_000,
            decisions_for_replay=2_048,
            entries=1_000_000,
        )

    @classmethod
    def quick(cls) -> "Setting":
        """A look in under a minute."""
        return cls(
            rounds=2,
            seconds=2.0,
            decisions_for_memory=1_000,
            decisions_for_replay=512,
            entries=10_000,
        )
