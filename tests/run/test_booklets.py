"""What a booklet cannot be is refused before any work."""

from __future__ import annotations

import pytest

from reportgen.model.errors import WrongCallError
from reportgen.run.execute import RunOptions, check_choices


@pytest.mark.parametrize("variant", ["pdf/ua-1", "pdf/a-3b"])
def test_a_booklet_in_a_pdf_variant_is_a_wrong_call(variant: str) -> None:
    """Joined pages lose structure and identity: such a file would claim what it is not."""
    with pytest.raises(WrongCallError, match=f"A booklet cannot be made as {variant}") as refused:
        check_choices(RunOptions(booklet=True, pdf_variant=variant))
    assert refused.value.exit_code == 2
    assert refused.value.hint == "Leave out --booklet or --pdf-variant, or run twice"


def test_each_alone_is_fine() -> None:
    check_choices(RunOptions(booklet=True))
    check_choices(RunOptions(pdf_variant="pdf/ua-1"))
