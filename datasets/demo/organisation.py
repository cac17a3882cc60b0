"""Units, seats, people and their assignments: who sat where and when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from datasets.demo.names import draw_names
from datasets.demo.table import SEED, Row

COMPANY = "LT"


@dataclass(frozen=True, slots=True)
class Unit:
    unit_id: str
    name: str
    name_en: str
    type: str
    parent_id: str = ""
    seats: int = 0
    card: str = ""


#: card: the scorecard of its ordinary members; seats: people directly in the unit, its head included.
UNITS: tuple[Unit, ...] = (
    Unit("LT", "岚汀流控设备股份有限公司", "Lanting Flow Control Co., Ltd.", "company", "", 2, "manager"),
    Unit("MKT", "营销中心", "Marketing and Sales", "division", "LT", 1, "manager"),
    Unit("M-EAST", "华东销售部", "East China Sales", "department", "MKT", 1, "manager"),
    Unit("M-EAST-1", "华东一组（沪苏）", "East Team 1, Shanghai and Jiangsu", "team", "M-EAST", 7, "seller"),
    Unit("M-EAST-2", "华东二组（浙皖）", "East Team 2, Zhejiang and Anhui", "team", "M-EAST", 7, "seller"),
    Unit("M-EAST-3", "华东三组（出口）", "East Team 3, Export", "team", "M-EAST", 7, "seller"),
    Unit("M-SOUTH", "华南销售部", "South China Sales", "department", "MKT", 1, "manager"),
    Unit("M-SOUTH-1", "华南一组（粤桂）", "South Team 1, Guangdong and Guangxi", "team", "M-SOUTH", 8, "seller"),
    Unit("M-SOUTH-2", "华南二组（闽琼）", "South Team 2, Fujian and Hainan", "team", "M-SOUTH", 8, "seller"),
    Unit("M-NORTH", "北方销售部", "North China Sales", "department", "MKT", 1, "manager"),
    Unit("M-NORTH-1", "北方一组（京津冀）", "North Team 1, Beijing, Tianjin and Hebei", "team", "M-NORTH", 8, "seller"),
    Unit("M-NORTH-2", "北方二组（鲁豫晋）", "North Team 2, Shandong, Henan and Shanxi", "team", "M-NORTH", 8, "seller"),
    Unit("M-WEST", "西部销售部", "West China Sales", "department", "MKT", 1, "manager"),
    Unit("M-WEST-1", "西部一组（川渝）", "West Team 1, Sichuan and Chongqing", "team", "M-WEST", 5, "seller"),
    Unit("M-WEST-2", "西部二组（陕甘新）", "West Team 2, Shaanxi, Gansu and Xinjiang", "team", "M-WEST", 5, "seller"),
    Unit("M-SERVICE", "客户服务部", "Customer Service", "department", "MKT", 1, "manager"),
    Unit("M-SERVICE-H", "热线服务组", "Hotline", "team", "M-SERVICE", 10, "hotline"),
    Unit("M-SERVICE-F", "现场服务组", "Field Service", "team", "M-SERVICE", 14, "field"),
    Unit("PRD", "产品与制造中心", "Product and Manufacturing", "division", "LT", 1, "manager"),
    Unit("P-RD", "研发部", "Research and Development", "department", "PRD", 1, "manager"),
    Unit("P-RD-1", "泵阀研发组", "Pumps and Valves", "team", "P-RD", 11, "developer"),
    Unit("P-RD-2", "电控软件组", "Controls and Software", "team", "P-RD", 11, "developer"),
    Unit("P-RD-3", "试验验证组", "Test and Validation", "team", "P-RD", 8, "developer"),
    Unit("P-QUALITY", "质量管理部", "Quality", "department", "PRD", 13, "inspector"),
    Unit("P-PROD", "生产部", "Production", "department", "PRD", 1, "manager"),
    Unit("P-PROD-A", "泵类装配组", "Pump Assembly", "team", "P-PROD", 12, "operator"),
    Unit("P-PROD-B", "阀类装配组", "Valve Assembly", "team", "P-PROD", 12, "operator"),
    Unit("P-PROD-C", "机加工组", "Machining", "team", "P-PROD", 12, "operator"),
    Unit("P-SUPPLY", "供应链部", "Supply Chain", "department", "PRD", 1, "manager"),
    Unit("P-SUPPLY-B", "采购组", "Purchasing", "team", "P-SUPPLY", 8, "buyer"),
    Unit("P-SUPPLY-W", "仓储物流组", "Warehouse and Logistics", "team", "P-SUPPLY", 9, "storekeeper"),
    Unit("FUN", "职能中心", "Corporate Functions", "division", "LT", 1, "manager"),
    Unit("F-FIN", "财务部", "Finance", "department", "FUN", 11, "accountant"),
    Unit("F-HR", "人力行政部", "Human Resources and Administration", "department", "FUN", 11, "hr"),
    Unit("F-IT", "数字化部", "Digital Technology", "department", "FUN", 11, "it"),
)
UNIT: Mapping[str, Unit] = {unit.unit_id: unit for unit in UNITS}
REGIONS = ("M-EAST", "M-SOUTH", "M-NORTH", "M-WEST")
OLD_IT_NAME, OLD_IT_NAME_EN, RENAMED = "信息中心", "Information Centre", date(2025, 7, 1)

#: card -> (job family, post, post in English, level of ordinary members)
POSTS: Mapping[str, tuple[str, str, str, str]] = {
    "manager": ("management", "部门经理", "Department Manager", "M2"),
    "seller": ("business", "销售工程师", "Sales Engineer", "P5"),
    "hotline": ("service", "客服专员", "Service Representative", "P3"),
    "field": ("service", "现场服务工程师", "Field Service Engineer", "P4"),
    "developer": ("technical", "研发工程师", "Development Engineer", "P6"),
    "inspector": ("technical", "质量工程师", "Quality Engineer", "P4"),
    "operator": ("technical", "装配技师", "Assembly Technician", "P3"),
    "buyer": ("support", "采购专员", "Buyer", "P4"),
    "storekeeper": ("support", "仓储管理员", "Storekeeper", "P3"),
    "accountant": ("support", "会计", "Accountant", "P4"),
    "hr": ("support", "人事行政专员", "HR and Administration Officer", "P4"),
    "it": ("support", "系统工程师", "Systems Engineer", "P5"),
}
_HEADS = {
    "LT": ("总经理", "General Manager", "M4"), "MKT": ("营销副总经理", "Vice President Marketing and Sales", "M3"),
    "PRD": ("产品制造副总经理", "Vice President Product and Manufacturing", "M3"),
    "FUN": ("财务总监", "Chief Financial Officer", "M3"),
}
_TEAM_HEADS = {"seller": ("销售组长", "Sales Team Leader"), "operator": ("生产组长", "Production Team Leader")}

#: seat (unit, number from 0) -> (last day of the first holder, first day of the successor)
_CHANGES: Mapping[tuple[str, int], tuple[date, date | None]] = {
    ("M-SOUTH-1", 3): (date(2025, 6, 20), date(2025, 7, 14)),
    ("M-NORTH-2", 5): (date(2024, 9, 27), date(2024, 10, 15)),
    ("M-EAST-3", 4): (date(2025, 12, 19), None),
    ("M-WEST-1", 3): (date(2025, 3, 25), date(2025, 4, 7)),
    ("M-SERVICE-H", 6): (date(2024, 6, 28), date(2024, 7, 8)),
    ("M-SERVICE-F", 9): (date(2025, 9, 12), date(2025, 10, 13)),
    ("P-RD-1", 7): (date(2025, 3, 28), date(2025, 4, 14)),
    ("P-PROD-A", 8): (date(2024, 12, 27), date(2025, 1, 6)),
    ("P-PROD-B", 5): (date(2025, 6, 27), date(2025, 7, 7)),
    ("P-PROD-B", 10): (date(2025, 12, 12), None),
    ("P-SUPPLY-W", 4): (date(2024, 3, 29), date(2024, 4, 8)),
    ("F-HR", 7): (date(2025, 8, 29), date(2025, 12, 8)),
    ("F-IT", 6): (date(2025, 1, 24), date(2025, 2, 17)),
}
#: seats that were created in the two years
_NEW_SEATS: Mapping[tuple[str, int], date] = {
    ("M-EAST-2", 6): date(2024, 7, 8), ("M-WEST-2", 4): date(2024, 4, 8), ("P-RD-3", 7): date(2024, 7, 15),
    ("P-RD-2", 10): date(2025, 7, 7), ("M-SERVICE-F", 13): date(2025, 4, 9), ("P-QUALITY", 12): date(2024, 10, 14),
    ("F-FIN", 10): date(2025, 7, 21),
}
#: seat -> names that show what a name can be, and the language of the reader
_NAMED: Mapping[tuple[str, int], tuple[str, str, str]] = {
    ("M-WEST-2", 2): ("迪丽努尔·阿卜杜热西提", "Dilnur Abdurishit", "zh-CN"),
    ("M-EAST-3", 2): ("马库斯·林德奎斯特", "Marcus Lindqvist", "en"),
    ("P-RD-2", 4): ("普里娅·拉古纳坦", "Priya Raghunathan", "en"), ("P-RD-2", 6): ("林若曦", "Lin Ruoxi", "zh-CN"),
    ("P-PROD-C", 6): ("刘洋", "Liu Yang", "zh-CN"), ("F-FIN", 5): ("刘洋", "Liu Yang", "zh-CN"),
}


@dataclass(frozen=True, slots=True)
class Assignment:
    """A post held from ``first`` to ``last`` (None: still), with its share of the person's scorecard."""

    assignment_id: str
    unit_id: str
    first: date
    last: date | None
    card: str
    share: str = "1"


