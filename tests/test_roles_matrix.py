"""Every page of the admin × every role × one's own conference or another one.

A page without a line in the table fails; so does a line without a page. Letters are
roles: O owner, R registration, P programme, L letters, D door, V viewer.
"""

import time

import pytest
from django.db import transaction
from django.template.response import SimpleTemplateResponse
from django.test import Client
from django.urls import reverse

from confsite.roles import StaffRole
from confsite.staff import asked
from tests.factories import give_role, make_colleague, make_staff
from tests.two_conferences import admin_pages, make_world

LETTER = {role: role.value[0].upper() for role in StaffRole}
EVERYBODY = "ORPLDV"
# The list, a row and its history; adding; deleting.
MODELS = {
    "agenda_conference": (EVERYBODY, "", "O"),
    "agenda_session": (EVERYBODY, "OP", "OP"),
    "agenda_room": (EVERYBODY, "OP", "OP"),
    "agenda_track": (EVERYBODY, "OP", "OP"),
    "agenda_speaker": (EVERYBODY, "OP", "OP"),
    "agenda_release": ("ORPLV", "", ""),
    "agenda_agreement": ("OP", "OP", "OP"),
    # Shared by all conferences.
    "agenda_organisation": ("ORPLV", "OP", "OP"),
    "confsite_user": ("O", "O", ""),
    "confsite_export": ("O", "", ""),
    "confsite_failedsignins": ("", "", ""),
    "registration_delegate": ("ORLDV", "OR", ""),
    "registration_category": ("ORLV", "OR", "OR"),
    "registration_quota": ("ORLV", "OR", "OR"),
    "registration_tag": ("ORLV", "OR", "OR"),
    "registration_registrationsettings": ("ORLV", "OR", "OR"),
    "registration_letter": ("ORL", "", ""),
    "registration_possibleduplicate": ("OR", "", ""),
    "registration_job": ("OR", "", ""),
    "registration_outbox": ("", "", ""),
    "registration_consentrequest": ("ORLV", "OR", "OR"),
    "registration_erasure": ("OR", "", ""),
    "registration_retentionreport": ("OR", "", ""),
    "registration_trialsignup": ("ORLV", "", ""),
}
PAGES = {
    "agenda_conference_choose": EVERYBODY,
    "agenda_conference_publish": "OP",
    "agenda_conference_timetable": EVERYBODY,
    "agenda_conference_run_sheet": "OP",
    "agenda_conference_programme_paper": EVERYBODY,
    "agenda_conference_place_cards": "OP",
    "agenda_conference_imports": "OP",
    "agenda_conference_import_lists": "OP",
    "agenda_conference_import_check": "OP",
    "agenda_conference_as_workbook": "OP",
    "agenda_conference_as_csv": "OP",
    "agenda_conference_move_dates": "OP",
    "agenda_conference_change_address": "OP",
    "agenda_conference_new_edition": "O",
    "agenda_release_compare": "ORPLV",
    "agenda_release_publish_again": "OP",
    "agenda_session_run_sheet": "OP",
    "registration_outbox_release": "",
    "registration_outbox_release_new": "",
    "registration_delegate_undo": "OR",
    "registration_delegate_all_lists": "ORLDV",
    "registration_delegate_numbers": "ORLDV",
    "registration_delegate_numbers_pdf": "OR",
    "registration_delegate_list": "ORLDV",
    "registration_delegate_list_xlsx": "OR",
    "registration_delegate_list_pdf": "OR",
    "registration_delegate_restore": "OR",
    "registration_delegate_duplicates": "OR",
    "registration_delegate_print_one": "OR",
    "registration_delegate_erase": "OR",
    "registration_delegate_data": "OR",
    "registration_delegate_decline": "OR",
    "registration_delegate_cancel": "OR",
    "registration_delegate_close_links": "OR",
    "registration_delegate_place": "OR",
    "registration_delegate_seat_beyond": "OR",
    "registration_delegate_move_up": "OR",
    "registration_job_cancel": "OR",
    "registration_job_refused": "OR",
    "registration_registrationsettings_together": "ORLV",
    "registration_registrationsettings_delegate_import": "OR",
    "registration_registrationsettings_delegate_template": "OR",
    "registration_attendee_remove": "OR",
    "registration_attendee": EVERYBODY,
    "registration_attendee_in": EVERYBODY,
    # A file waits for whoever has brought it, a view for whoever has made it.
    "registration_registrationsettings_delegate_columns": "",
    "registration_registrationsettings_delegate_check": "",
    "registration_registrationsettings_delegate_left_out": "",
    "registration_delegate_view": "",
}
# About no conference by its address: what they hold the other test looks at.
OF_SEVERAL = {
    "registration_delegate_pasted": "ORLV",
    "registration_delegate_doings": "ORLV",
    "registration_delegate_export": "OR",
    "registration_delegate_import": "OR",
    "registration_delegate_lists": "ORLDV",
    "registration_delegate_columns": "ORLDV",
    "registration_delegate_new_view": "ORLDV",
    "agenda_conference_choose_all": EVERYBODY,
}
# Who has signed in, or wants to; nothing of any conference stands there.
OF_THE_ADMIN = {
    *("", "sign_in", "set_language", "gallery", "index", "app_list", "jsi18n"),
    *("login", "logout", "password_change", "password_change_done", "view_on_site"),
    *("admin_password_reset", "choose_password", "autocomplete"),
    # One's own account, factors and sessions.
    *("security", "second_factor", "set_up_app", "set_up_passkey", "ask_again"),
    *("recovery_codes", "remove_factor", "end_session", "end_other_sessions"),
    # Lists by their names alone; the other test asks it.
    "search",
}
POSTED = {"registration_delegate_undo", "registration_attendee_remove"}
# At the door the history, which tells every address, is closed.
HISTORY = {"registration_delegate_history": "ORLV"}
SHARED = "agenda_organisation"


