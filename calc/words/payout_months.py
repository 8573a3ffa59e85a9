"""计发月数的两种取法。"""

INFERRED = "payout-months-forms-2025"
METHODS = {"interpolated": "按月推算", "whole-age": "只看整岁"}
