"""The order of tests: the longest first, so that at the end no core waits for one of them."""

LONGEST = (
    "test_every_command_of_the_tutorial_runs_in_order",
    "test_as_many_technologies_are_launched_at_scale_0_01_as_at_0_1",
)
"""Tests that take more than half a minute and share nothing with others."""


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: item.name not in LONGEST)
