"""Saving in the admin: what the database would refuse is said in words."""

import pytest
from django.urls import reverse

from agenda.models import Partner
from tests.admin_pages import errors_on, filled_in, form_on, office
from tests.factories import make_conference, make_organisation

__all__ = ["office"]  # a fixture, used by its name


def page_of(row, page="change") -> str:
    name = f"admin:{row._meta.app_label}_{row._meta.model_name}_{page}"
    return reverse(name, args=None if page == "add" else [row.pk])


# -- Twice in one conference -----------------------------------------------------------


@pytest.mark.parametrize("is_there", [True, False])
def test_a_partner_is_named_once(office, is_there):
    conference, organisation = make_conference(), make_organisation()
    if is_there:
        conference.partners.create(organisation=organisation)
    fields = {"partners-TOTAL_FORMS": "2"}
    for number in range(is_there, 2):
        fields |= {
            f"partners-{number}-organisation": str(organisation.pk),
            f"partners-{number}-position": "1",
        }

    response = filled_in(office, page_of(conference), venue_en="Hall", **fields)

    assert "This organisation is a partner already." in str(errors_on(response))
    assert "%(" not in response.content.decode()
    assert form_on(response)["venue_en"] == "Hall"
    assert Partner.objects.count() == is_there


def test_a_country_is_named_once(office):
    conference = make_conference()
    fields = {"country_names-TOTAL_FORMS": "2"}
    for number in range(2):
        fields |= {f"country_names-{number}-country": "FR"}

    response = filled_in(office, page_of(conference), **fields)

    assert errors_on(response) == {
        "country_names-1-country": ["This country or region has a name already."]
    }
