"""Pay bases, advances already paid, and events that add, take or stop."""

from __future__ import annotations

from datetime import date
from random import Random

from datasets.demo.organisation import Person, post_of
from datasets.demo.story import Seats
from datasets.demo.table import SEED, Row, rounded

#: card or level -> monthly wage (from, to) and months of wage that the yearly target bonus is worth.
_WAGES = {
    "M4": ((58_000, 58_000), 6.0), "M3": ((42_000, 46_000), 5.0), "M2": ((24_000, 32_000), 4.0),
    "seller": ((8_500, 13_000), 6.0), "hotline": ((5_800, 7_600), 1.8), "field": ((7_600, 10_500), 2.0),
    "developer": ((15_000, 26_000), 2.5), "inspector": ((8_800, 13_500), 2.0), "operator": ((6_600, 9_200), 1.8),
    "buyer": ((8_200, 12_000), 2.0), "storekeeper": ((5_600, 7_400), 1.6), "accountant": ((8_500, 14_000), 2.0),
    "hr": ((7_800, 12_500), 2.0), "it": ((12_500, 19_000), 2.2),
}
_MINIMUM_WAGE = {"2024": 2490, "2025": 2490}


def paybase_rows(people: list[Person]) -> list[Row]:
    """One row per person and year of service: yearly target bonus, wages, the local minimum wage."""
    rows: list[Row] = []
    for person in people:
        random = Random(f"{SEED}:pay:{person.person_id}")
        level = post_of(person, person.assignments[0])[3]
        (low, high), months = _WAGES[level if level in _WAGES else person.card]
        wage = random.uniform(low, high) * (1.25 if person.role == "lead" else 1.0)
        for year in ("2024", "2025"):
            if person.hired.year <= int(year) and (person.left is None or person.left.year >= int(year)):
                paid = rounded(wage * (1.04 if year == "2025" else 1.0), 100.0)
                rows.append({
                    "person_id": person.person_id, "period": year, "target_bonus": f"{rounded(paid * months, 1000.0):.2f}",
                    "base_salary": f"{paid * 12:.2f}", "bonus_pct": "", "monthly_wage": f"{paid:.2f}",
                    "local_minimum_wage": f"{_MINIMUM_WAGE[year]:.2f}", "currency": "CNY",
                })
    return rows


def payment_rows(seats: Seats) -> list[Row]:
    """Advances on the quarterly bonus of some sellers."""
    teams = (("2025-Q3", "2025-09-26", "M-EAST-2", 5000), ("2025-Q4", "2025-12-26", "M-EAST-2", 6000),
             ("2025-Q4", "2025-12-26", "M-WEST-1", 3000))
    return [
        {"person_id": seats[team, number].person_id, "period": period, "policy_id": "sales-bonus",
         "amount": f"{amount:.2f}", "date": day, "kind": "advance"}
        for period, day, team, amount in teams for number in range(5)
    ]


