"""Build a reportgen dataset from a folder with the AdventureWorks tables: ``python build.py SOURCE OUT``.

Sales: reseller sales against quota for seventeen people, three managers' teams and the company, in twelve quarters
labelled 2011-Q1 to 2013-Q4. A quota's date is the start of its period; the period runs to the next quota date, the last
one to 2013-12-29. Finance: budget against actual by department group and account, in the twelve months that have a budget.
Sums are exact (Decimal on the text of the files). README.md of this folder tells what was decided and why.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from pathlib import Path

Row = Mapping[str, str]
Cells = dict[tuple[str, str], Decimal]

HERE = Path(__file__).resolve().parent
WRITTEN_BY_HAND = ("dataset.yaml", "policy.yaml")
COMPANY, BUDGET_UNIT, HEAD_OF_SALES = "AW", "G", "277"
LAST_DAY = "2013-12-29"
QUARTERS = tuple(f"{year}-Q{quarter}" for year in (2011, 2012, 2013) for quarter in (1, 2, 3, 4))
BUDGET_YEAR = "2011"
MONTHS = tuple(f"{BUDGET_YEAR}-{month:02d}" for month in range(1, 13))
TEAMS = {"272": "North America Sales", "290": "European Sales", "294": "Pacific Sales"}
OPERATING_EXPENSES = "58"
ACTUAL, BUDGET = "1", "2"
HUNDRED, CENT = Decimal(100), Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Sales:
    """Quota and sales (USD) of each (sales person, quarter) that has a quota, and who leads whom."""

    quota: Cells
    actual: Cells
    leader: Mapping[str, str]

    @property
    def people(self) -> list[str]:
        return sorted({person for person, _ in self.quota}, key=int)

    def team_quota(self) -> Cells:
        """Quota of each (team, quarter) and of the company: the sum over its people."""
        totals: Cells = defaultdict(Decimal)
        for (person, quarter), amount in self.quota.items():
            totals[team_id(self.leader[person]), quarter] += amount
            totals[COMPANY, quarter] += amount
        return totals


@dataclass(frozen=True, slots=True)
class Budgets:
    """Budget and actual (USD) by (department group, account, month), twelve months of each account that has a budget."""

    budget: Mapping[tuple[str, str, str], Decimal]
    actual: Mapping[tuple[str, str, str], Decimal]
    accounts: Mapping[str, Row]
    groups: Mapping[str, str]

    def budgeted(self, group: str) -> list[str]:
        return sorted({account for of, account, _ in self.budget if of == group}, key=int)

    def of_year(self, group: str, account: str) -> Decimal:
        return sum((self.budget[group, account, month] for month in MONTHS), Decimal(0))


def read(source: Path, table: str) -> list[Row]:
    """The rows of one source table as text."""
    with (source / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def team_id(leader: str) -> str:
    return f"T-{leader}"


def group_id(group: str) -> str:
    return f"G-{group}"


def account_kpi(account: str) -> str:
    return f"account_{account}"


def read_sales(source: Path) -> Sales:
    """Quotas by the period that begins on their date, and the order lines that fall into those periods."""
    quotas = read(source, "fact_sales_quota")
    starts = sorted({row["Date"] for row in quotas})
    label = dict(zip(starts, QUARTERS, strict=True))
    quota = {(row["EmployeeKey"], label[row["Date"]]): Decimal(row["SalesAmountQuota"]) for row in quotas}
    actual: Cells = defaultdict(Decimal)
    for row in read(source, "fact_reseller_sales"):
        if starts[0] <= row["OrderDate"] <= LAST_DAY:
            start = max(day for day in starts if day <= row["OrderDate"])
            actual[row["EmployeeKey"], label[start]] += Decimal(row["SalesAmount"])
    parents = {row["EmployeeKey"]: row["ParentEmployeeKey"] for row in read(source, "dim_employee")}
    leader = {person: person if person in TEAMS else parents[person] for person, _ in quota}
    return Sales(quota, actual, leader)


def read_budgets(source: Path) -> Budgets:
    """Amounts summed over all organisations, in the months that have a budget, labelled in the order of their dates.

    A ledger account without an entry in a month stands at 0 in that month.
    """
    rows = read(source, "fact_finance")
    dates = sorted({row["Date"] for row in rows if row["ScenarioKey"] == BUDGET})
    label = dict(zip(dates, MONTHS, strict=True))
    sums: dict[str, dict[tuple[str, str, str], Decimal]] = {ACTUAL: defaultdict(Decimal), BUDGET: defaultdict(Decimal)}
    for row in rows:
        if row["Date"] in label:
            sums[row["ScenarioKey"]][row["DepartmentGroupKey"], row["AccountKey"], label[row["Date"]]] += Decimal(row["Amount"])
    cells = sorted({(group, account, month) for group, account, _ in sums[BUDGET] for month in MONTHS})
    accounts = {row["AccountKey"]: row for row in read(source, "dim_account")}
    groups = {row["DepartmentGroupKey"]: row["DepartmentGroupName"] for row in read(source, "dim_department_group")}
    budget, actual = ({cell: sums[scenario][cell] for cell in cells} for scenario in (BUDGET, ACTUAL))
    return Budgets(budget, actual, accounts, groups)


def lies_under(account: str, ancestor: str, accounts: Mapping[str, Row]) -> bool:
    """Whether an account is ``ancestor`` or one of its descendants."""
    while account:
        if account == ancestor:
            return True
        account = accounts[account]["ParentAccountKey"]
    return False


def operating_expenses(budgets: Budgets, amounts: Mapping[tuple[str, str, str], Decimal]) -> dict[str, Decimal]:
    """Operating expenses per month: the budgeted accounts under account 58, over all groups."""
    totals = dict.fromkeys(MONTHS, Decimal(0))
    for (_, account, month), amount in amounts.items():
        if lies_under(account, OPERATING_EXPENSES, budgets.accounts):
            totals[month] += amount
    return totals


def weights(budget: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Weights (percent, 2 places, exactly 100) in proportion to positive budgets, by largest remainder, at least 0.01."""
    positive = {account: amount for account, amount in budget.items() if amount > 0}
    total = sum(positive.values(), Decimal(0))
    exact = {account: amount * HUNDRED / total for account, amount in positive.items()}
    floors = {account: max(share.quantize(CENT, rounding=ROUND_FLOOR), CENT) for account, share in exact.items()}
    order = sorted(exact, key=lambda account: (floors[account] - exact[account], int(account)))
    missing = int((HUNDRED - sum(floors.values(), Decimal(0))) / CENT)
    for account in order[:missing]:
        floors[account] += CENT
    if missing < 0:  # tiny accounts were lifted to 0.01: the largest one gives it back
        floors[max(exact, key=lambda account: exact[account])] += missing * CENT
    return floors