@dataclass(frozen=True, slots=True)
class Person:
    person_id: str
    name: str
    name_en: str
    seat: tuple[str, int]
    role: str
    hired: date
    left: date | None
    locale: str
    assignments: tuple[Assignment, ...] = ()

    @property
    def unit_id(self) -> str:
        """The unit of the latest assignment with the largest share."""
        return max(self.assignments, key=lambda a: (a.last is None, float(a.share), a.first)).unit_id

    @property
    def card(self) -> str:
        return self.assignments[0].card

    def in_post(self, first: date, last: date) -> list[Assignment]:
        """Assignments that touch the days ``first`` to ``last``."""
        return [a for a in self.assignments if a.first <= last and (a.last is None or a.last >= first)]

    @property
    def segmented(self) -> bool:
        return len(self.assignments) > 1


def role_of(unit: Unit, number: int) -> str:
    if number == 0 and unit.type != "team":
        return "manager"
    return "lead" if number == 0 else "member"


def _hire_day(random: Random, role: str) -> date:
    year = random.randint(2009, 2017) if role != "member" else random.choices(range(2011, 2024), range(3, 16))[0]
    day = date(year, random.choice((3, 4, 7, 7, 7, 9, 10)), random.randint(5, 26))
    return day + timedelta(days=(7 - day.weekday()) % 7)


