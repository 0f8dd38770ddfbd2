"""Every service of the real content leads to somebody, and to the right one."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.directory import Directory
from sitegen.kinds.common import SERVICES
from sitegen.pages.contact import helper_of
from sitegen.pipeline import load
from sitegen.values import Ref

CENTRE = "centar-za-socijalni-rad-banja-luka"
RED_CROSS = "crveni-krst-gradska-organizacija-banja-luka"
# No source says where these two were to be given, so no town's help desk is named for them.
NOWHERE = {"info-tacka-za-povratnike", "neposredna-pomoc-djeci-koja-zive-i-rade-na-ulici"}


@pytest.fixture(scope="module")
def directory() -> Directory:
    found = load(Path(__file__).parent.parent).directory
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("service", "helper"),
    [
        ("smjestaj-zrtava-nasilja-u-sigurnu-kucu", CENTRE),
        ("dnevni-centri-za-stara-lica", CENTRE),
        ("dnevni-centri", CENTRE),  # the City is a partner, and without a contact
        ("rad-sa-nasiljem-u-porodici", CENTRE),
        ("dobrovoljno-davanje-krvi", RED_CROSS),
        ("prva-medicinska-pomoc", RED_CROSS),  # its provider has no contact, its partner has
        ("psihosocijalna-podrska-soc", "sarajevski-otvoreni-centar"),
    ],
)
def test_a_service_leads_to_its_helper(directory: Directory, service: str, helper: str) -> None:
    assert helper == helper_of(directory, directory.records[Ref(SERVICES, service)]).ref.slug


def test_only_services_without_any_place_lead_to_nobody(directory: Directory) -> None:
    services = directory.of(SERVICES)
    assert {one.ref.slug for one in services if helper_of(directory, one) is None} == NOWHERE