# --- tables -------------------------------------------------------------------------------------------------------------


def org_table(budgets: Budgets) -> list[Row]:
    company = {"unit_id": COMPANY, "name": "Adventure Works Cycles", "type": "company", "manager_id": HEAD_OF_SALES}
    teams = [
        {"unit_id": team_id(key), "name": name, "type": "team", "parent_id": COMPANY, "manager_id": key}
        for key, name in TEAMS.items()
    ]
    groups = [
        {"unit_id": group_id(key), "name": name, "type": "department", "parent_id": BUDGET_UNIT}
        for key, name in budgets.groups.items() if budgets.budgeted(key)
    ]
    budget = {"unit_id": BUDGET_UNIT, "name": "Department Groups", "type": "division", "parent_id": COMPANY}
    return [company, *teams, budget, *groups]


def people_table(source: Path, sales: Sales) -> list[Row]:
    current = {row["EmployeeKey"]: row for row in read(source, "dim_employee") if row["Status"] == "Current"}
    rows: list[Row] = []
    for key in [HEAD_OF_SALES, *sales.people]:
        employee = current[key]
        rows.append({
            "person_id": key, "name": f"{employee['FirstName']} {employee['LastName']}",
            "unit_id": COMPANY if key == HEAD_OF_SALES else team_id(sales.leader[key]),
            "post": employee["Title"], "job_family": "management" if key == HEAD_OF_SALES else "business",
            "email": employee["EmailAddress"], "hire_date": employee["HireDate"],
            "manager_id": "" if key == HEAD_OF_SALES else employee["ParentEmployeeKey"], "locale": "en",
        })
    return rows


def kpi_table(budgets: Budgets) -> list[Row]:
    sales = {
        "kpi_id": "sales", "name": "Reseller sales", "name_en": "Reseller sales", "unit": "USD", "direction": "higher",
        "decimals": "4", "kind": "amount", "agg_time": "sum", "agg_org": "sum", "owner_id": HEAD_OF_SALES,
        "definition": "Sales amount of reseller order lines in the quota period", "data_source": "Reseller orders",
    }
    shared = {
        "unit": "USD", "decimals": "2", "kind": "amount", "agg_time": "sum", "agg_org": "none",
        "owner_id": HEAD_OF_SALES, "data_source": "General ledger",
    }
    expenses = {
        "kpi_id": "operating_expenses", "name": "Operating expenses", "name_en": "Operating expenses", "direction": "lower",
        "definition": "Budgeted accounts under 60 Operating Expenses, all department groups", **shared,
    }
    used = sorted({account for _, account, _ in budgets.budget}, key=int)
    accounts = [{
        "kpi_id": account_kpi(key), "name": budgets.accounts[key]["AccountDescription"],
        "name_en": budgets.accounts[key]["AccountDescription"],
        "direction": "higher" if budgets.accounts[key]["AccountType"] == "Revenue" else "lower",
        "definition": f"General ledger account {budgets.accounts[key]['AccountCodeAlternateKey']}, all organisations", **shared,
    } for key in used]
    return [sales, expenses, *accounts]


