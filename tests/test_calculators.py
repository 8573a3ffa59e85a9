"""每个计算器都守的约定：名称不变，有算例的页面，结果有步骤和依据，命令行列得出。"""

import json
import subprocess
import sys

import pytest

import calc
from calc.declaration import MAY_BE_EMPTY, InputErrors
from conftest import ROOT, page_examples
from scripts.pages import blocks

CONTRACT = {
    "annual-interest": (
        (
            "opening_balance period year annual_base monthly_base annual_amount monthly_amount "
            "monthly_amounts months rate_percent next_rate_percent through_month final_year "
            "rounding"
        ),
        (
            "credited_amount month_product opening_interest contribution_interest "
            "credited_interest closing_balance"
        ),
    ),
    "account-history": (
        "opening_balance segments until rates_percent default_rate_percent final_year rounding",
        "total_contributions total_interest closing_balance",
    ),
    "statement-check": (
        (
            "period year opening_balance credited_amount credited_interest closing_balance months "
            "interest_scope rate_percent next_rate_percent"
        ),
        "verdict expected_interest interest_difference identity_difference implied_closing",
    ),
    "statement-history": (
        "period rows rates_percent",
        ("verdict years_checked first_different_year interest_difference closing_difference"),
    ),
    "statement-read": (
        "text",
        "period year opening_balance credited_amount credited_interest closing_balance",
    ),
    "contribution": (
        "kind monthly_wage annual_base average_wage level_percent",
        "monthly_base monthly_contribution monthly_credited annual_credited",
    ),
    "retirement-age": (
        "category birth offset_months contributed_months",
        (
            "delay_months statutory_age_years statutory_age_months statutory_month earliest_month "
            "latest_month chosen_month statutory_date minimum_contribution_months missing_months"
        ),
    ),
    "retirement-plan": (
        (
            "category birth contributed_months account_balance paid_until monthly_base "
            "pension_base average_index future_index default_rate_percent offsets kind"
        ),
        "earliest_month statutory_month latest_month best_note",
    ),
    "minimum-contribution": ("year", "minimum_contribution_months"),
    "payout-months": ("age_years age_months table", "payout_months"),
    "pension-estimate": (
        (
            "pension_base average_index contribution_months contribution_years account_balance "
            "payout_months age_years age_months deemed_months transition_coefficient_percent "
            "transition_pension other_amounts"
        ),
        "basic_pension account_pension transition_pension other_pension total_pension",
    ),
    "years-compared": (
        ("kind monthly_base pension_base average_index years age_years age_months rate_percent"),
        "least most",
    ),
    "break-even": ("extra_cost monthly_gain start_age_years start_age_months", "months years age"),
    "account-payout": (
        (
            "reason opening_balance monthly_amounts monthly_amount months event_month "
            "monthly_account_pension paid_months rate_percent"
        ),
        "credited_amount credited_interest paid_out payable",
    ),
    "after-death": (
        (
            "retired account_balance opening_balance event_month monthly_amount monthly_amounts "
            "months rate_percent account_balance_at_retirement monthly_account_pension "
            "paid_months disposable_income_monthly contribution_months pension_months_received"
        ),
        "account_inheritable funeral_grant bereavement_grant total",
    ),
    "survivor-benefit": (
        "disposable_income_monthly contribution_months retired pension_months_received",
        "funeral_grant bereavement_months bereavement_grant total",
    ),
    "refund-check": ("", "outcome next_step"),
    "query-channel": ("region need device", ""),
}
TABLES = {
    "statement-read": "line field value reason",
    "account-history": (
        "year opening_balance credited_amount rate_percent opening_interest "
        "contribution_interest credited_interest closing_balance"
    ),
    "statement-check": "cause text expected_interest difference",
    "retirement-plan": (
        "offset_months month age contribution_months minimum_contribution_months enough "
        "account_balance payout_months basic_pension account_pension total_pension own_cost "
        "drawn_before_latest break_even_age"
    ),
    "years-compared": (
        "contribution_years own_cost account_balance basic_pension account_pension total_pension "
        "extra_cost extra_pension break_even_months"
    ),
    "statement-history": (
        "year opening_balance credited_amount credited_interest expected_interest "
        "interest_difference closing_balance identity_difference carry_difference verdict cause"
    ),
}
EVERY = pytest.mark.parametrize("id", calc.calculator_ids())


def test_all_calculators_are_there():
    assert set(calc.calculator_ids()) >= set(CONTRACT)


@pytest.mark.parametrize("id", CONTRACT)
def test_names_others_rely_on(id):
    item = calc.calculator(id)
    inputs, figures = (set(words.split()) for words in CONTRACT[id])
    assert {entry.name for entry in item.inputs} >= inputs
    assert {entry.name for entry in item.figures} >= figures


@pytest.mark.parametrize("id", TABLES)
def test_columns_others_rely_on(id):
    columns = {column.name for column in calc.calculator(id).tables[0].columns}
    assert columns >= set(TABLES[id].split())


