"""What a person is told when what they wrote cannot be kept: the database is busy or broken, nothing was taken, and it may be sent again."""
from __future__ import annotations

from sanic import Sanic

#: The response that says so; where it is written: data/interruptions/moves.
RESPONSE = "utter_cannot_keep"


def cannot_keep(app: Sanic) -> str:
    """The sentence, in the words of the model in use."""
    return str(app.ctx.agent.domain.responses[RESPONSE][0]["text"])
