"""What somebody types, as it is looked for."""

import pytest

from confsite.folding.asked import words
from confsite.folding.letters import folded


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Zhang, Wei", ["zhang", "wei"]),
        ("zhang,wei、Oxford", ["zhang", "wei", "oxford"]),
        ("zhang-wei", ["zhangwei"]),
        ("张　伟", ["张", "伟"]),
        ("li@nju.edu.cn", ["li nju edu cn"]),
        ("ABCD-2345", ["abcd2345"]),
        ("138 0013", ["1380013"]),
        ("+86 138-0013", ["861380013"]),
        ("zhang 56 78", ["zhang", "56", "78"]),
        ("!?", []),
    ],
)
def test_every_word_is_looked_for_as_columns_are_folded(typed, found):
    assert [spellings[0] for spellings in words(typed)] == found


@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        ("33612345678", "06 12 34 56 78"),
        ("33612345678", "+33 (0)6 12 34"),
        ("33612345678", "0033 612"),
        ("79123456789", "8 (912) 345-67-89"),
        ("36201234567", "06 20 123 4567"),
        ("8625835988888012", "025-83598888转8012"),
    ],
)
def test_a_number_is_found_as_it_is_dialled_somewhere(stored, typed):
    ((*spellings,),) = words(typed)

    assert any(spelling in stored for spelling in spellings)


def test_somebody_who_types_lyu_has_begun_with_ly():
    ((*spellings,),) = words("Ly")

    assert any(spelling in folded("Lyu Na") for spelling in spellings)
    assert any(spelling in folded("Lyle") for spelling in spellings)
