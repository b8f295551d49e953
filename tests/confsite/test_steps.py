"""An answer leaves at the next even moment after its request has come."""

import pytest

from confsite.steps import until_the_next


@pytest.mark.parametrize(
    ("passed", "left"), [(0.0, 0.1), (0.03, 0.07), (0.099, 0.001), (0.25, 0.05)]
)
def test_what_is_left_until_the_next_step(passed, left):
    assert until_the_next(0.1, passed) == pytest.approx(left)
