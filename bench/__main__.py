"""bin/bench [name…]: what confsite does, each beside a bare program in the same run.

Prints one JSON line for each measurement. `ratio` is how much of its limit it reaches
where more is better, and how much of it is used up where less is.
"""

import json
import sys

from bench import (
    admin,
    export,
    growth,
    imports,
    latency,
    letters,
    many,
    memory,
    page,
    publish,
    rush,
    secrecy,
    signup,
    start,
)

BENCHES = {
    "signup": signup.measure,
    "rush": rush.measure,
    "page": page.measure,
    "publish": publish.measure,
    "letters": letters.measure,
    "latency": latency.measure,
    "secrecy": secrecy.measure,
    "start": start.measure,
    "memory": memory.measure,
    "growth": growth.measure,
    "many": many.measure,
    "export": export.measure,
    "admin": admin.measure,
    "import": imports.measure,
}


def main(names: list[str]) -> int:
    unknown = set(names) - set(BENCHES)
    if unknown:
        print(f"There is no bench {', '.join(sorted(unknown))}: {', '.join(BENCHES)}")
        return 2
    for name in names or BENCHES:
        for result in BENCHES[name]():
            print(json.dumps(result._asdict() | {"ratio": result.ratio}), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
