"""The same message as it might also have been typed."""
import pytest

from groundwork.understanding.perturbation import PERTURBATIONS, typos

_TEXT = "I am really tired of the lies. Please tell me how to talk about that because I can't sleep."


@pytest.mark.parametrize("name", sorted(PERTURBATIONS))
def test_each_way_changes_the_text_and_repeats_itself(name: str) -> None:
    changed = PERTURBATIONS[name](_TEXT)
    assert changed != _TEXT
    assert changed == PERTURBATIONS[name](_TEXT)


def test_more_typos_at_a_higher_rate() -> None:
    def differing(rate: float) -> int:
        return sum(one != other for one, other in zip(_TEXT.split(" "), typos(_TEXT, rate).split(" ")))

    assert 0 == differing(0.0) < differing(1.0)
