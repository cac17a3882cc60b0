"""The tables of a dataset: their columns, what each column holds, and which tables and columns must be there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

#: What a cell may be. ``id`` names something; ``ref`` points at it; ``value`` is a number in the unit of the row's KPI;
#: ``percent`` takes ``98%`` as 98; a word is one of a list in synonyms.yaml.
KINDS = frozenset({"id", "ref", "text", "number", "percent", "value", "whole", "date", "period", "json", "word"})


@dataclass(frozen=True, slots=True)
class Column:
    """A column: kind of its cells, whether the table needs it, and the list of words it draws from."""

    name: str
    kind: str
    required: bool = False
    words: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its columns in order and the column whose value is the subject of a row, if it has one."""

    name: str
    columns: Mapping[str, Column]
    subject: str = ""


#: ``name:kind`` or ``name:word:list``; a star marks what every row's table must have.
_SPEC: Mapping[str, str] = {
    "org": """unit_id:id* name:text* type:word:unit_type* parent_id:ref manager_id:ref valid_from:date valid_to:date
        name_en:text org_weight:number""",
    "people": """person_id:id* name:text* unit_id:ref post:text job_family:text level:text email:text hire_date:date
        leave_date:date manager_id:ref locale:word:locale""",
    "assignments": """person_id:id* unit_id:id* from:date* to:date assignment_id:ref post:text job_family:text
        level:text fte:number scorecard_share:number line_manager_id:ref matrix_manager_id:ref""",
    "kpis": """kpi_id:id* name:text* unit:text* direction:word:direction* name_en:text definition:text formula:text
        decimals:whole kind:word:kind agg_time:word:aggregation agg_org:word:aggregation perspective:word:perspective
        process_or_result:word:process_or_result hard_or_soft:word:hard_or_soft data_source:text owner_id:ref
        review_frequency:word:frequency method:word:method params:json cap:percent floor:percent numerator_kpi:ref
        denominator_kpi:ref multiplier:number relevance:word:strength controllability:word:strength version:text
        valid_from:date valid_to:date shared:word:yes_no""",
    "scorecards": """subject_id:id* kpi_id:id* weight:percent* period:period assignment_id:ref
        missing_policy:word:missing_policy method:word:method params:json cap:percent floor:percent
        perspective_weight:percent valid_from:date reason:text approved_by:text""",
    "targets": """kpi_id:id* subject_id:id* period:period* target:value threshold:value stretch:value range_lo:value
        range_hi:value zero_distance:value baseline:value comparator:word:comparator target_basis:word:target_basis
        stated_growth_pct:percent phasing:text window:word:window assignment_id:ref version:text valid_from:date
        reason:text approved_by:text""",
    "actuals": """kpi_id:id* subject_id:id* period:period* value:value scenario:word:scenario numerator:number
        denominator:number status:word:actual_status assignment_id:ref source_ref:text
        restated_from:value""",
    "scores": """kpi_id:id* subject_id:id* period:period* score:number* scale_max:number weight:percent target:value
        actual:value""",
    "events": """event_id:id* date:date* subject_id:id* type:word:event_type* rule:text points:number amount:number
        count:number reason:text evidence:text approver:text legal_basis:text notice_date:date jurisdiction:text""",
    "paybase": """person_id:id* period:period* target_bonus:number base_salary:number bonus_pct:percent
        monthly_wage:number local_minimum_wage:number currency:text assignment_id:ref""",
    "notes": """subject_id:id* text:text* type:word:note_type* kpi_id:ref period:period author:text date:date
        action_owner:text due_date:date status:text language:word:locale seq:whole facts_hash:text replaces:text
        reason:text approved_by:text""",
    "adjustments": """subject_id:id* period:period* from_grade:text* to_grade:text* reason:text* decided_by:text*
        date:date*""",
    "payments": "person_id:id* period:period* policy_id:text* amount:number* date:date* kind:word:payment_kind",
    "lineage": "old_unit:id* new_unit:id* share:number* date:date*",
    "rates": "from:id* to:id* date:date* rate:number* source:text",
    "absences": "person_id:id* type:text* from:date* to:date*",
}
_SUBJECT = {
    "org": "unit_id",
    "people": "person_id",
    "assignments": "person_id",
    "paybase": "person_id",
    "payments": "person_id",
    "absences": "person_id",
    "lineage": "old_unit",
    "kpis": "",
    "rates": "",
}
#: Tables without which nothing can be computed; ``scores`` stands in for the last two, and with weights for ``scorecards``.
REQUIRED_TABLES = ("org", "people", "kpis", "scorecards", "targets", "actuals")
REPLACED_BY_SCORES = frozenset({"targets", "actuals"})
#: Lists of words that a company may extend: an unknown word is kept as written.
OPEN_WORDS = frozenset({"perspective", "event_type", "frequency"})

#: The one-sheet form (contract rule 18): ``value`` cells are in the unit of the row.
FLAT = "flat"
_FLAT_SPEC = """subject:text* kpi:text* unit:text* direction:word:direction* weight:percent* target:value* actual:value*
    owner:text source:text py_actual:value period:period"""


def _column(spec: str) -> Column:
    name, kind, *words = spec.rstrip("*").split(":")
    return Column(name, kind, spec.endswith("*"), words[0] if words else "")


def _table(name: str, spec: str) -> Table:
    columns = {column.name: column for column in map(_column, spec.split())}
    return Table(name, columns, _SUBJECT.get(name, "subject_id"))


TABLES: Mapping[str, Table] = {name: _table(name, spec) for name, spec in _SPEC.items()}
FLAT_TABLE = _table(FLAT, _FLAT_SPEC)
