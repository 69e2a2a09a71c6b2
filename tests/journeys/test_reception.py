"""A receptionist answers who waits."""

from __future__ import annotations

import re
from base64 import b32decode

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django_otp.oath import totp
from playwright.sync_api import Page, expect

from clinic import roles
from leads.models import Event, Lead
from tests.browser import PHONE
from tests.factories import (
    PASSWORD,
    ConsultationRequestFactory,
    DeliveryFactory,
    LeadFactory,
    StaffFactory,
)


@pytest.fixture
def nadia(first_start: None) -> User:
    """Nadia works at the reception."""
    staff: User = StaffFactory.create(username="nadia", first_name="Nadia", role=roles.RECEPTION)
    return staff


def sign_in(page: Page, password: str = PASSWORD) -> None:
    page.goto("/admin/")
    page.get_by_label("Username").fill("nadia")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in").click()


def test_nadia_calls_sara_and_writes_it_down(phone: Page, desk: Page, nadia: User) -> None:
    # Sara asks from her phone.
    phone.goto("/consultation/")
    phone.get_by_label("Full name").fill("Sara Ahmed")
    phone.get_by_label("Mobile number without country code").fill("050 123 4567")
    phone.get_by_role("checkbox", name="may contact me about this request").check()
    phone.get_by_role("button", name="Send request").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Thank you, Sara")

    # Nadia signs in and finds her on top of the list of those who wait.
    sign_in(desk)
    desk.get_by_role("link", name="Leads").locator("visible=true").first.click()
    desk.get_by_role("link", name=re.compile("^Sara Ahmed")).click()
    expect(desk.get_by_role("heading", level=1)).to_contain_text("Sara Ahmed")

    # One press opens WhatsApp with the first words ready; the number is right.
    reply = desk.get_by_role("region", name="Reply")
    whatsapp = reply.get_by_role("link", name=re.compile("WhatsApp"))
    expect(whatsapp).to_have_attribute("href", re.compile(r"^https://wa\.me/971501234567\?text=Hello"))

    # She calls, marks the lead as contacted, and writes down what was said.
    desk.get_by_role("button", name="Contacted").click()
    expect(desk.get_by_text("The status is changed.")).to_be_visible()
    desk.get_by_role("textbox", name="Note").fill("Called. Comes on Monday at 11.")
    desk.get_by_role("button", name="Save note").click()
    expect(desk.get_by_text("The note is kept.")).to_be_visible()
    expect(desk.get_by_text("Called. Comes on Monday at 11.")).to_be_visible()

    # All of it is kept with her name.
    lead = Lead.objects.get()
    assert lead.status == Lead.Status.CONTACTED
    assert lead.first_contacted_at
    written = Event.objects.exclude(by=None).values_list("kind", "by__username")
    assert list(written) == [("status", "nadia"), ("note", "nadia")]


def test_nadia_signs_in_with_the_wrong_password_first(desk: Page, nadia: User) -> None:
    sign_in(desk, "wrong")
    expect(
        desk.get_by_text(re.compile("enter the correct username and password", re.IGNORECASE))
    ).to_be_visible()

    sign_in(desk)

    expect(desk.get_by_role("heading", level=1)).to_be_visible()
    expect(desk.get_by_role("link", name="Leads").locator("visible=true").first).to_be_visible()


def test_nadia_s_note_outlives_the_end_of_her_session(desk: Page, nadia: User) -> None:
    lead = ConsultationRequestFactory.create(lead=LeadFactory.create(name="Sara Ahmed")).lead
    sign_in(desk)
    desk.goto(f"/admin/leads/lead/{lead.pk}/change/")

    # She types while the session ends; her first password is wrong.
    desk.get_by_role("textbox", name="Note").fill("Called.\nComes on Monday.")
    Session.objects.all().delete()
    desk.get_by_role("button", name="Save note").click()
    expect(desk.get_by_text("what you typed is not saved yet")).to_be_visible()
    for password in ("wrong", PASSWORD):
        desk.get_by_label("Username").fill("nadia")
        desk.get_by_label("Password").fill(password)
        desk.get_by_role("button", name="Log in").click()

    # It is all still there, and one press keeps it.
    expect(desk.get_by_text("Comes on Monday.", exact=False).locator("visible=true")).to_be_visible()
    assert not Event.objects.filter(kind="note").exists()
    desk.get_by_role("button", name="Save it now").click()
    expect(desk.get_by_text("The note is kept.")).to_be_visible()
    expect(desk.get_by_role("heading", level=1)).to_contain_text("Sara Ahmed")
    assert Event.objects.get(kind="note").text == "Called.\nComes on Monday."


