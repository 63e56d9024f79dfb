"""One trained assistant for all conversation tests; it is trained first where the content has changed."""
from __future__ import annotations

import os
from typing import Dict

import pytest

from groundwork.dialogue.script import Place
from groundwork.running.training import up_to_date_model
from groundwork.settings import PROJECT_ROOT
from tests.conversation.exploring import Reached, explore
from tests.conversation.talking import Assistant


@pytest.fixture(scope="session")
def assistant() -> Assistant:
    return Assistant(up_to_date_model(PROJECT_ROOT, {**os.environ, "RASA_TELEMETRY_ENABLED": "false"}))


@pytest.fixture(scope="session")
def reached(assistant: Assistant) -> Dict[Place, Reached]:
    return explore(assistant.dialogue)
