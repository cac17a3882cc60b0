"""Turn the text of a condition into its syntax tree: one lexer, one recursive descent, never ``eval``."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple, Protocol, cast

from reportgen.model.rounding import EXACT
from reportgen.policy.syntax import (
    BARE,
    KPI_FIELDS,
    SCOPE_FIELDS,
    Arithmetic,
    Award,
    Both,
    Comparison,
    ConditionError,
    Either,
    Expression,
    Measure,
    Negative,
    Not,
    Number,
    Read,
    Scope,
    Text,
    kind_of,
)

MAX_LENGTH, MAX_DEPTH = 1000, 30

_TOKEN = re.compile(r"""
    \s+
  | (?P<number>\d+(?:\.\d+)?|\.\d+)
  | (?P<text>'[^']*'|"[^"]*")
  | (?P<name>[^\W\d]\w*)
  | (?P<sign>==|!=|<>|<=|>=|[-+*/<>=().\u00d7\u00f7\u2212\u2260\u2264\u2265])
""", re.VERBOSE)
#: How people type an operator, and how the tree spells it.
_SPELLING = {"=": "==", "<>": "!=", "\u2260": "!=", "\u2264": "<=", "\u2265": ">=", "\u00d7": "*", "\u00f7": "/", "\u2212": "-"}
_COMPARISONS = ("<", "<=", ">", ">=", "==", "!=")
_CALLS = ("kpi", "event", "award")
_ROOTS = (*BARE, *SCOPE_FIELDS, *(f"{call}('…')" for call in _CALLS))


class Token(NamedTuple):
    kind: str
    text: str
    position: int


def _tokens(text: str) -> list[Token]:
    found: list[Token] = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise ConditionError(at + 1, "sign", text=text[at])
        if match.lastgroup:
            raw = match.group()
            found.append(Token(match.lastgroup, _SPELLING.get(raw, raw), at + 1))
        at = match.end()
    found.append(Token("end", "", len(text) + 1))
    return found


@dataclass(slots=True)
class _Reader:
    """A cursor over the tokens; each method reads one level of precedence, loosest first."""

    tokens: list[Token]
    at: int = 0
    depth: int = 0

    @property
    def token(self) -> Token:
        return self.tokens[self.at]

    def accept(self, *texts: str) -> Token | None:
        token = self.token
        if token.kind in ("sign", "name") and token.text in texts:
            self.at += 1
            return token
        return None

    def expect(self, text: str) -> None:
        if not self.accept(text):
            raise ConditionError(self.token.position, "expected", (text,), text=text, **_before(self.token))

    def either(self) -> Expression:
        left = self.both()
        while token := self.accept("or"):
            left = Either(_wanted("truth", left, token), _wanted("truth", self.both(), token))
        return left

    def both(self) -> Expression:
        left = self.negation()
        while token := self.accept("and"):
            left = Both(_wanted("truth", left, token), _wanted("truth", self.negation(), token))
        return left

    def negation(self) -> Expression:
        if token := self.accept("not"):
            return self.nested(lambda: Not(_wanted("truth", self.negation(), token)))
        return self.comparison()

    def comparison(self) -> Expression:
        left = self.sum()
        token = self.accept(*_COMPARISONS)
        if token is None:
            return left
        right = self.sum()
        if self.token.text in _COMPARISONS and self.token.kind == "sign":
            raise ConditionError(self.token.position, "chained", ("and",))
        return _compared(token, left, right)

    def sum(self) -> Expression:
        left = self.product()
        while token := self.accept("+", "-"):
            left = _calculated(token, left, self.product())
        return left

    def product(self) -> Expression:
        left = self.sign()
        while token := self.accept("*", "/"):
            right = self.sign()
            if token.text == "/" and _always_zero(right):
                raise ConditionError(token.position, "zero")
            left = _calculated(token, left, right)
        return left

    def sign(self) -> Expression:
        if token := self.accept("-"):
            return self.nested(lambda: Negative(_wanted("number", self.sign(), token)))
        return self.atom()

    def nested(self, read: ReadExpression) -> Expression:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise ConditionError(self.token.position, "too_deep", limit=str(MAX_DEPTH))
        found = read()
        self.depth -= 1
        return found

    def atom(self) -> Expression:
        token = self.token
        if self.accept("("):
            inner = self.nested(self.either)
            self.expect(")")
            return inner
        self.at += 1
        if token.kind == "number":
            return Number(Decimal(token.text))
        if token.kind == "text":
            return Text(token.text[1:-1])
        if token.kind == "name" and token.text not in ("and", "or", "not"):
            return self.name(token)
        raise ConditionError(token.position, "operand", _ROOTS, **_before(token))

    def name(self, token: Token) -> Expression:
        if token.text in _CALLS:
            return self.call(token, "person")
        if token.text in SCOPE_FIELDS:
            self.expect(".")
            return self.member(token.text)
        if token.text in BARE:
            scope, field = BARE[token.text]
            return Read(Measure(scope, field))
        raise ConditionError(token.position, "name", _ROOTS, text=token.text)

    def member(self, scope: Scope) -> Expression:
        token = self.token
        if token.text == "kpi" and token.kind == "name":
            self.at += 1
            return self.call(token, scope)
        return Read(Measure(scope, self.field(SCOPE_FIELDS[scope], scope)))

    def call(self, token: Token, scope: Scope) -> Expression:
        self.expect("(")
        argument = self.token
        if argument.kind != "text" or len(argument.text) < 3:
            raise ConditionError(argument.position, "quotes", text=token.text)
        self.at += 1
        self.expect(")")
        key = argument.text[1:-1]
        if token.text == "kpi":
            self.expect(".")
            return Read(Measure(scope, self.field(KPI_FIELDS, f"kpi('{key}')"), kpi=key))
        measure = Measure(scope, "events", event=key)
        return Award(measure) if token.text == "award" else Read(measure)

    def field(self, legal: tuple[str, ...], owner: str) -> str:
        token = self.token
        if token.kind != "name" or token.text not in legal:
            raise ConditionError(token.position, "member", legal, owner=owner, text=token.text)
        self.at += 1
        return token.text


class ReadExpression(Protocol):
    """A reading method without its reader."""

    def __call__(self) -> Expression: ...


def _before(token: Token) -> dict[str, str]:
    if token.kind == "end":
        return {"before": " at the end", "before_zh": "末尾"}
    return {"before": f" before {token.text!r}", "before_zh": f"{token.text!r}之前"}


def _always_zero(node: Expression) -> bool:
    """True for 0 and for arithmetic of plain numbers that comes to 0, such as ``2 - 2``."""
    value = _constant(node)
    return value is not None and value.is_zero()


def _constant(node: Expression) -> Decimal | None:
    """The value of an expression of plain numbers; None where a name is in it."""
    match node:
        case Number(value):
            return value
        case Negative(operand):
            inner = _constant(operand)
            return None if inner is None else EXACT.minus(inner)
        case Arithmetic(operator, left, right):
            a, b = _constant(left), _constant(right)
            if a is None or b is None or (operator == "/" and b.is_zero()):
                return None
            return _COMPUTED[operator](a, b)
    return None


_COMPUTED: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": EXACT.add, "-": EXACT.subtract, "*": EXACT.multiply, "/": EXACT.divide,
}


def _wanted(kind: Literal["truth", "number"], node: Expression, token: Token) -> Expression:
    if kind_of(node) == kind:
        return node
    raise ConditionError(token.position, f"{kind}s", text=token.text)


def _calculated(token: Token, left: Expression, right: Expression) -> Expression:
    operator = cast(Literal["+", "-", "*", "/"], token.text)
    return Arithmetic(operator, _wanted("number", left, token), _wanted("number", right, token))


def _compared(token: Token, left: Expression, right: Expression) -> Expression:
    operator = cast(Literal["<", "<=", ">", ">=", "==", "!="], token.text)
    kinds = (kind_of(left), kind_of(right))
    if kinds == ("number", "number") or (kinds == ("text", "text") and operator in ("==", "!=")):
        return Comparison(operator, left, right)
    if "text" in kinds and operator not in ("==", "!="):
        raise ConditionError(token.position, "order", ("==", "!="))
    raise ConditionError(token.position, "kinds", text=token.text, left=kinds[0], right=kinds[1])


def read(text: str) -> Expression:
    """The tree of a condition or formula. Raises ConditionError with column, fault and what may stand there."""
    if len(text) > MAX_LENGTH:
        raise ConditionError(MAX_LENGTH, "too_long", limit=str(MAX_LENGTH))
    reader = _Reader(_tokens(text))
    tree = reader.either()
    if reader.token.kind != "end":
        raise ConditionError(reader.token.position, "surplus", text=reader.token.text)
    return tree