#: day, seat, type, rule, points, amount, count, reason, evidence, approver's seat
_EVENTS = """
2024-03-21|P-RD-1 4|bonus_points||3|||耐腐蚀隔膜材料改进项目落地|立项评审单 RD-2401|P-RD 0
2024-06-18|P-PROD-C 3|penalty||2|||设备点检漏项造成停机四小时|设备停机记录 240618|P-PROD 0
2024-09-12|M-EAST-2 2|award|performance_star||||季度绩效之星|总经理办公会纪要 2024-09|LT 0
2024-11-20|F-HR 3|referral|||||推荐阀门结构工程师入职并转正|内部推荐单 24-017|F-HR 0
2025-02-19|P-RD-2 2|bonus_points||2|||变频控制板降本方案落地|立项评审单 RD-2503|P-RD 0
2025-03-27|M-EAST-2 0|award|performance_star||||季度绩效之星|总经理办公会纪要 2025-03|LT 0
2025-04-16|M-SOUTH-1 2|complaint||||1|报价交期与合同不符被客户书面投诉|客诉单 KS-2504-11|M-SOUTH 0
2025-05-14|M-SOUTH-1 4|complaint||||2|未按约回复暂停项目的客户|客诉单 KS-2505-06|M-SOUTH 0
2025-05-28|P-PROD-A 6|penalty||3|||未按作业指导书扭矩复检，返工三十台|质量通报 ZL-2505|P-PROD 0
2025-06-12|P-QUALITY 3|bonus_points||2|||来料免检供应商评价方案落地|改善提案 GS-25-031|P-QUALITY 0
2025-06-26|M-NORTH-1 0|award|performance_star||||季度绩效之星|总经理办公会纪要 2025-06|LT 0
2025-07-23|P-RD-2 1|bonus_points||5|||智能定位器平台完成认证并批量供货|PLM 发布单 2025-0719|P-RD 0
2025-08-11|P-PROD-A 2|bonus_points||2|||装配夹具改进，单台工时下降百分之六|改善提案 GS-25-044|P-PROD 0
2025-08-20|M-NORTH-2 3|complaint||||1|到货资料缺失被客户投诉|客诉单 KS-2508-03|M-NORTH 0
2025-08-28|P-SUPPLY-W 3|penalty||2|||出库未复核，错发两批物料|仓储差错单 2508|P-SUPPLY 0
2025-09-04|M-SERVICE-H 4|complaint||||1|通话记录与客户描述不一致|客诉单 KS-2509-02|M-SERVICE 0
2025-09-10|F-IT 1|referral||||1|推荐嵌入式软件工程师入职并转正|内部推荐单 25-021|F-HR 0
2025-09-18|F-FIN 2|bonus_points||3|||应收对账自动化上线|项目验收单 IT-2509|F-FIN 0
2025-09-25|M-EAST-2 0|award|performance_star||||季度绩效之星|总经理办公会纪要 2025-09|LT 0
2025-09-26|P-RD-2 1|award|performance_star||||季度绩效之星|总经理办公会纪要 2025-09|LT 0
2025-10-22|M-SOUTH-2 4|bonus_points||2|||收回两笔逾期一年以上的货款|催收确认函 25-10|M-SOUTH 0
2025-10-30|P-RD-1 2|bonus_points||6|||高压计量泵获省级首台套认定|认定公告 2025-10|P-RD 0
2025-11-06|P-RD-1 5|bonus_points||3|||阀芯寿命试验方法纳入行业标准讨论稿|标准立项函 2511|P-RD 0
2025-11-13|M-EAST-1 3|complaint||||2|备件交期两次延误|客诉单 KS-2511-07|M-EAST 0
2025-11-18|P-PROD-B 4|knock_out|safety_violation||||违章拆除冲压安全联锁，造成一起轻伤停工事故|事故调查报告 AQ-2511|P-PROD 0
2025-11-27|M-SERVICE-F 2|complaint||||1|未携带备件造成二次上门|客诉单 KS-2511-15|M-SERVICE 0
2025-12-03|F-HR 5|referral||||1|推荐电控软件工程师入职并转正|内部推荐单 25-033|F-HR 0
2025-12-09|P-SUPPLY-B 3|penalty||3|||供应商准入资料审核不全|内审发现项 NS-2512|P-SUPPLY 0
2025-12-11|P-PROD-C 7|loss_compensation|||2500.00||违规操作损坏数控刀塔，个人承担部分维修费用|维修结算单 WX-2512|P-PROD 0
2025-12-16|M-NORTH-1 4|manual_adjustment|||1500.00||补发三季度展会专项奖励|展会奖励批复 2025-12|MKT 0
2025-12-24|M-EAST-2 1|award|performance_star||||季度绩效之星|总经理办公会纪要 2025-12|LT 0
2025-12-24|P-QUALITY 5|award|performance_star||||季度绩效之星|总经理办公会纪要 2025-12|LT 0
2025-12-25|M-SOUTH-1 1|bonus_points||3|||挽回暂停的石化改造项目并重新签约|合同 XS-2512-088|M-SOUTH 0
"""
_LOSS = {
    "legal_basis": "工资支付暂行规定第十六条及劳动合同第十二条", "notice_date": "2025-12-15", "jurisdiction": "CN",
    "legal_basis_en": "Interim Provisions on Payment of Wages, art. 16; labour contract, clause 12",
}


def event_rows(seats: Seats) -> list[Row]:
    rows: list[Row] = []
    for number, line in enumerate(_EVENTS.strip().splitlines(), start=1):
        day, who, kind, rule, points, amount, count, reason, evidence, by = line.split("|")
        unit, seat = who.split()
        chief, place = by.split()
        person = seats[unit, int(seat)]
        assert person.hired <= date.fromisoformat(day)
        rows.append({
            "event_id": f"EV{number:03d}", "date": day, "subject_id": person.person_id, "type": kind, "rule": rule,
            "points": points, "amount": amount, "count": count, "reason": reason, "evidence": evidence,
            "approver": seats[chief, int(place)].person_id, "legal_basis": "", "notice_date": "", "jurisdiction": "",
            "legal_basis_en": "",
            **(_LOSS if kind == "loss_compensation" else {}),
        })
    return rows


def adjustment_rows(seats: Seats) -> list[Row]:
    """The calibration log: grades that a meeting changed, scores never."""
    decided = (
        ("2025-Q3", "P-PROD-B 5", "C", "B", "入职首季，产量按试用期标准折算后达到称职线", "2025-10-17"),
        ("2025-Q3", "P-QUALITY 3", "A", "B", "部门审核整改项逾期关闭，负有主要责任", "2025-10-17"),
        ("2025-Q4", "M-WEST-1 3", "A", "S", "独立开拓川南市场，首年实现稳定复购", "2026-01-10"),
        ("2025-Q4", "F-HR 8", "C", "B", "同时负责考勤系统切换，计划外任务未计入工作计划", "2026-01-10"),
    )
    rows: list[Row] = []
    for period, seat, before, after, reason, day in decided:
        unit, number = seat.split()
        rows.append({
            "subject_id": seats[unit, int(number)].person_id, "period": period, "from_grade": before, "to_grade": after,
            "reason": reason, "decided_by": seats["LT", 0].person_id, "date": day,
        })
    return rows
