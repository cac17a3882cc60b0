"""Lines to sign, with the way to object."""

from __future__ import annotations

from typing import Literal

from reportgen.model.report import Block, Signature
from reportgen.reports.page import Page
from reportgen.reports.registry import Options, block

Signer = Literal["person", "manager", "hr", "head", "finance", "preparer", "reviewer"]


class SignatureOptions(Options):
    """``signers`` in their order; ``own`` leaves room for one's own comment; ``appeal`` says until when to object."""

    signers: tuple[Signer, ...] = ("person", "manager", "hr")
    own: bool = True
    appeal: bool = True


@block("signatures", SignatureOptions)
def signatures(page: Page, options: SignatureOptions) -> tuple[Block, ...]:
    """Signature lines with the appeal deadline; where a person signs, a signature confirms receipt, not agreement."""
    words, view = page.words, page.view
    text = words("signature.received") if options.own else ""
    if options.appeal and view.appeal_until is not None and view.appeal_days is not None:
        text = words("signature.appeal", date=view.appeal_until.isoformat(), days=view.appeal_days)
    elif options.appeal and view.appeal_days is not None:
        text = words("signature.appeal_days", days=view.appeal_days)
    return (Signature(
        fields=tuple(words(_label(page, signer)) for signer in options.signers),
        wide=words("signature.own") if options.own else "", text=text,
    ),)


def _label(page: Page, signer: Signer) -> str:
    """Who signs; the head of a company is not that of a department."""
    return "signature.head_company" if signer == "head" and page.view.subject.level == "company" else f"signature.{signer}"
