"""The state machine, a little each time and thousands of steps in the long suite."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.proof.machine import machine
from tests.proof.world import Model


def a_few(examples: int, steps: int, *, phases: tuple[Phase, ...] = tuple(Phase)) -> settings:
    return settings(
        max_examples=examples,
        stateful_step_count=steps,
        phases=phases,
        deadline=None,
        database=None,
        print_blob=True,
        suppress_health_check=list(HealthCheck),
    )


def test_whatever_fails_the_books_agree(model: Model) -> None:
    run_state_machine_as_test(machine(model), settings=a_few(2, 12))


@pytest.mark.long
@pytest.mark.timeout(7200)
def test_whatever_fails_the_books_agree_however_often(model: Model) -> None:
    run_state_machine_as_test(machine(model), settings=a_few(400, 40))


@pytest.mark.long
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("planted", ["keys", "guess", "forget"])
def test_a_planted_mistake_is_found(model: Model, planted: str) -> None:
    """The registry not told the key; an outcome guessed; a row forgotten in a crash."""
    found = a_few(200, 20, phases=(Phase.generate,))
    with pytest.raises(AssertionError):
        run_state_machine_as_test(machine(model, planted), settings=found)
