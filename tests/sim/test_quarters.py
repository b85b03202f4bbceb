"""Quarters as text and as numbers."""

import pytest

from sim import quarters


def test_quarters_count_across_years():
    assert quarters.label("2010Q1", 0) == "2010Q1"
    assert quarters.label("2010Q1", 83) == "2030Q4"
    assert quarters.label("2010Q1", -1) == "2009Q4"
    assert quarters.between("2010Q1", "2016Q3") == 26
    assert quarters.between("2016Q3", "2010Q1") == -26


@pytest.mark.parametrize("text", ["2010", "2010Q0", "2010Q5", "10Q1", "2010q1", "2010Q1 "])
def test_what_is_no_quarter_is_refused(text):
    with pytest.raises(ValueError, match="such as 2010Q1"):
        quarters.number(text)