def _holders(unit: Unit, number: int, random: Random) -> Iterator[tuple[date, date | None]]:
    """First and last day of each holder of a seat."""
    hired = _NEW_SEATS.get((unit.unit_id, number)) or _hire_day(random, role_of(unit, number))
    left, successor = _CHANGES.get((unit.unit_id, number), (None, None))
    yield hired, left
    if successor is not None:
        yield successor, None


def build_people() -> list[Person]:
    """All people, numbered in the order of the organisation."""
    random = Random(f"{SEED}:people")
    seats = [(unit, number) for unit in UNITS for number in range(unit.seats)]
    names = iter(draw_names(len(seats) + len(_CHANGES), random))
    people: list[Person] = []
    for unit, number in seats:
        for turn, (hired, left) in enumerate(_holders(unit, number, random)):
            name, name_en = next(names)
            locale = "zh-CN"
            if turn == 0 and (unit.unit_id, number) in _NAMED:
                name, name_en, locale = _NAMED[unit.unit_id, number]
            key = f"E{len(people) + 1:03d}"
            role = role_of(unit, number)
            card = "manager" if role == "manager" else unit.card
            first = Assignment(f"A{key[1:]}", unit.unit_id, hired, left, card)
            people.append(Person(key, name, name_en, (unit.unit_id, number), role, hired, left, locale, (first,)))
    return [_moved(person) for person in people]


