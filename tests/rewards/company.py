"""A small company on disk, for the tests that walk from tables to statements."""

from __future__ import annotations

from pathlib import Path

from reportgen.dataset import load
from reportgen.model.dataset import Dataset
from reportgen.model.period import parse_period
from reportgen.policy.load import read_policy
from reportgen.rewards.period import PeriodRewards, pay_period
from reportgen.scoring import Scorer

TABLES = {
    "org.csv": """unit_id,name,type,parent_id
C,Acme,company,
S,Sales,department,C
S1,Team one,team,S
R,Research,department,C
""",
    "people.csv": """person_id,name,unit_id,post,job_family,level,hire_date,leave_date,employment
P1,Zhou Lan,S1,seller,business,P5,2020-01-01,,regular
P2,Li Si,S1,seller,business,P6,2025-10-01,,regular
P3,Wang Wu,R,engineer,technical,P5,2020-01-01,,temporary
P4,Zhao Liu,R,engineer,technical,P5,2020-01-01,2024-06-30,regular
P5,Sun Qi,S,clerk,support,P2,2020-01-01,,regular
""",
    "kpis.csv": """kpi_id,name,unit,direction
sales,Sales,CNY,higher
quality,Quality,%,higher
""",
    "scorecards.csv": """subject_id,kpi_id,weight
C,sales,100
S,sales,100
P1,sales,60
P1,quality,40
P2,sales,100
P3,quality,100
""",
    "targets.csv": """kpi_id,subject_id,period,target
sales,C,2025,1000
sales,S,2025,1000
sales,P1,2025,500
quality,P1,2025,90
sales,P2,2025,500
quality,P3,2025,90
""",
    "actuals.csv": """kpi_id,subject_id,period,value
sales,C,2025,1100
sales,S,2025,1030
sales,P1,2025,550
quality,P1,2025,90
sales,P2,2025,450
quality,P3,2025,
""",
    "paybase.csv": """person_id,period,target_bonus,base_salary,bonus_pct,monthly_wage,local_minimum_wage
P1,2025,48000,,,8000,2420
P2,2025-Q4,3000,,,8000,2420
P3,2025,,100000,20,9000,2420
P5,2025,6000,,,5000,2420
""",
    "events.csv": """event_id,date,subject_id,type,rule,points,amount,count,reason,approver,legal_basis,notice_date
E1,2025-03-01,P5,award,referral,,,2,,,,
E2,2025-04-01,P1,loss_compensation,,,2500,,broken tool,P9,contract 7,2025-03-20
E3,2026-02-01,P1,restatement,,,,,,,,
E4,2024-12-31,P1,award,referral,,,1,,,,
""",
    "payments.csv": """person_id,period,policy_id,amount,date,kind
P1,2025,bonus,20000,2025-07-31,advance
P1,2024,bonus,999,2024-07-31,advance
""",
    "absences.csv": """person_id,type,from,to
P1,unpaid_leave,2024-12-20,2025-01-10
P1,sick,2025-03-01,2025-03-05
""",
    "dataset.yaml": "name: acme\ncompany: Acme\ncurrency: CNY\nlocale: en\njurisdiction: CN\nas_of: 2026-01-31\n",
}
POLICY = """
id: acme
version: 4
rewards:
  - id: bonus
    population: {job_family: [business, technical]}
    components: [{id: main, type: curve, measure: person.final, points: [[80, 50], [100, 100], [120, 200]]}]
    combine: multiply
    multipliers: [company.factor, unit.factor]
    gates: [{id: sales, when: "unit.kpi('sales').attainment < 90", payout_factor: 0}]
  - {id: referral, components: [{id: r, type: per_unit, event: referral, rate: 500}]}
  - {id: losses, deductions: [{id: loss, class: P3, event: loss_compensation, limit_pct: 20}]}
"""


def company(folder: Path, **tables: str) -> Dataset:
    """The company's dataset; ``tables`` replaces files (``actuals=…`` is actuals.csv)."""
    for name, text in (TABLES | {f"{key}.csv": text for key, text in tables.items()}).items():
        (folder / name).write_text(text, encoding="utf-8")
    return load(folder)


def pay(dataset: Dataset, label: str = "2025", policy: str = POLICY) -> PeriodRewards:
    """The period's rewards, as known at the dataset's ``as_of``."""
    period = parse_period(label, dataset.settings.fiscal)
    read = read_policy(policy.encode(), "policy.yaml")
    assert not read.fatal, read.findings
    as_of = dataset.settings.as_of or period.end
    scorer = Scorer(dataset, read.rules, as_of)
    return pay_period(dataset, scorer.score(period), read, period, as_of, scorer.score)
