"""A machine driven by Hypothesis: whatever is tried, in whatever order, what got in is in order and stays."""

from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from habeas import law
from habeas.procedure.machine import Act, ForbiddenError, History, Machine


class Driven(RuleBasedStateMachine):
    """Each procedure adds what is tried, and what must hold of it."""

    machine: ClassVar[Machine[Any]]

    def __init__(self) -> None:
        super().__init__()
        self.history = History()

    def attempt(self, act: Act) -> None:
        """Take a step; one that is refused names a clause that an instrument holds, and changes nothing."""
        before = self.history
        try:
            self.history = self.machine.take(before, act)
        except ForbiddenError as error:
            law.provision(error.clause)
            assert self.history == before
        else:
            assert self.history.acts[:-1] == before.acts

    @precondition(lambda self: any(not act.withdrawn_why for act in self.history.acts))
    @rule(choice=st.integers(0, 30))
    def try_to_withdraw(self, choice: int) -> None:
        """What is withdrawn stays in the history."""
        places = [place for place, act in enumerate(self.history.acts) if not act.withdrawn_why]
        before = self.history
        try:
            self.history = self.machine.withdraw(before, places[choice % len(places)], "in error")
        except ForbiddenError as error:
            law.provision(error.clause)
            assert self.history == before
        else:
            assert len(self.history.acts) == len(before.acts)

    @invariant()
    def dates_are_in_order(self) -> None:
        """No step is dated before the one that it follows."""
        days = [act.on for act in self.history.standing()]
        assert days == sorted(days)
