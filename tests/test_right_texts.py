"""What is right is not doubted: texts that a check could stumble over, and hostile ones in time."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from building import project
from hypothesis import given
from hypothesis import strategies as st

from sitegen.pipeline import load
from sitegen.rules.texts import in_one_alphabet

RECORD = "---\ntitle: Пробно удружење\ntype: association\nstatus: unknown\nunknown: [sources]\n{more}---\n\n{body}\n"


def codes(root: Path, body: str, more: str = "") -> list[str]:
    files = {"content/organizacije/prvo.md": RECORD.format(body=body, more=more)}
    return [one.code for one in load(project(root, files)).diagnostics]


@pytest.mark.parametrize(
    "body",
    [
        "У понедјељак, 30. 4. 2018. године, одржан је састанак. Сриједа је дан за жене.",
        "План 2018–2020. и ISO 9001:2000, телефонска линија од 0–24.",
        "Цијена је 1.500,50 КМ, или 800.000 евра, за 12,5 сати.",
        "Удружење „Зелени круг“ (раније „Круг“) и пројекат „Дом – мјесто за све“.",
        "Текст са `kod,bez razmaka` и везом [овдје](https://example.org/a,b.C?d=1 \"Наслов\").",
        "> Цитат има своје грешке : danas ,да  нас.\n\nНаш текст нема.",
        "Људи са инвалидитетом и инвалидска пензија.\n\n- прва ставка\n- друга ставка",
        "У 2018. години, дакле прошле године, било је 35 волонтера.",
        "Адреса је info@Example.org у старом запису; у тексту стоји и d.o.o. и т.ј. и в. д.",
        "| а  | б |\n| -- | -- |\n| 1  | 2 |",
        "Ко ко, ко зна. Да-да. Бања Лука је Бања Лука.",
        "Члан 12-14 закона, број 01-234/19 и 2018/2019. година.",
        "Први ред  \nдруги ред послије прелома.",
        "Кључеви »Круга« и прекосутрашњи састанак; укључене недјељне радионице. Ове неће бити, дођите прекосутра.",
    ],
)
def test_a_right_text_is_not_doubted(tmp_path: Path, body: str) -> None:
    assert [] == [code for code in codes(tmp_path, body) if code.startswith("text.") and code != "text.contact"]


@pytest.mark.parametrize(
    "body",
    [
        "Javite se na ulici djeci koja rade. Broj 12 je samo broj. Vrijednost 45.000 KM.",
        "Кућа је у Бањој Луци. Адресу не објављујемо. Закон, члан 5, каже шта је насиље.",
        "Рад на улици и у насељу траје дуго. Трговина људима је кривично дјело.",
        "Линија ради 24 сата. Позовите 1264 или 122.",
    ],
)
def test_words_of_a_confidential_record_that_lead_nowhere_stay(tmp_path: Path, body: str) -> None:
    assert "confidential.text" not in codes(tmp_path, body, "location_confidential: true\n")


HOSTILE = ("„", "“", '"', "`", "ул. А ", "и и ", "a@", "0511", "1.500,", "  ", "Ана Анић ", "петак ", "Abc. ", "https://")


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_text_is_looked_at_in_a_moment(tmp_path: Path, piece: str) -> None:
    line = (piece * 300)[:1_200]
    body = "\n\n".join([line] * 100)
    started = time.process_time()
    codes(tmp_path, body, "location_confidential: true\n")
    assert time.process_time() - started < 10


@given(st.text(st.one_of(st.sampled_from("абљњџЉЊЏčćđ„“–€abc"), st.characters())))
def test_one_alphabet_is_letter_for_letter(text: str) -> None:
    assert "".join(map(in_one_alphabet, text)) == in_one_alphabet(text)
