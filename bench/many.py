"""Changing 10,000 people's category as a job, while people sign up.

Limits: what the project promises itself, 60 seconds; and as many sign-ups a second as
there are without the job.
"""

from collections.abc import Iterator
from statistics import mean

from bench.load import per_second
from bench.result import Result
from bench.signup import sign_up
from bench.site import running

NUMBER = 10_000
MOST_SECONDS = 60
ROUND = 5  # seconds of signing up between two looks at the job


def measure() -> Iterator[Result]:
    with running() as site:
        site.manage("-m", "bench.moving", "gather", str(NUMBER))
        alone = per_second(site.port, sign_up, seconds=2 * ROUND)
        site.manage("-m", "bench.moving", "move")
        rounds, state, seconds = [], "running", "0"
        while state in ("queued", "running"):
            rounds.append(per_second(site.port, sign_up, seconds=ROUND))
            state, seconds, moved = site.manage("-m", "bench.moving", "state").split()
    if (state, moved) != ("done", str(NUMBER)):
        raise RuntimeError(f"The job is {state}: {moved} were moved.")
    # In the last round the job may have ended.
    meanwhile = mean(rounds[:-1] or rounds)
    yield Result("many 10000", round(float(seconds), 1), "s", MOST_SECONDS)
    yield Result("many sign-ups", round(meanwhile, 1), "1/s", round(alone, 1))
