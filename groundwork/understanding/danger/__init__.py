"""Danger in what a person writes: reviewed patterns and a classifier, sentence by sentence."""