@EVERY
def test_declaration_is_complete(id):
    item = calc.calculator(id)
    assert item.title and item.answers and item.limits
    for entries in (item.inputs, item.figures):
        assert len({entry.name for entry in entries}) == len(entries)
        assert all(entry.label for entry in entries)
    assert any(figure.main for figure in item.figures)
    names = {entry.name for entry in item.inputs}
    for entry in item.inputs:
        assert entry.shown_when is None or entry.shown_when[0] in names
        assert entry.unless is None or entry.unless in names
    assert {name for group in item.one_of for name in group.names} <= names


@EVERY
def test_its_page_has_an_example(id):
    pages = [str(page) for page, _, example in page_examples() if example.id == id]
    assert f"calculators/{id}.md" in pages


@EVERY
def test_every_result_is_explained_and_sourced(id):
    for page, _, example in page_examples():
        if example.id != id:
            continue
        answer = blocks.compute_example(example)
        assert answer["steps"] and answer["sources"], page
        known = {source["id"] for source in answer["sources"]} | {""}
        assert id == "break-even" or any(step["source"] for step in answer["steps"]), page
        for step in answer["steps"]:
            assert step["source"] in known, (page, step)
            assert step["label"] and step["formula"] and step["value"], (page, step)


def floats(value) -> list:
    if isinstance(value, dict):
        value = list(value.values())
    return (
        sum(map(floats, value), [])
        if isinstance(value, list)
        else [value]
        if isinstance(value, float)
        else []
    )


@EVERY
def test_no_float_in_any_result(id):
    for _, _, example in page_examples():
        if example.id == id:
            assert not floats(calc.run(id, example.inputs))


@EVERY
def test_nothing_filled_in_is_explained_in_chinese(id):
    answer = calc.run(id, {})
    for error in answer.get("errors", []):
        assert any("\u4e00" <= letter <= "\u9fff" for letter in error["message"]), error


@EVERY
@pytest.mark.parametrize(
    "junk",
    ["x", "-1", "1e400", "", "９" * 80, [], {}, True, None, "2025-13", "<b>", [[]], [{}], 10**70],
)
def test_junk_in_any_field_never_breaks_it(id, junk):
    good = next(example.inputs for _, _, example in page_examples() if example.id == id)
    for entry in calc.calculator(id).inputs:
        answer = calc.run(id, {**good, entry.name: junk})
        assert "figures" in answer or answer["errors"]
        assert json.dumps(answer, ensure_ascii=False)


def test_the_command_line_lists_them_all():
    done = subprocess.run(
        [sys.executable, "-m", "calc", "list"], capture_output=True, text=True, cwd=ROOT, check=True
    )
    for id in calc.calculator_ids():
        assert id in done.stdout


@EVERY
def test_batch_gives_what_run_gives(id):
    examples = [example.inputs for _, _, example in page_examples() if example.id == id]
    lines = "".join(json.dumps(inputs, ensure_ascii=False) + "\n" for inputs in examples)
    done = subprocess.run(
        [sys.executable, "-m", "calc", "batch", id],
        input=lines,
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
    )
    assert [json.loads(line) for line in done.stdout.splitlines()] == [
        calc.run(id, inputs) for inputs in examples
    ]


def test_the_reference_page_names_every_input_and_figure():
    page = blocks.reference_html(None, False)
    for id in calc.calculator_ids():
        item = calc.calculator(id)
        section = page.split(f'<h2 id="{id}">')[1].split("<h2")[0]
        for entry in [*item.inputs, *item.figures]:
            assert f"<code>{entry.name}</code>" in section, (id, entry.name)


# 名称，要不要填


@pytest.mark.parametrize("id", calc.calculator_ids())
def test_a_calculator_has_one_name(id):
    """声明里、目录里、页面上叫的是同一个名称。"""
    title = calc.calculator(id).title
    page = (ROOT / "docs" / "calculators" / f"{id}.md").read_text("utf-8")
    assert f"\n# {title}\n" in page and f"title: {title}\n" in page
    assert f"- {title}: calculators/{id}.md\n" in (ROOT / "mkdocs.yml").read_text("utf-8")


@pytest.mark.parametrize("example", page_examples(), ids=lambda example: f"{example[0]}")
def test_what_may_be_left_empty_is_never_asked_for(example):
    """写了“可不填”的一项空着，不会说它还没有填；没有写的、必填的会说。"""
    item, inputs = calc.calculator(example[2].id), example[2].inputs
    for entry in item.inputs:
        rest = {name: value for name, value in inputs.items() if name != entry.name}
        try:
            item.read(rest)
        except InputErrors as wrong:
            missing = {error["field"] for error in wrong.errors if error.get("missing")}
        else:
            missing = set()
        if item.need(entry) == MAY_BE_EMPTY:
            assert entry.name not in missing, entry.name
        elif entry.required and item.is_shown(entry, rest):
            assert entry.name in missing, entry.name
