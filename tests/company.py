"""A small company in files: two departments, six people, three KPIs, one quarter by months. Numbers worked by hand."""

from __future__ import annotations

from pathlib import Path

PERIOD = "2025-Q2"
TABLES: dict[str, str] = {
    "org": """unit_id,name,type,parent_id,manager_id,name_en
C,\u6d4b\u8bd5\u516c\u53f8,company,,,Test Company
D1,\u9500\u552e\u90e8,department,C,P1,Sales
D2,\u670d\u52a1\u90e8,department,C,P4,Service
""",
    "people": """person_id,name,unit_id,post,job_family,hire_date
P1,\u5468\u5c9a,D1,\u7ecf\u7406,management,2020-01-01
P2,\u674e\u56db,D1,\u9500\u552e,business,2020-01-01
P3,\u738b\u4e94,D1,\u9500\u552e,business,2020-01-01
P4,\u8d75\u516d,D2,\u7ecf\u7406,management,2020-01-01
P5,\u94b1\u4e03,D2,\u5ba2\u670d,service,2020-01-01
P6,\u5b59\u516b,D2,\u5ba2\u670d,service,2020-01-01
""",
    "kpis": """kpi_id,name,unit,direction,name_en,decimals,kind,agg_time,agg_org,data_source,owner_id
sales,\u9500\u552e\u989d,CNY,higher,Sales,0,amount,sum,sum,ERP,P1
csat,\u6ee1\u610f\u5ea6,%,higher,Satisfaction,1,ratio,last,none,CRM,P4
time,\u54cd\u5e94\u65f6\u957f,h,lower,Response time,1,index,last,none,CRM,P4
""",
    "scorecards": """subject_id,kpi_id,weight
P2,sales,60
P2,csat,40
P3,sales,60
P3,csat,40
P5,csat,50
P5,time,50
P6,csat,50
P6,time,50
D1,sales,100
D2,time,100
C,sales,100
""",
    "targets": """kpi_id,subject_id,period,target
sales,P2,2025-Q2,300000
sales,P3,2025-Q2,300000
csat,P2,2025-Q2,90
csat,P3,2025-Q2,90
csat,P5,2025-Q2,90
csat,P6,2025-Q2,90
time,P5,2025-Q2,8
time,P6,2025-Q2,8
time,D2,2025-Q2,8
sales,D1,2025-Q2,600000
sales,C,2025-Q2,600000
""",
    "actuals": """kpi_id,subject_id,period,value
sales,P2,2025-04,100000
sales,P2,2025-05,110000
sales,P2,2025-06,120000
sales,P3,2025-04,80000
sales,P3,2025-05,90000
sales,P3,2025-06,100000
csat,P2,2025-Q2,92.7
csat,P3,2025-Q2,85.5
csat,P5,2025-Q2,90
csat,P6,2025-Q2,81
time,P5,2025-Q2,6.5
time,P6,2025-Q2,8
time,D2,2025-Q2,7
""",
    "paybase": """person_id,period,target_bonus,currency
P2,2025,40000,CNY
P3,2025,40000,CNY
P5,2025,20000,CNY
P6,2025,20000,CNY
""",
    "dataset.yaml": """name: small
company: \u6d4b\u8bd5\u516c\u53f8
currency: CNY
locale: zh-CN
as_of: 2025-07-10
""",
}


def write(folder: Path, **changed: str | None) -> Path:
    """Write the company under ``folder``; ``changed`` replaces a table's text, or leaves it out (None)."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in {**TABLES, **changed}.items():
        if text is not None:
            path = folder / (name if "." in name else f"{name}.csv")
            path.write_text(text, encoding="utf-8")
    return folder


def edited(table: str, old: str, new: str) -> str:
    """A table's text with one passage replaced; the passage must be there."""
    assert old in TABLES[table], f"{old!r} is not in {table}"
    return TABLES[table].replace(old, new)
