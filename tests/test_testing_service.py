"""A service that does not do as the library does is found, and told of in a short story."""

from __future__ import annotations

from typing import ClassVar

import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test

import nws_incident as nws
from nws_incident.testing import Difference, service_machine

running = settings(
    max_examples=150,
    stateful_step_count=8,
    deadline=None,
    database=None,
    derandomize=True,
    phases=(Phase.generate, Phase.shrink),
)


class Sound:
    """A service that does as the library does."""

    def __init__(self) -> None:
        """Start a case."""
        self.case = nws.Case()

    def __call__(self, event: nws.Event) -> bool | nws.Decision:
        """Take an event, or not."""
        return self.case.offer(event)

    def tracks(self) -> nws.Tracks | dict[str, str | None]:
        """Say where the tracks are."""
        return self.case.tracks


class Raising(Sound):
    """One that refuses by raising."""

    def __call__(self, event: nws.Event) -> bool:
        """Take an event, or raise."""
        self.case.apply(event)
        return True


class Forgetting(Sound):
    """One that forgets to ask whether the ground for using the documents holds."""

    def __call__(self, event: nws.Event) -> bool:
        """Take an event, and some that the library refuses."""
        decision = self.case.offer(event)
        return decision.accepted or {finding.rule for finding in decision.findings} == {"P1"}


class Keeping(Sound):
    """One that keeps something between cases: a second case is never opened by an error."""

    opened: ClassVar[list[str]] = []

    def __call__(self, event: nws.Event) -> bool:
        """Take an event, but for some openings after others."""
        if event.type == "provision_failed" and self.opened:
            return False
        decision = self.case.offer(event)
        if decision.rules == ("O2",):
            self.opened.append(event.type)
        return decision.accepted


class Giving(Sound):
    """One that gives in: after two refusals it accepts."""

    def __init__(self) -> None:
        """Start a case, with nothing refused."""
        super().__init__()
        self.refused = 0

    def __call__(self, event: nws.Event) -> bool:
        """Take an event; or a third that is refused."""
        accepted = self.case.offer(event).accepted
        self.refused += not accepted
        return accepted or self.refused > 2


class Late(Sound):
    """One that is a state behind on its way to the second inquiry."""

    def tracks(self) -> dict[str, str | None]:
        """Say where the investigation is, or was."""
        state = self.case.tracks.investigation
        return {"investigation": "awaiting_operator" if state == "reinquiry" else state}


def differing(service: type[Sound]) -> str:
    """Return the story of how a service differs."""
    with pytest.raises(Difference) as caught:
        run_state_machine_as_test(service_machine(service, tracks=service.tracks), settings=running)
    return str(caught.value)


def told(story: str) -> list[str]:
    """Return the types of the events in a story, read from its case file."""
    case = nws.read_case(story.partition("As a case file:\n")[2])
    return [event.type for event in case.events]


@pytest.mark.parametrize("service", [Sound, Raising])
def test_a_sound_service_passes(service: type[Sound]) -> None:
    """Whichever way it says yes and no."""
    machine = service_machine(service, tracks=service.tracks)
    run_state_machine_as_test(machine, settings=settings(running, max_examples=15))


def test_a_forgotten_guard_is_found() -> None:
    """The story leads to the event the shortest way, and has what the library demands."""
    story = differing(Forgetting)
    assert story.startswith("The service accepts what the library refuses.")
    assert told(story)[-1] == "processed_on_attached_documents"
    assert len(told(story)) <= 3
    assert "[P1] Required: " in story


def test_what_is_kept_between_cases_is_found() -> None:
    """The story is one event, with a hint."""
    Keeping.opened.clear()
    story = differing(Keeping)
    assert story.startswith("The service refuses what the library accepts.")
    assert told(story) == ["provision_failed"]
    assert "keep anything from one case to another?" in story


def test_giving_in_after_refusals_is_found() -> None:
    """It takes as many refusals as the service withstands, and no more but an opening."""
    story = differing(Giving)
    assert len(told(story)) <= 3 + 1
    assert story.count(": refused") == 3


def test_a_state_that_lags_behind_is_found() -> None:
    """The story is the shortest way to that state."""
    story = differing(Late)
    assert story.startswith("The service has investigation in awaiting_operator, the library in")
    assert len(told(story)) <= 4


class Failing(Sound):
    """One that breaks down."""

    def __call__(self, event: nws.Event) -> bool:
        """Break down at the second event."""
        if self.case.is_open:
            raise KeyError(event.type)
        return self.case.offer(event).accepted


class Mumbling(Sound):
    """One that says neither yes nor no."""

    def __call__(self, _: nws.Event) -> bool:
        """Say something else."""
        return "perhaps"  # type: ignore[return-value]


@pytest.mark.parametrize(("service", "error"), [(Failing, KeyError), (Mumbling, TypeError)])
def test_a_service_that_fails_fails_with_the_story(
    service: type[Sound], error: type[Exception]
) -> None:
    """Its own exception is raised, and has the events as a note."""
    with pytest.raises(error) as caught:
        run_state_machine_as_test(service_machine(service), settings=running)
    assert any("What the case was told" in note for note in caught.value.__notes__)
