"""A strict reader of Prometheus' text format 0.0.4.

https://prometheus.io/docs/instrumenting/exposition_formats/
"""

import re
from collections import defaultdict

NAME = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
LABEL = r'[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\["\\n])*"'
SAMPLE = re.compile(rf"({NAME})(?:\{{({LABEL}(?:,{LABEL})*)\}})? (\S+)")
HEAD = re.compile(rf"# (HELP|TYPE) ({NAME}) (.+)")
KINDS = {"counter", "gauge", "histogram"}
PARTS = {"histogram": ("_bucket", "_sum", "_count")}

Labels = frozenset[tuple[str, str]]


def read(text: str) -> dict[str, dict[Labels, float]]:
    """Every number by the name of its sample and its labels."""
    assert text.endswith("\n")
    kinds: dict[str, str] = {}
    found: dict[str, dict[Labels, float]] = defaultdict(dict)
    family, helped = "", set()
    for line in text.splitlines():
        if head := HEAD.fullmatch(line):
            what, name, rest = head.groups()
            if what == "HELP":
                assert name not in helped, f"{name} stands there twice"
                helped.add(name)
            else:
                assert name not in kinds, f"{name} has two types"
                assert rest in KINDS, line
                kinds[name] = rest
                family = name
            continue
        sample = SAMPLE.fullmatch(line)
        assert sample, f"unreadable: {line}"
        name, labels, value = sample.groups()
        names = {family + part for part in PARTS.get(kinds[family], ("",))}
        assert name in names, f"{name} below {family}"
        key = read_labels(labels or "")
        assert key not in found[name], f"{line} stands there twice"
        found[name][key] = float(value)
    assert helped == set(kinds)
    for name, kind in kinds.items():
        if kind == "histogram":
            check_histogram(found, name)
    return found


def read_labels(text: str) -> Labels:
    pairs = re.findall(r'([^=,"]+)="((?:[^"\\]|\\.)*)"', text)
    names = [name for name, _value in pairs]
    assert len(set(names)) == len(names), text
    plain = {r"\\": "\\", r"\"": '"', r"\n": "\n"}
    return frozenset(
        (name, re.sub(r"\\.", lambda found: plain[found[0]], value))
        for name, value in pairs
    )


def check_histogram(found: dict[str, dict[Labels, float]], name: str) -> None:
    """Each step holds the one before it, and the last one all."""
    steps: dict[Labels, list[tuple[float, float]]] = defaultdict(list)
    for labels, value in found[f"{name}_bucket"].items():
        limit = float(dict(labels)["le"])
        steps[frozenset(p for p in labels if p[0] != "le")].append((limit, value))
    assert steps.keys() == found[f"{name}_count"].keys() == found[f"{name}_sum"].keys()
    for labels, counted in steps.items():
        values = [value for _limit, value in sorted(counted)]
        assert values == sorted(values)
        assert max(counted) == (float("inf"), found[f"{name}_count"][labels])
