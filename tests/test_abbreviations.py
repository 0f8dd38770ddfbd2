"""Abbreviations are said in full once on a page, and only where a reader reads them as ours."""

from __future__ import annotations

import pytest

from sitegen.abbreviations import expanded

WORDS = {"ЈУ": "јавна установа", "бб": "без броја", "ул.": "улица"}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("<main><p>ЈУ Центар</p></main>", '<main><p><abbr title="јавна установа">ЈУ</abbr> Центар</p></main>'),
        ("<main><p>ЈУ и ЈУ</p></main>", '<main><p><abbr title="јавна установа">ЈУ</abbr> и ЈУ</p></main>'),
        (
            "<main>ул. Мира бб, ул. Мира</main>",
            '<main><abbr title="улица">ул.</abbr> Мира <abbr title="без броја">бб</abbr>, ул. Мира</main>',
        ),
        ("<title>ЈУ</title><main>Дан</main>", "<title>ЈУ</title><main>Дан</main>"),
        ("<main>ЈУГ, бука, абба</main>", "<main>ЈУГ, бука, абба</main>"),
        ('<main><p lang="bs"><b>ЈУ</b></p></main>', '<main><p lang="bs"><b>ЈУ</b></p></main>'),
        ('<main><i translate="no">ЈУ<br>ЈУ</i></main>', '<main><i translate="no">ЈУ<br>ЈУ</i></main>'),
        ("<main><blockquote>ЈУ</blockquote>ЈУ</main>", '<main><blockquote>ЈУ</blockquote><abbr title="јавна установа">ЈУ</abbr></main>'),
        ('<main><a href="ЈУ">Дан</a></main>', '<main><a href="ЈУ">Дан</a></main>'),
    ],
)  # fmt: skip
def test_the_first_use_is_said_in_full(given: str, expected: str) -> None:
    assert expected == expanded(given, WORDS)


def test_a_page_without_any_stays_as_it_is() -> None:
    html = "<main>Нема ничега.</main>"
    assert html is expanded(html, WORDS)