def table():
    """Who opens which page of their own conference."""
    rows = dict(PAGES)
    for model, (see, add, delete) in MODELS.items():
        rows[f"{model}_change"] = rows[f"{model}_history"] = see
        rows[f"{model}_delete"] = delete
        rows[f"{model}_changelist"], rows[f"{model}_add"] = see, add
    return rows | OF_SEVERAL | HISTORY


def names_a_row(name):
    return not name.endswith(("_changelist", "_add")) and name not in OF_SEVERAL


@pytest.fixture
def unwritten(monkeypatch):
    """Pages answer without their words, which this test does not read."""
    monkeypatch.setattr(SimpleTemplateResponse, "rendered_content", "")


def answer(client, name, args):
    """The status; nothing of what it has done stays."""
    url = reverse(name if name in OF_THE_ADMIN else f"admin:{name}", kwargs=args)
    with transaction.atomic():
        ask = client.post if name in POSTED else client.get
        response = ask(url)
        if response.streaming:
            response.close()
        transaction.set_rollback(True)
    return response.status_code


@pytest.mark.django_db
def test_each_role_opens_what_the_table_says_and_nothing_elsewhere(unwritten):
    pages = {n: a for n, a in admin_pages().items() if n not in OF_THE_ADMIN}
    rows = table()
    assert set(pages) == set(rows)
    own, other = make_world("Owned"), make_world("Elsewhere")
    wrong = []
    for role in StaffRole:
        client = Client()
        user = make_colleague(own.conference, role)
        # A role that may little elsewhere opens nothing more here or there.
        client.force_login(user)
        for name, patterns in pages.items():
            may = LETTER[role] in rows[name]
            for names in patterns:
                here = answer(client, name, own.args(name, names))
                if (here in (200, 302)) is not may or here not in (200, 302, 403, 404):
                    wrong.append((role.value, name, "own", here))
                if not names_a_row(name) or name.startswith(SHARED):
                    continue
                there = answer(client, name, other.args(name, names))
                # What is open at home is not even there elsewhere.
                if there not in ((404,) if may else (403, 404)):
                    wrong.append((role.value, name, "other", there))
    assert wrong == []


@pytest.mark.django_db
def test_the_owner_of_the_installation_opens_all_of_them(unwritten):
    """So that no page is closed to everybody for a reason of its own."""
    world = make_world("Owned")
    client = Client()
    client.force_login(make_staff())
    never = {f"{m}_add" for m in MODELS} | {f"{m}_delete" for m in MODELS}
    closed = {
        name: status
        for name, patterns in admin_pages().items()
        if name not in OF_THE_ADMIN | never
        for names in patterns
        if (status := answer(client, name, world.args(name, names))) not in (200, 302)
    }
    # Somebody else's file; nobody waits for it any more.
    assert set(closed) == {
        "registration_registrationsettings_delegate_columns",
        "registration_registrationsettings_delegate_check",
        "registration_registrationsettings_delegate_left_out",
    }


@pytest.mark.django_db
def test_of_two_roles_each_counts_in_its_conference_alone(unwritten):
    """Whoever runs one conference and looks at another changes nothing there."""
    own, other = make_world("Owned"), make_world("Elsewhere")
    user = make_colleague(own.conference, "owner")
    give_role(user, other.conference, "viewer")
    client = Client()
    client.force_login(user)
    rows, pages = table(), admin_pages()
    wrong = []
    for name, letters in rows.items():
        if not names_a_row(name) or name.startswith(SHARED):
            continue
        for names in pages[name]:
            status = answer(client, name, other.args(name, names))
            if (status in (200, 302)) is not ("V" in letters):
                wrong.append((name, status))
    # A view that is shared there is seen, and not changed.
    assert wrong == []


# Files that name nobody.
OF_NOBODY = {
    "registration_registrationsettings_delegate_template",
    "registration_delegate_numbers_pdf",
}


@pytest.mark.django_db
def test_no_file_of_people_leaves_before_who_takes_it_was_asked_again(unwritten):
    world = make_world("Owned")
    client = Client()
    client.force_login(make_staff())

    def files():
        for name, patterns in admin_pages().items():
            if name.startswith("registration_") and name not in OF_NOBODY | POSTED:
                for names in patterns:
                    url = reverse(f"admin:{name}", kwargs=world.args(name, names))
                    if "Content-Disposition" in client.get(url).headers:
                        yield name

    fresh = set(files())
    session = client.session
    session[asked.AT] = time.time() - 660
    session.save()

    assert {"registration_job_refused", "registration_delegate_print_one"} < fresh
    assert set(files()) == set()
    sent = {
        "action": "print",
        "_selected_action": [world.key_of("registration.delegate")],
    }
    session[asked.AT] -= 1800
    session.save()
    printed = client.post(reverse("admin:registration_delegate_changelist"), sent)
    assert printed["Location"].startswith(reverse("ask_again"))
