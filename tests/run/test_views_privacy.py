"""Nobody reads what is not theirs: the whole tree of every view is searched for people who may not stand in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reportgen.model.view import Recipient
from reportgen.run.commentary import Commentator
from reportgen.run.views.build import Views
from tests.run.world import amounts, company, demo_views, more, texts

LOCALES = ("zh-CN", "en")


def strangers(views: Views, value: Any, allowed: set[str]) -> Iterator[tuple[str, str, str]]:
    """Texts with the id or name of a person who is not ``allowed``. What people wrote in notes stands as written."""
    organisation = views.organisation
    quoted = {row["text"] for rows in views.sources.notes.values() for row in rows}
    own = {name for person in allowed for name in (person, organisation.name(person).zh, organisation.name(person).en) if name}
    others = {name for person in set(organisation.people) - allowed
              for name in (person, organisation.name(person).zh, organisation.name(person).en) if name} - own
    if not others:
        return
    longest = sorted(own | others, key=lambda name: (-len(name), name))
    pattern = re.compile("|".join(re.escape(name) for name in longest))
    for path, text in texts(value):
        if text not in quoted:
            for found in pattern.findall(text):
                if found in others:
                    yield path, text[:60], found


def everything(views: Views, subject: str, recipient: Recipient) -> tuple[Any, ...]:
    """The view, what people wrote about its subject, and every sentence of its commentary."""
    view = views.view(subject, recipient)
    return view, views.people_facts(view), Commentator(views.results).say(views, view).texts


@pytest.mark.parametrize("locale", LOCALES)
def test_a_person_reads_of_the_managers_above_and_of_nobody_else(locale: str) -> None:
    views = demo_views(locale)
    organisation = views.organisation
    for person in [item for item in views.subjects() if item in organisation.people][::4]:
        allowed = {person, *organisation.managers(person)}
        assert list(strangers(views, everything(views, person, "person"), allowed)) == [], person
        assert set(views.view(person).names) & set(organisation.people) == allowed


@pytest.mark.parametrize("locale", LOCALES)
def test_a_board_reads_of_no_person_and_no_amount_of_one(locale: str) -> None:
    views = demo_views(locale)
    for unit in ("LT", "MKT", "P-RD"):
        found = everything(views, unit, "board")
        assert list(strangers(views, found, set())) == [], unit
        view = found[0]
        assert (view.people, view.statements, list(amounts(view))) == ((), (), [])
        assert all(one.people >= 5 for one in view.reward_totals)


@pytest.mark.parametrize("locale", LOCALES)
def test_a_manager_reads_of_nobody_outside_the_unit(locale: str) -> None:
    views = demo_views(locale)
    organisation = views.organisation
    for unit in organisation.units:
        inside = {*organisation.people_below(unit), *(organisation.head(item) for item in (unit, *organisation.below(unit)))}
        found = everything(views, unit, "manager")
        assert list(strangers(views, found, inside - {""})) == [], unit
        assert (found[0].statements, list(amounts(found[0]))) == ((), [])


@pytest.mark.parametrize("recipient", ["finance", "hr"])
def test_finance_and_hr_of_a_unit_read_of_that_unit(recipient: Recipient) -> None:
    views = demo_views("zh-CN")
    organisation = views.organisation
    inside = {*organisation.people_below("MKT"), *(organisation.head(item) for item in ("MKT", *organisation.below("MKT")))}
    assert list(strangers(views, everything(views, "MKT", recipient), inside - {""})) == []
    assert {one.subject_id for one in views.view("MKT", recipient).statements} <= inside


def test_finance_reads_no_notes_about_persons() -> None:
    views = demo_views("zh-CN")
    about = {row["text"].rstrip("\u3002") for subject, rows in views.sources.notes.items() if subject in views.organisation.people
             for row in rows}
    found = {text for _, text in texts(everything(views, "LT", "finance"))}
    assert not [note for note in about if any(note in text for text in found)]


def test_a_rank_needs_five_others(tmp_path: Path) -> None:
    """With six sellers each has five others; with five there is neither rank nor mean."""
    def sellers(count: int) -> Views:
        ids = [f"S{number}" for number in range(count)]
        people = more("people", "".join(f"{one},\u7532{one},D1,\u9500\u552e,business,2020-01-01\n" for one in ids))
        cards = "subject_id,kpi_id,weight\n" + "".join(f"{one},csat,100\n" for one in ids)
        goals = "kpi_id,subject_id,period,target\n" + "".join(f"csat,{one},2025-Q2,90\n" for one in ids)
        values = "kpi_id,subject_id,period,value\n" + "".join(f"csat,{one},2025-Q2,{90 + n}\n" for n, one in enumerate(ids))
        return Views(company(tmp_path / str(count), people=people, scorecards=cards, targets=goals, actuals=values), "zh-CN")

    few, enough = sellers(5).view("S0"), sellers(6).view("S0")
    assert few.scorecard is not None and enough.scorecard is not None
    assert (few.scorecard.rank, few.scorecard.peers, few.scorecard.team_mean, few.lines[0].team_mean) == (None, None, None, None)
    assert (enough.scorecard.rank, enough.scorecard.peers, enough.scorecard.team_count) == (6, 6, 5)
    # the others have 91 to 95: their mean is 93.0
    assert (f"{enough.lines[0].team_mean}", enough.lines[0].team_count) == ("93", 5)
    assert "team_mean" in enough.lines[0].deltas and "team_mean" not in few.lines[0].deltas


def test_what_a_cap_took_is_for_finance_and_hr_only(tmp_path: Path) -> None:
    from tests.run.world import POLICY

    policy = POLICY + "    limits: {person_max_pct: 120}\n"
    views = Views(company(tmp_path, **{"policy.yaml": policy}), "zh-CN")
    # 136 % of 10,000 is held at 120 %: 1,600 are lost
    lost = [one.lost for one in views.view("C", "finance").statements if one.subject_id == "P2"]
    assert [f"{value:.2f}" for value in lost] == ["1600.00"]
    assert [one.lost for one in views.view("P2").statements] == [0]


def test_findings_name_only_whom_the_recipient_may_see() -> None:
    views = demo_views("zh-CN")
    partial = [one for one in views.view("P-SUPPLY").findings if one.code == "W-ROLLUP-PARTIAL"]
    assert partial and all("\u80e1\u5b8f\u4f1f" in one.params["names"] for one in partial)
    late = next(one for one in views.view("M-NORTH").findings if one.code == "W-LATE-RETRO")
    assert late.params["approver"] == views.organisation.post("E003")
    assert late.params["kpi_id"] == "\u5546\u673a\u8d62\u5355\u7387"
