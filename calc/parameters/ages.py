"""按年龄、出生月和缴费月数查的表。"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from calc.parameters.reading import (
    Age,
    Confidence,
    Day,
    Month,
    Positive,
    SourceId,
    Text,
    Whole,
    Words,
    months_by_age,
    one_of,
    whole,
)


@dataclass(frozen=True, kw_only=True)
class Ages:
    """一类人的原法定退休年龄、目标年龄，和从哪个月出生的人起、每几个月延迟 1 个月。"""

    original_age: Age
    target_age: Age
    first_birth: Month
    step_months: Annotated[int, whole(1, 12, "1 到 12 的整数")]


@dataclass(frozen=True, kw_only=True)
class RetirementAges:
    """法定退休年龄和弹性退休的月数；``start`` 是施行的那一天。"""

    WRITTEN = {"start": "from"}

    label: Words
    description: Text
    sources: tuple[SourceId, ...]
    confidence: Confidence
    checked: Day
    start: Day
    flexible_months: Whole
    early_notice_months: Whole
    late_notice_months: Whole
    male: Ages
    female55: Ages
    female50: Ages

    def conflicts(self) -> Iterator[str]:
        for name in ("male", "female55", "female50"):
            ages = getattr(self, name)
            if ages.original_age >= ages.target_age:
                yield f"{name}.target_age 应当大于 original_age"


@dataclass(frozen=True, kw_only=True)
class PayoutMonths:
    """个人账户养老金计发月数，按退休年龄（整岁）。"""

    label: Words
    description: Text
    sources: tuple[SourceId, ...]
    confidence: Confidence
    checked: Day
    disputed: Text = ""
    months: Annotated[dict[int, int], months_by_age]


@dataclass(frozen=True, kw_only=True)
class FuneralGrant:
    """丧葬补助金。"""

    months: Whole
    sources: tuple[SourceId, ...]
    confidence: Confidence
    checked: Day
    note: Text = ""


@dataclass(frozen=True, kw_only=True)
class Bereavement:
    """抚恤金怎样随缴费年限和已领年限增减。"""

    step_from: Whole
    step: Positive
    most: Annotated[int, whole(1, 600, "1 到 600 的月数")]
    retired_least: Whole
    sources: tuple[SourceId, ...]
    confidence: Confidence
    checked: Day
    note: Text = ""


@dataclass(frozen=True, kw_only=True)
class Tier:
    """抚恤金的一档：缴费满 ``start`` 个月的，发 ``months`` 个月。"""

    WRITTEN = {"start": "from"}

    start: Whole
    months: Whole
    sources: tuple[SourceId, ...]
    confidence: Confidence
    checked: Day
    note: Text = ""


@dataclass(frozen=True, kw_only=True)
class SurvivorBenefit:
    """遗属待遇的发放月数。"""

    label: Words
    unit: Annotated[str, one_of("months")]
    description: Text
    funeral_grant: FuneralGrant
    bereavement: Bereavement
    tiers: tuple[Tier, ...]

    def conflicts(self) -> Iterator[str]:
        starts = [tier.start for tier in self.tiers]
        if starts[0] != 0 or starts != sorted(set(starts)):
            yield "tiers 的 from 应当从 0 起，由小到大"


@dataclass(frozen=True, kw_only=True)
class DisabilityAllowance:
    """病残津贴；``start`` 是施行的那一天。"""

    WRITTEN = {"start": "from"}

    start: Day
    near_months: Positive
    sources: tuple[SourceId, ...]
    confidence: Confidence
    checked: Day


@dataclass(frozen=True, kw_only=True)
class ResidentPension:
    """城乡居民养老金：从几岁、缴满几个月起领，账户除以几个月。"""

    age: Age
    contribution_months: Positive
    payout_months: Positive
    sources: tuple[SourceId, ...]
    confidence: Confidence
    checked: Day
    note: Text = ""


@dataclass(frozen=True, kw_only=True)
class OtherBenefits:
    """不从个人账户出的待遇，页面上要说到的几个数。"""

    label: Words
    description: Text
    disability: DisabilityAllowance
    residents: ResidentPension


TABLES = {
    "retirement_ages": RetirementAges,
    "payout_months": PayoutMonths,
    "survivor_benefit": SurvivorBenefit,
    "other_benefits": OtherBenefits,
}
