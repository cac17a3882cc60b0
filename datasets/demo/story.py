"""What happened to single values: late and missing reports, a leave, a restatement, targets changed on the way."""

from __future__ import annotations

from collections.abc import Mapping

from datasets.demo.book import Book, Key
from datasets.demo.organisation import Person
from datasets.demo.table import Row, months_of, text

#: The latest holder of a seat.
Seats = Mapping[tuple[str, int], Person]

LATE = "2025-Q4"
LEAVE = ("2025-07-07", "2025-12-31")


def seats_of(people: list[Person]) -> Seats:
    return {person.seat: person for person in people}


def tell(book: Book, seats: Seats) -> None:
    """Apply the story to the values."""
    _late_department(book, seats)
    _long_leave(book, seats[("P-RD-2", 6)].person_id)
    _not_applicable(book, seats)
    _restated(book, seats[("M-NORTH-1", 3)].person_id, "2025-08", 128_600, "GZ-2025-1016")
    _restated(book, seats[("M-EAST-1", 2)].person_id, "2025-11", -86_400, "GZ-2026-0107")
    _changed_targets(book, seats)
    _high_cap(book, seats[("M-WEST", 0)].person_id)


def _keys(book: Book, subject: str, kpis: tuple[str, ...], periods: tuple[str, ...]) -> list[Key]:
    return [key for key in book.actuals if key[1] == subject and key[0] in kpis and key[2] in periods]


def _late_department(book: Book, seats: Seats) -> None:
    """Supply chain: the third quarter came after the deadline, the fourth has not come in full."""
    buyers = [seats["P-SUPPLY-B", number].person_id for number in range(8)]
    for buyer in buyers:
        book.mark(_keys(book, buyer, ("on_time_supply",), ("2025-Q3",)), "preliminary", "2025-10-27 逾期补报")
        book.mark(_keys(book, buyer, ("on_time_supply",), (LATE,)), "not_reported")
    book.mark(_keys(book, buyers[5], ("cost_saving",), ("2025-Q3",)), "not_reported")
    for number in (2, 5, 7):  # these rows never arrived
        for key in _keys(book, seats["P-SUPPLY-W", number].person_id, ("stock_accuracy",), (LATE,)):
            del book.actuals[key]


def _long_leave(book: Book, person: str) -> None:
    kpis = ("milestone", "bug_rate", "review_score", "innovation")
    book.mark(_keys(book, person, kpis, ("2025-Q3", "2025-Q4")), "suspended", "产假")
    for line in book.lines:  # no milestones were agreed for the time of the leave
        if line["subject_id"] == person and line["period"] >= "2025-Q3" and line["kpi_id"] == "milestone":
            line["params"] = '{"milestones":[{"weight":100}]}'


def _not_applicable(book: Book, seats: Seats) -> None:
    for seat, kpi in ((("M-SERVICE-F", 5), "csat"), (("F-HR", 4), "recruit_days"), (("P-QUALITY", 8), "claim_close_days")):
        book.mark(_keys(book, seats[seat].person_id, (kpi,), ("2025-Q4",)), "not_applicable", "当季无此类业务")


def _restated(book: Book, seller: str, month: str, too_much: float, voucher: str) -> None:
    """An invoice was returned, or booked late: the row holds what counts now and what it said before."""
    row = book.actuals["sales", seller, month, ""]
    row["restated_from"] = text(float(row["value"]) + too_much)
    row["source_ref"] = f"ERP 更正单 {voucher}"


def _changed_targets(book: Book, seats: Seats) -> None:
    """A target of one unit changed in the middle of the year, and one changed after its period had ended."""
    for quarter in ("2025-Q3", "2025-Q4"):
        first = book.targets["recruit_days", "F-HR", quarter, ""]
        book.revised.append(first | {
            "target": "50", "threshold": "68", "stretch": "38", "version": "2", "valid_from": "2025-07-01",
            "reason": "电控软件岗位市场供给紧张，招聘周期目标放宽", "approved_by": "E001",
        })
    seller = seats["M-NORTH-1", 2].person_id
    first = book.targets["win_rate", seller, "2025-Q3", ""]
    book.revised.append(first | {
        "target": "32", "threshold": "20", "stretch": "42", "version": "2", "valid_from": "2025-10-09",
        "reason": "两个招标项目延期至四季度开标，期后调整", "approved_by": seats["MKT", 0].person_id,
    })
    for unit in ("LT", "PRD", "P-SUPPLY", "P-SUPPLY-W"):
        for month in months_of("2025-Q4"):
            first = book.targets["inventory_days", unit, month, ""]
            book.revised.append(first | {
                "target": "48", "range_lo": "44", "range_hi": "52", "version": "2", "valid_from": "2025-10-01",
                "reason": "华南恢复项目需提前备货，经总经理办公会批准上调库存周转天数区间", "approved_by": "E001",
            })


def _high_cap(book: Book, head: str) -> None:
    """The West's head answers for the turnaround with goals that may count up to 130; the fourth quarter went beyond."""
    book.actuals["unit_result", head, "2025-Q4", ""]["value"] = "158.0"
    for line in book.lines:
        if line["subject_id"] == head and line["kpi_id"] == "unit_result" and line["period"] >= "2025-Q3":
            line["cap"] = "130"


def absence_rows(seats: Seats) -> list[Row]:
    first, last = LEAVE
    return [{"person_id": seats["P-RD-2", 6].person_id, "type": "maternity", "from": first, "to": last}]


def showcase(seats: Seats, people: list[Person]) -> list[tuple[str, str]]:
    """(person, why look) for the twelve people of the README, in its order."""
    first = {person.seat: person for person in reversed(people)}
    return [
        (seats["M-WEST-2", 2].person_id, "longest name"),
        (seats["P-RD-2", 6].person_id, "emptiest scorecard"),
        (seats["M-EAST-2", 0].person_id, "star team"),
        (seats["M-SOUTH-1", 1].person_id, "collapsed region"),
        (seats["M-EAST-1", 5].person_id, "transfer"),
        (seats["M-SOUTH-1", 3].person_id, "joiner"),
        (first["M-EAST-3", 4].person_id, "leaver"),
        (seats["F-IT", 3].person_id, "two roles"),
        (seats["P-PROD-B", 4].person_id, "knock-out"),
        (seats["P-SUPPLY-B", 5].person_id, "missing values"),
        (seats["M-WEST", 0].person_id, "negative numbers"),
        (seats["LT", 0].person_id, "biggest bonus"),
    ]
