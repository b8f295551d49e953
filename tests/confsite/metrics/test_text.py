import pytest

from confsite.metrics.text import Family, Sample, exposition
from tests.confsite.metrics.reading import read


def test_whatever_stands_in_a_label_is_read_back():
    words = ['"', "\\", "\n", 'a\\"b\\n', "会场 “B”", "{x=1},"]
    samples = [Sample(n, {"name": word}) for n, word in enumerate(words)]

    found = read(exposition([Family("x", "gauge", "Words.", samples)]))

    assert found["x"] == {
        frozenset({("name", word)}): float(n) for n, word in enumerate(words)
    }


@pytest.mark.parametrize("value", [0, True, 17, 0.1, 1e-7, 1795891751.26, 3e20])
def test_a_number_is_read_back_as_it_was(value):
    family = Family("x", "gauge", "A number.", [Sample(value)])

    assert read(exposition([family]))["x"] == {frozenset(): float(value)}


@pytest.mark.parametrize(
    "text",
    [
        "# TYPE x gauge\nx 1\n",  # no HELP
        "# HELP x A.\n# TYPE x gauge\ny 1\n",
        "# HELP x A.\n# TYPE x gauge\nx 1",
        "# HELP x A.\n# TYPE x gauge\nx 1\nx 1\n",
        '# HELP x A.\n# TYPE x gauge\nx{a="\\x"} 1\n',
        "# HELP x A.\n# TYPE x gauge\nx one\n",
        '# HELP x A.\n# TYPE x histogram\nx_bucket{le="+Inf"} 1\nx_sum 1\nx_count 2\n',
        "# HELP x A.\n# TYPE x many\nx 1\n",
    ],
)
def test_the_reader_is_strict(text):
    with pytest.raises((AssertionError, ValueError)):
        read(text)
