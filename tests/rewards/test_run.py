"""Pools over people, scaling to a pool, who is in them, and what they say where something is missing."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.findings import describe
from reportgen.model.reward import Event, RewardRun
from reportgen.policy.conditions import Lookup
from reportgen.policy.load import read_policy
from reportgen.rewards.pools import allocate, scale_down
from reportgen.rewards.run import pay_all
from reportgen.rewards.subject import PayInputs
from tests.rewards.people import known, person, reward

POOL = (
    "rewards: [{id: pool, components: [{id: p, type: pool_share, pool: {amount: 500000.00, per: department},"
    " weight: \"base * coefficient * proration\"}]}]"
)
CURVE = "{id: main, type: curve, measure: person.final, points: [[80, 50], [100, 100], [120, 200]]}"


def member(subject: str, base: int, coefficient: str, **facts: Any) -> PayInputs:
    return person(subject, paybase={"target_bonus": Decimal(base)}, coefficient=Decimal(coefficient), **facts)


def payables(run: RewardRun) -> dict[str, str]:
    return {item.subject_id: str(item.payable) for item in run.statements}


def test_a_pool_goes_out_to_the_cent() -> None:
    given = {"A": (12000, "1.5"), "B": (10000, "1.2"), "C": (5000, "1"), "D": (8000, "0.8"), "E": (9000, "0")}
    people = [member(key, base, coefficient) for key, (base, coefficient) in given.items()]
    run = pay_all(people, [reward(POOL)])
    assert payables(run) == {"A": "217391.30", "B": "144927.54", "C": "60386.47", "D": "77294.69", "E": "0.00"}
    assert [(str(pool.allocated), str(pool.difference)) for pool in run.pools] == [("500000.00", "0.00")]


def test_each_department_has_its_pool() -> None:
    elsewhere = {"groups": {"company": "C", "department": "V"}, "path": ("V", "C"), "unit_id": "V"}
    run = pay_all([member("A", 1, "1"), member("B", 1, "1", **elsewhere), member("C", 3, "1", **elsewhere)], [reward(POOL)])
    assert payables(run) == {"A": "500000.00", "B": "125000.00", "C": "375000.00"}
    assert [pool.group_id for pool in run.pools] == ["U", "V"]


def test_a_pool_below_its_floors_is_held_not_paid_as_nothing() -> None:
    share = "{id: p, type: pool_share, pool: 100, weight: coefficient, caps: {person_min: 80}}"
    run = pay_all([member("A", 1, "1"), member("B", 1, "1")], [reward(f"rewards: [{{id: pool, components: [{share}]}}]")])
    assert payables(run) == {"A": "None", "B": "None"}
    assert [(item.status, item.reason, item.missing) for item in run.statements] == [("held", "pool_floors", ())] * 2
    (found,) = run.findings
    assert describe(found, "en").text == (
        "The policy pool gives p of C a pool of 100.00, but the minimum shares of its 2 people add up to 160.00:"
        " 60.00 is lacking. Nothing of it is shared."
    )
    assert describe(found, "zh-CN").remedy == "请将奖金池提高到160.00以上（含），或降低p项下caps中的person_min、person_min_pct。"


def test_a_pool_that_nobody_has_weight_in_is_said_in_words() -> None:
    share = "{id: p, type: pool_share, pool: 100, weight: coefficient}"
    run = pay_all([member("A", 1, "0")], [reward(f"rewards: [{{id: pool, components: [{share}]}}]")])
    assert [describe(item, "zh-CN").text for item in run.findings] == [
        "政策pool中，C的p奖金池为100.00，但池内无人的分配权重大于0。"
    ]


def test_a_pool_below_its_floors_names_file_and_line() -> None:
    """The component stands on line 4 of the file."""
    share = "{id: p, type: pool_share, pool: 100, weight: coefficient, caps: {person_min: 80}}"
    text = f"rewards:\n  - id: pool\n    components:\n      - {share}\n".encode()
    policy = read_policy(text, "acme.yaml")
    (found,) = pay_all([member("A", 1, "1"), member("B", 1, "1")], policy.rewards).findings
    placed = policy.placed(found)
    assert (placed.file, placed.row) == ("acme.yaml", 4)


def test_a_pool_has_one_currency() -> None:
    """Whoever is paid in another one without a rate is held and said; the pool goes to the others."""
    people = [member("A", 1, "1"), member("B", 1, "1"), member("C", 1, "1", currency="USD")]
    run = pay_all(people, [reward(POOL)])
    assert payables(run) == {"A": "250000.00", "B": "250000.00", "C": "None"}
    assert [(item.code, item.subject_id, dict(item.params)) for item in run.findings] == [
        ("E-CURRENCY", "C", {"currency": "USD", "other": "CNY"}),
    ]
    curve = reward(f"rewards: [{{id: curve, components: [{CURVE}]}}]")
    assert all(item.payable is not None for item in pay_all(people, [curve]).statements)


def test_caps_send_the_excess_to_the_others() -> None:
    share = "{id: p, type: pool_share, pool: 100000, weight: coefficient, caps: {person_max_pct: 200}}"
    text = f"rewards: [{{id: pool, components: [{share}]}}]"
    people = [member("A", 20000, "5"), member("B", 90000, "3"), member("C", 90000, "2")]
    assert payables(pay_all(people, [reward(text)])) == {"A": "40000.00", "B": "36000.00", "C": "24000.00"}
    capped = pay_all([member("A", 20000, "5"), member("B", 15000, "3")], [reward(text)])
    assert payables(capped) == {"A": "40000.00", "B": "30000.00"}
    assert (str(capped.pools[0].undistributed), str(capped.pools[0].difference)) == ("30000.00", "0.00")


def test_two_stages_are_each_exact() -> None:
    text = (
        "rewards: [{id: two, components: [{id: p, type: pool_share, stages: [{pool: 1000000.00, per: department,"
        " weight: \"payroll * unit.factor\"}, {per: person, weight: \"base * coefficient * proration\"}]}]}]"
    )
    elsewhere = {"groups": {"company": "C", "department": "V"}, "path": ("V", "C"), "unit_id": "V"}
    people = [member("A", 10000, "1"), member("B", 20000, "1.5"), member("D", 10000, "1", **elsewhere)]
    factors = {"U": Decimal("1.2"), "V": Decimal("0.9")}

    def units(unit: str) -> Lookup:
        return known({"unit.factor": factors.get(unit)}).get

    run = pay_all(people, [reward(text)], units=units)
    # departments 36,000 : 9,000 of 1,000,000; within U 10,000 : 30,000
    assert payables(run) == {"A": "200000.00", "B": "600000.00", "D": "200000.00"}
    assert (run.pools[0].pool, run.pools[0].difference) == (Decimal("1000000.00"), Decimal(0))
    factors.clear()
    missing = pay_all(people, [reward(text)], units=units)
    assert all(statement.status == "held" for statement in missing.statements)
    assert missing.pools[0].undistributed == Decimal("1000000.00")


def test_a_pool_may_be_funded_by_a_formula() -> None:
    text = (
        "rewards: [{id: f, components: [{id: p, type: pool_share, pool: {amount: \"headcount * 1000 + payroll * 0.1\","
        " per: company}, weight: base}]}]"
    )
    run = pay_all([member("A", 10000, "1"), member("B", 30000, "1")], [reward(text)])
    assert payables(run) == {"A": "1500.00", "B": "4500.00"}


def test_a_gate_withholds_a_share_and_nobody_else_gets_it() -> None:
    text = POOL.replace("}]}]", "}], knock_outs: [{event: fire, payout_factor: 0}]}]")
    fire = Event("F", "A", "fire")
    run = pay_all([member("A", 1, "1", events=(fire,)), member("B", 1, "1")], [reward(text)])
    assert payables(run) == {"A": "0.00", "B": "250000.00"}
    pool = run.pools[0]
    assert (str(pool.allocated), str(pool.withheld), str(pool.difference)) == ("250000.00", "250000.00", "0.00")


def test_who_has_no_weight_is_left_out_and_named() -> None:
    run = pay_all([member("A", 1, "1"), person("B", paybase={})], [reward(POOL)])
    assert [(item.subject_id, item.status) for item in run.statements] == [("A", "payable"), ("B", "held")]
    assert payables(run)["A"] == "500000.00"
    assert [(item.code, item.subject_id, item.params["measure"]) for item in run.findings] == [
        ("W-MEASURE-MISSING", "B", "person.base")
    ]


def test_a_provisional_member_makes_the_pool_an_estimate() -> None:
    run = pay_all([member("A", 1, "1"), member("B", 1, "1", provisional=frozenset({"person"}))], [reward(POOL)])
    assert {item.status for item in run.statements} == {"estimate"}


def test_without_any_weight_nothing_is_allocated() -> None:
    run = pay_all([member("A", 1, "0")], [reward(POOL)])
    assert run.pools[0].undistributed == Decimal("500000.00") and run.findings[0].code == "W-POLICY-INCOMPLETE"


def test_awards_above_the_pool_are_scaled_down() -> None:
    text = f"rewards: [{{id: p, components: [{CURVE}], limits: {{pool: 1000000.00}}}}]"
    people = [person(key, final=Decimal(100), paybase={"target_bonus": Decimal(base)}) for key, base in
              {"x": 500000, "y": 400000, "z": 250000}.items()]
    run = pay_all(people, [reward(text)])
    assert payables(run) == {"x": "434782.61", "y": "347826.09", "z": "217391.30"}
    first = run.statements[0]
    assert [str(item.amount) for item in first.lines if item.amount is not None] == ["500000.00", "-65217.39"]
    assert first.award == Decimal("500000.00") and first.pool_factor is not None
    pool = run.pools[0]
    assert str(pool.factor)[:8] == "0.869565" and pool.difference == 0
    assert (pool.requested, pool.allocated) == (Decimal(1150000), Decimal(1000000))


def test_a_pool_that_suffices_is_not_shared_out() -> None:
    text = f"rewards: [{{id: p, components: [{CURVE}], limits: {{pool: 1000000.00}}}}]"
    run = pay_all([person(final=Decimal(100))], [reward(text)])
    assert payables(run) == {"E1": "40000.00"}
    assert (run.pools[0].undistributed, run.pools[0].difference) == (Decimal("960000.00"), Decimal(0))


def test_several_policies_and_what_they_give_a_group() -> None:
    star = "rewards: [{id: star, components: [{id: s, type: fixed, event: star, amount: 2000}]}]"
    one = person(final=Decimal(100), events=(Event("S", "E1", "star"),))
    run = pay_all([one, person("E2", final=Decimal(100))], [reward(f"rewards: [{{id: p, components: [{CURVE}]}}]"), reward(star)])
    assert run.payable_of("E1") == Decimal("42000.00") and run.payable_of("E2") == Decimal("40000.00")
    group = run.total_of(["E1", "E2", "nobody"])
    assert group is not None
    assert (group.people, group.target, str(group.ratio)) == (2, Decimal(80000), "102.50")
    assert (group.gross, group.payable) == (Decimal("82000.00"), Decimal("82000.00"))
    assert run.total_of(["nobody"]) is None


WEIGHTS = st.dictionaries(st.sampled_from("abcdefgh"), st.decimals(0, 1000, places=3), min_size=1)


@settings(deadline=None)
@given(st.decimals(0, 10**7, places=2), WEIGHTS)
def test_pools_sum_exactly(pool: Decimal, weights: dict[str, Decimal]) -> None:
    found = allocate(pool, weights)
    assert sum(found.shares.values()) + found.undistributed == pool
    assert all(found.shares[key] == 0 for key, weight in weights.items() if weight == 0)
    if any(weights.values()):
        assert found.undistributed == 0


@settings(deadline=None)
@given(st.decimals(0, 10**6, places=2), WEIGHTS, WEIGHTS, WEIGHTS)
def test_limits_are_kept(
    pool: Decimal, weights: dict[str, Decimal], caps: dict[str, Decimal], floors: dict[str, Decimal]
) -> None:
    cents = {key: round(value, 2) for key, value in caps.items()}
    least = {key: min(round(value, 2), cents.get(key, Decimal(10**9))) for key, value in floors.items()}
    found = allocate(pool, weights, caps=cents, floors=least)
    assert sum(found.shares.values()) + found.undistributed == pool
    if found.fault:
        return
    for key, share in found.shares.items():
        assert key not in cents or share <= cents[key]
        assert weights[key] == 0 or share >= least.get(key, 0)


@settings(deadline=None)
@given(st.decimals(1, 10**6, places=2), WEIGHTS)
def test_scaling_never_exceeds_the_pool(pool: Decimal, awards: dict[str, Decimal]) -> None:
    cents = {key: round(value, 2) for key, value in awards.items()}
    found = scale_down(pool, cents)
    assert sum(found.awards.values()) == min(pool, sum(cents.values(), Decimal(0)))