def scorecard_table(sales: Sales, budgets: Budgets) -> list[Row]:
    """Sales lines for each (subject, quarter) with a quota; budget lines for 2011 and every period inside it."""
    rows: list[Row] = [
        {"subject_id": subject, "kpi_id": "sales", "weight": "100", "period": quarter}
        for subject, quarter in [*sorted(sales.quota, key=by_person), *sorted(sales.team_quota())]
    ]
    rows.append({"subject_id": BUDGET_UNIT, "kpi_id": "operating_expenses", "weight": "100", "period": BUDGET_YEAR})
    for group in budgets.groups:
        of_year = {account: budgets.of_year(group, account) for account in budgets.budgeted(group)}
        rows += [
            {"subject_id": group_id(group), "kpi_id": account_kpi(account), "weight": str(weight), "period": BUDGET_YEAR}
            for account, weight in weights(of_year).items()
        ]
    return rows


def by_person(cell: tuple[str, str]) -> tuple[int, str]:
    return int(cell[0]), cell[1]


def target_table(sales: Sales, budgets: Budgets) -> list[Row]:
    cells = [*((*cell, sales.quota[cell]) for cell in sorted(sales.quota, key=by_person)),
             *((*cell, amount) for cell, amount in sorted(sales.team_quota().items()))]
    rows: list[Row] = [target("sales", subject, quarter, amount) for subject, quarter, amount in cells]
    rows += [target("operating_expenses", BUDGET_UNIT, month, amount)
             for month, amount in operating_expenses(budgets, budgets.budget).items()]
    rows += [target(account_kpi(account), group_id(group), month, amount)
             for (group, account, month), amount in sorted(budgets.budget.items(), key=by_account)]
    return rows


def target(kpi: str, subject: str, period: str, amount: Decimal) -> Row:
    return {"kpi_id": kpi, "subject_id": subject, "period": period, "target": f"{amount:f}", "window": "own"}


def by_account(item: tuple[tuple[str, str, str], Decimal]) -> tuple[int, int, str]:
    group, account, month = item[0]
    return int(group), int(account), month


def actual_table(sales: Sales, budgets: Budgets) -> list[Row]:
    """Sales of people only (teams and company roll up); amounts of the groups and all expenses as they are."""
    rows: list[Row] = [actual("sales", *cell, sales.actual[cell]) for cell in sorted(sales.actual, key=by_person)]
    rows += [actual("operating_expenses", BUDGET_UNIT, month, amount)
             for month, amount in operating_expenses(budgets, budgets.actual).items()]
    rows += [actual(account_kpi(account), group_id(group), month, amount)
             for (group, account, month), amount in sorted(budgets.actual.items(), key=by_account)]
    return rows


def actual(kpi: str, subject: str, period: str, amount: Decimal) -> Row:
    return {"kpi_id": kpi, "subject_id": subject, "period": period, "value": f"{amount:f}", "scenario": "AC"}


def pay_table(source: Path, sales: Sales) -> list[Row]:
    """Bonus and commission rate of each sales person, for every year in which the person has a quota."""
    key_of = {row["BusinessEntityID"]: row["EmployeeKey"] for row in read(source, "salesperson_crosswalk")}
    terms = {key_of[row["BusinessEntityID"]]: row for row in read(source, "salesperson_rewards")}
    return [
        {"person_id": person, "period": year, "target_bonus": f"{Decimal(terms[person]['Bonus']):f}", "currency": "USD",
         "commission_pct": f"{(Decimal(terms[person]['CommissionPct']) * 100).normalize():f}"}
        for person in sales.people
        for year in sorted({quarter[:4] for of, quarter in sales.quota if of == person})
    ]


# --- files --------------------------------------------------------------------------------------------------------------


def write(path: Path, rows: Sequence[Row]) -> None:
    """A CSV with the union of the rows' columns, in the order in which they first appear."""
    columns = list(dict.fromkeys(column for row in rows for column in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def build(source: Path, out: Path) -> None:
    """Write the dataset of ``source`` into the folder ``out``."""
    sales, budgets = read_sales(source), read_budgets(source)
    tables: dict[str, Iterable[Row]] = {
        "org": org_table(budgets), "people": people_table(source, sales), "kpis": kpi_table(budgets),
        "scorecards": scorecard_table(sales, budgets), "targets": target_table(sales, budgets),
        "actuals": actual_table(sales, budgets), "paybase": pay_table(source, sales),
    }
    out.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        write(out / f"{name}.csv", list(rows))
    for name in WRITTEN_BY_HAND:
        (out / name).write_bytes((HERE / name).read_bytes())


def main(arguments: Sequence[str]) -> int:
    if len(arguments) != 2:
        sys.stderr.write("usage: python build.py SOURCE OUT\n")
        return 2
    source, out = Path(arguments[0]), Path(arguments[1])
    if not (source / "fact_sales_quota.csv").is_file():
        sys.stderr.write(f"{source} does not hold the AdventureWorks tables (no fact_sales_quota.csv); see README.md\n")
        return 3
    build(source, out)
    sys.stdout.write(f"{out}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
