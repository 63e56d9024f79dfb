"""Rasa's logistic regression, stored as plain numbers.

Rasa stores it with skops, whose import walks through every loaded module: 9 s of each start and of each training (measured).
"""
from __future__ import annotations

from typing import Any, Dict, Text

import numpy as np
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.logistic_regression_classifier import LogisticRegressionClassifier

_FITTED = ("coef_", "intercept_", "classes_")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IntentClassifier(LogisticRegressionClassifier):
    """Learns and ranks as Rasa's does, from the same configuration."""

    def persist(self) -> None:
        """Write what was learned: weights, intercepts and the intents' names."""
        with self._model_storage.write_to(self._resource) as folder:
            np.savez(folder / "weights.npz", **{name: np.asarray(getattr(self.clf, name)) for name in _FITTED})

    @classmethod
    def load(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "IntentClassifier":
        """Read what `persist` wrote."""
        component = cls(config, execution_context.node_name, model_storage, resource)
        with model_storage.read_from(resource) as folder, np.load(folder / "weights.npz", allow_pickle=False) as weights:
            for name in _FITTED:
                setattr(component.clf, name, weights[name])
        return component