def _moved(person: Person) -> Person:
    """The person with the transfers and the second role of the story."""
    first = person.assignments[0]

    def step(suffix: str, unit: str, start: date, card: str, share: str = "1") -> Assignment:
        return Assignment(first.assignment_id + suffix, unit, start, None, card, share)

    def until(start: date) -> Assignment:
        return replace(first, last=start - timedelta(days=1))

    moves: Mapping[tuple[str, int], tuple[date, tuple[Assignment, ...]]] = {
        ("M-EAST-1", 5): (date(2025, 8, 16), (step("B", "M-SOUTH-1", date(2025, 8, 16), "seller"),)),
        ("M-SERVICE-H", 8): (date(2025, 10, 1), (step("B", "M-SERVICE-F", date(2025, 10, 1), "field"),)),
        ("P-RD-3", 5): (date(2024, 7, 1), (step("B", "P-QUALITY", date(2024, 7, 1), "inspector"),)),
        ("F-IT", 3): (date(2025, 1, 1), (
            step("B", "F-IT", date(2025, 1, 1), "it", "0.6"), step("C", "P-QUALITY", date(2025, 1, 1), "inspector", "0.4"),
        )),
    }
    if person.seat not in moves:
        return person
    start, later = moves[person.seat]
    return replace(person, assignments=(until(start), *later))


def above(unit_id: str) -> Iterator[str]:
    """A unit and the units above it, up to the company."""
    while unit_id:
        yield unit_id
        unit_id = UNIT[unit_id].parent_id


def heads(people: list[Person]) -> dict[str, str]:
    """Unit -> its head, the holder of the first seat."""
    return {person.seat[0]: person.person_id for person in people if person.seat[1] == 0}


def line_manager(person: Person, head: Mapping[str, str]) -> str:
    unit = UNIT[person.unit_id]
    managed = head[unit.unit_id] == person.person_id
    if not managed:
        return head[unit.unit_id]
    return head[unit.parent_id] if unit.parent_id else ""


def post_of(person: Person, assignment: Assignment) -> tuple[str, str, str, str]:
    """Job family, post, post in English and level of an assignment."""
    family, post, post_en, level = POSTS[assignment.card]
    unit = UNIT[person.seat[0]]
    if person.role == "manager":
        head = _HEADS.get(unit.unit_id)
        return ("management", *(head or (f"{unit.name}经理", f"Head of {unit.name_en}", "M2")))
    if unit.unit_id == COMPANY:
        return "management", "总经理助理", "Assistant to the General Manager", "M2"
    if person.role == "lead":
        post, post_en = _TEAM_HEADS.get(assignment.card, (f"{unit.name.split('（')[0]}组长".replace("组组", "组"), "Team Leader"))
        return family, post, post_en, "P7" if family == "technical" else "P6"
    return family, post, post_en, level


def org_rows(head: Mapping[str, str]) -> list[Row]:
    rows: list[Row] = []
    for unit in UNITS:
        base = {"unit_id": unit.unit_id, "name": unit.name, "type": unit.type, "parent_id": unit.parent_id,
                "manager_id": head[unit.unit_id], "valid_from": "", "valid_to": "", "name_en": unit.name_en}
        if unit.unit_id == "F-IT":
            until = (RENAMED - timedelta(days=1)).isoformat()
            rows.append(base | {"name": OLD_IT_NAME, "name_en": OLD_IT_NAME_EN, "valid_to": until})
            base["valid_from"] = RENAMED.isoformat()
        rows.append(base)
    return rows


def people_rows(people: list[Person], head: Mapping[str, str]) -> list[Row]:
    rows: list[Row] = []
    for person in people:
        family, post, post_en, level = post_of(person, max(person.assignments, key=lambda a: (a.last is None, a.share, a.first)))
        rows.append({
            "person_id": person.person_id, "name": person.name, "unit_id": person.unit_id, "post": post,
            "job_family": family, "level": level, "email": f"{person.person_id.lower()}@lanting.example",
            "hire_date": person.hired.isoformat(), "leave_date": person.left.isoformat() if person.left else "",
            "manager_id": line_manager(person, head), "locale": person.locale, "name_en": person.name_en, "post_en": post_en,
        })
    return rows


def assignment_rows(people: list[Person], head: Mapping[str, str]) -> list[Row]:
    rows: list[Row] = []
    for person in people:
        for held in person.assignments:
            family, post, _, _ = post_of(person, held)
            own = held.unit_id == person.unit_id
            rows.append({
                "person_id": person.person_id, "unit_id": held.unit_id, "from": held.first.isoformat(),
                "to": held.last.isoformat() if held.last else "", "assignment_id": held.assignment_id, "post": post,
                "job_family": family, "fte": held.share, "scorecard_share": held.share,
                "line_manager_id": line_manager(person, head) if own else head[held.unit_id], "matrix_manager_id": "",
            })
    return rows
