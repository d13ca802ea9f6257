"""A topic is asked for under which no measure stands."""

from collections.abc import Iterable
from typing import Self

from csc_metrics.errors import WrongUse, did_you_mean


class UnknownTopic(WrongUse):
    """No measure stands under this topic."""

    @classmethod
    def named(cls, topic: str, known: Iterable[str]) -> Self:
        """Word the error for a topic that a notebook asks for."""
        topics = sorted(known)
        hint = did_you_mean(topic, topics)
        return cls(f"No measure stands under the topic {topic!r}.{hint} Name one of: {'; '.join(topics)}.")
