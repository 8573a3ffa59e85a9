"""职工基本养老保险个人账户的规则与计算器。

只用标准库；不读时钟、网络和参数以外的文件。每个计算器是 ``calc.calculators`` 里的一个模块，
模块名把连字符写成下划线，模块里的 ``CALCULATOR`` 是它的声明。
"""

import pkgutil
from datetime import date
from functools import cache
from importlib import import_module

import calc.calculators
from calc.declaration import Calculator, InputErrors
from calc.writing import quoted

__version__ = "0.1.0"


@cache
def calculator_ids() -> tuple[str, ...]:
    """所有计算器的 id，按字母先后。"""
    names = (module.name for module in pkgutil.iter_modules(calc.calculators.__path__))
    return tuple(sorted(name.replace("_", "-") for name in names))


@cache
def declared(id: str) -> Calculator:
    """``calc.calculators`` 里的一个声明。"""
    return import_module(f"calc.calculators.{id.replace('-', '_')}").CALCULATOR


def calculator(id: str) -> Calculator:
    """按 id 取计算器；没有时抛出 :class:`InputErrors`，说明有哪些。"""
    if id not in calculator_ids():
        message = f"没有{quoted(str(id))}这个计算器；现有：{'、'.join(calculator_ids())}"
        raise InputErrors([{"field": None, "message": message}])
    return declared(id)


def compute(id: str, given, today: date | None = None) -> dict:
    """计算一次；输入有误时抛出 :class:`InputErrors`。``today`` 见 :func:`run`。"""
    if not isinstance(given, dict):
        message = '输入应当是“名称: 值”的对象，如 {"year": "2021"}'
        raise InputErrors([{"field": None, "message": message}])
    return calculator(id).run(given, today)


def readings(id: str, given: dict) -> dict[str, str]:
    """写法和平常不同的各项，读作什么；没有这个计算器，就没有。"""
    return calculator(id).readings(given) if id in calculator_ids() else {}


def run(id: str, given, today: date | None = None) -> dict:
    """计算一次。返回结果，或 ``{"calculator", "errors"}``；不因输入抛出异常。

    ``today`` 是没有填“按哪一天的规定”时的那一天；没有给，是参数核对到的那一天。
    """
    try:
        return compute(id, given, today)
    except InputErrors as wrong:
        return {"calculator": id, "errors": wrong.plain}