def test_nadia_turns_on_a_second_factor_and_signs_in_with_it(desk: Page, nadia: User) -> None:
    sign_in(desk)
    desk.get_by_role("link", name="Second factor").locator("visible=true").click()
    expect(desk.get_by_role("img", name="The key as a square")).to_be_visible()

    # Her app learns the key and shows a code.
    key = b32decode(desk.locator(".second-factor__key").inner_text().replace(" ", ""))
    desk.get_by_label("Code from your app").fill(f"{totp(key):06}")
    desk.get_by_role("button", name="Turn it on").click()
    expect(desk.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    recovery = desk.locator(".codes li").first.inner_text()

    # The password alone opens nothing now; with a recovery code it does.
    desk.get_by_role("button", name="Log out").locator("visible=true").click()
    sign_in(desk)
    expect(desk.get_by_text("the code from your app or a recovery code")).to_be_visible()
    desk.get_by_label("Password").fill(PASSWORD)
    desk.get_by_label("Code, if you have turned on").fill(recovery)
    desk.get_by_role("button", name="Log in").click()
    expect(desk.get_by_role("link", name="Second factor").locator("visible=true")).to_be_visible()


def test_nadia_marks_several_leads_at_once(desk: Page, nadia: User) -> None:
    for name in ("One Person", "Another Person"):
        ConsultationRequestFactory.create(lead=LeadFactory.create(name=name))
    sign_in(desk)
    desk.goto("/admin/leads/lead/")

    for box in desk.get_by_role("row").get_by_role("checkbox").all()[1:]:
        box.check()
    desk.locator("select[name=action]").select_option(label="Mark as lost")
    desk.get_by_role("button", name=re.compile("Go|Run", re.IGNORECASE)).first.click()

    expect(desk.get_by_text("2 leads changed.")).to_be_visible()
    assert set(Lead.objects.values_list("status", flat=True)) == {"lost"}


def test_nadia_finds_a_lead_by_the_number_on_her_display(desk: Page, nadia: User) -> None:
    wanted = LeadFactory.create(name="Wanted Person", phone="+971501234567")
    ConsultationRequestFactory.create(lead=wanted)
    ConsultationRequestFactory.create(lead=LeadFactory.create(name="Other Person", phone="+971509999999"))
    sign_in(desk)
    desk.goto("/admin/leads/lead/")

    desk.get_by_role("searchbox").fill("050 123 4567")
    desk.get_by_role("searchbox").press("Enter")

    expect(desk.get_by_role("link", name=re.compile("^Wanted Person"))).to_be_visible()
    expect(desk.get_by_text("Other Person")).not_to_be_visible()


def test_what_a_stranger_wrote_cannot_run_on_staff_screens(desk: Page, nadia: User) -> None:
    odd = "<img src=x onerror=alert(1)>\"'<script>alert(2)</script>"
    lead = LeadFactory.create(name=odd[:100])
    ConsultationRequestFactory.create(lead=lead, message=odd)
    sign_in(desk)
    desk.on("dialog", lambda dialog: pytest.fail(f"ran: {dialog.message}"))

    desk.goto("/admin/leads/lead/")
    desk.goto(f"/admin/leads/lead/{lead.pk}/change/")

    expect(desk.get_by_text("<script>alert(2)</script>").first).to_be_visible()


def test_a_manager_reads_the_messages_sent_on_a_phone(desk: Page, first_start: None) -> None:
    StaffFactory.create(username="nadia", role=roles.MANAGER)
    DeliveryFactory.create(problem="The mail server said: " + "no" * 60)
    desk.set_viewport_size(PHONE)
    sign_in(desk)

    desk.goto("/admin/leads/delivery/")

    list_of_messages = desk.locator(".results")
    expect(desk.locator("td.field-attempts")).to_have_attribute("data-column", "Attempts")
    assert list_of_messages.evaluate("list => list.scrollWidth - list.clientWidth") == 0
