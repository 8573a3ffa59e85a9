"""多缴值不值：公开的例子、除尽与除不尽、填错。"""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from calc import html
from helpers import PROPERTY, Calculate

run = Calculate("break-even").good


def test_without_an_age():
    answer = run(extra_cost="5000", monthly_gain="30")
    assert answer["figures"] == {"months": 167, "years": "13.89", "age": None, "age_text": None}
    assert len(answer["steps"]) == 1
    assert "167 个月" in html.result(answer)


@PROPERTY
@given(cost=st.integers(0, 99_999_999_900), gain=st.integers(1, 10_000_000))
def test_months_are_the_nearest(cost, gain):
    inputs = {
        "extra_cost": f"{Decimal(cost) / 100:.2f}",
        "monthly_gain": f"{Decimal(gain) / 100:.2f}",
    }
    answer = run(**inputs)
    assert abs(answer["figures"]["months"] * gain - cost) * 2 <= gain
