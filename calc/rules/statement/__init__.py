"""账单对账：账单上的数与应得的比；不同时逐个试各种原因，看哪一种能算出印的那个数。

``arithmetic`` 是账单上的数和利息的算法；``causes``、``base_change``、``misprints`` 找出原因，
写成 ``facts``；``ranking`` 给它们排先后；``verdict`` 下结论。
"""
