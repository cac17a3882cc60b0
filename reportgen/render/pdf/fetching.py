"""The only addresses a paper document can name: its own pictures, the pack's assets and the cut fonts."""

from __future__ import annotations

from collections.abc import Mapping
from mimetypes import guess_type

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse


class RefusedAddressError(FatalURLFetchingError):  # type: ignore[misc]
    """A document asked for something outside itself and its pack."""


class OwnParts(URLFetcher):  # type: ignore[misc]
    """Serves ``picture:``, ``asset:`` and ``font:`` addresses from memory and refuses every other protocol."""

    def __init__(self, assets: Mapping[str, bytes], fonts: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols=(), fail_on_errors=True)
        self._fixed = {f"asset:{name}": content for name, content in assets.items()} | {
            f"font:{name}": content for name, content in fonts.items()}
        self._pictures: Mapping[str, str] = {}

    def show(self, pictures: Mapping[str, str]) -> None:
        """The pictures of the document that comes next."""
        self._pictures = pictures

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        picture = self._pictures.get(url)
        if picture is not None:
            return URLFetcherResponse(url, picture.encode("utf-8"), {"Content-Type": "image/svg+xml"})
        content = self._fixed.get(url)
        if content is None:
            raise RefusedAddressError(f"{url} is neither a picture of the document nor a file of its pack")
        kind = guess_type(url)[0] or "application/octet-stream"
        return URLFetcherResponse(url, content, {"Content-Type": kind})
