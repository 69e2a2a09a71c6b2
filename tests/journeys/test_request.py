"""A person reads, compares, and asks for a consultation."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import FilePayload, Locator, Page, expect

from leads.models import ConsultationRequest, Lead

HEIC = Path(__file__).parent.parent / "data" / "drawn.heic"
NO_PHOTO: FilePayload = {"name": "notes.txt", "mimeType": "text/plain", "buffer": b"no photo"}


def title(page: Page) -> Locator:
    return page.get_by_role("heading", level=1)


def menu(page: Page) -> Locator:
    """The main navigation, unfolded where it is folded away."""
    button = page.locator("summary", has_text="Menu")
    if button.is_visible():
        button.click()
        return page.get_by_role("navigation", name="Menu")
    return page.get_by_role("navigation", name="Main")


def ask(page: Page) -> None:
    """Press the first "Request a consultation" in sight."""
    page.get_by_role("link", name="Request a consultation").locator("visible=true").first.click()
    expect(title(page)).to_have_text("Request a consultation")


def test_sara_reads_compares_and_asks(visitor: Page) -> None:
    # Sara has noticed her parting widen. She opens the site and looks at the treatments.
    visitor.goto("/")
    expect(title(visitor)).to_be_visible()
    menu(visitor).get_by_role("link", name="Treatments").click()
    visitor.get_by_role("main").get_by_role("link", name="Microneedling", exact=True).first.click()
    expect(title(visitor)).to_contain_text("Microneedling")

    # Friends have spoken of exosomes and of PRP. She puts the two side by side.
    menu(visitor).get_by_role("link", name="Compare").click()
    choose_exosomes_and_prp(visitor)
    visitor.get_by_role("link", name="Exosomes or PRP").first.click()
    expect(visitor).to_have_url(re.compile("/compare/exosomes-or-prp/$"))
    expect(visitor.get_by_role("table").first).to_be_visible()

    # What would the days after be like?
    visitor.goto("/your-visit/aftercare/")
    expect(title(visitor)).to_be_visible()

    # One thing worries her. She looks it up among the questions.
    menu(visitor).get_by_role("link", name="Questions").click()
    visitor.get_by_role("searchbox").fill("hurt")
    visitor.get_by_role("searchbox").press("Enter")
    expect(visitor).to_have_url(re.compile(r"/faq/\?q=hurt$"))
    expect(visitor.get_by_role("status")).to_contain_text("answer")

    # She asks, with nothing but her name and her number as she always writes it.
    ask(visitor)
    visitor.get_by_label("Full name").fill("Sara Ahmed")
    visitor.get_by_label("Mobile number without country code").fill("050 123 4567")
    visitor.get_by_role("checkbox", name="may contact me about this request").check()
    visitor.get_by_role("button", name="Send request").click()

    # She gets a receipt with her name and a reference, and reloads it to be sure.
    expect(title(visitor)).to_have_text("Thank you, Sara")
    reference = visitor.get_by_text(re.compile(r"^KH [0-9A-Z]{4} [0-9A-Z]{2}$")).first.inner_text()
    for _nth in range(3):
        visitor.reload()
        expect(visitor.get_by_text(reference).first).to_be_visible()
    expect(visitor.get_by_text("+971 50 ••• ••67")).to_be_visible()

    # One lead is kept, under the one form of her number.
    lead = Lead.objects.get()
    assert (lead.name, lead.phone, lead.reference_display) == ("Sara Ahmed", "+971501234567", reference)
    assert ConsultationRequest.objects.count() == 1


def choose_exosomes_and_prp(page: Page) -> None:
    """Tick the two and nothing else, and show them."""
    chosen = page.get_by_role("group", name="Choose two or three to compare")
    if not chosen.is_visible():
        return  # a wide screen shows them all
    for box in chosen.get_by_role("checkbox").all():
        name = box.get_attribute("value")
        box.set_checked(name in {"exosomes", "prp"}, force=True)
    if chosen.get_by_role("button", name="Show").is_visible():
        chosen.get_by_role("button", name="Show").click()
    expect(page.get_by_role("columnheader", name="Exosomes").first).to_be_attached()


def test_omar_goes_back_and_sends_the_same_request_again(visitor: Page) -> None:
    # Omar sends his request, goes back, and sends it once more because he is not sure.
    visitor.goto("/consultation/")
    fill_in(visitor, name="Omar", phone="0501234568")
    visitor.get_by_role("button", name="Send request").click()
    expect(title(visitor)).to_have_text("Thank you, Omar")
    visitor.go_back()
    fill_in(visitor, name="Omar", phone="0501234568")
    visitor.get_by_role("button", name="Send request").click()

    # He is one person who waits, under one reference.
    expect(title(visitor)).to_have_text("Thank you, Omar")
    expect(visitor.get_by_text(Lead.objects.get().reference_display).first).to_be_visible()


def fill_in(page: Page, *, name: str, phone: str) -> None:
    page.get_by_label("Full name").fill(name)
    page.get_by_label("Mobile number without country code").fill(phone)
    page.get_by_role("checkbox", name="may contact me about this request").check()


def test_layla_prefers_email_and_tells_all_she_wants_to(visitor: Page) -> None:
    # Layla comes from the page on exosomes. The form remembers that.
    visitor.goto("/treatments/exosomes/")
    ask(visitor)
    expect(visitor.get_by_label("Is there a treatment you want to ask about?")).to_have_value("exosomes")

    # She wants an email, in Arabic, and tells what she has noticed.
    visitor.get_by_label("Full name").fill("ليلى حسن")
    choose(visitor, "Email")
    visitor.get_by_label("Email address").fill("Layla@Example.COM")
    choose(visitor, "العربية")
    choose(visitor, "Widening parting")
    visitor.get_by_label("Anything you want us to know").fill("Since last summer.\nMy mother too.")
    choose(visitor, "Evening")
    visitor.get_by_role("checkbox", name="may contact me about this request").check()
    visitor.get_by_role("button", name="Send request").click()

    # Everything is kept as she meant it.
    expect(title(visitor)).to_have_text("Thank you, ليلى")
    request = ConsultationRequest.objects.select_related("treatment", "attribution").get()
    assert (request.email, request.contact_method, request.language) == ("layla@example.com", "email", "ar")
    assert (request.noticed, request.preferred_time) == ("parting", "evening")
    assert request.message == "Since last summer.\nMy mother too."
    assert request.treatment
    assert request.treatment.slug == "exosomes"
    assert request.attribution.landing_page == "/treatments/exosomes/"


def choose(page: Page, label: str) -> None:
    """Press a tile by its words."""
    page.locator("label").get_by_text(label, exact=True).first.click()


def test_a_request_sent_empty_says_what_is_missing(visitor: Page) -> None:
    # Somebody presses the button before writing anything.
    visitor.goto("/consultation/")
    visitor.get_by_role("button", name="Send request").click()

    # The page says what is missing, in its title and above the form.
    expect(visitor).to_have_title(re.compile("^Error: "))
    summary = visitor.get_by_role("alert", name="There is a problem")
    expect(summary.get_by_role("link")).to_have_text(
        ["Enter your name", "Enter your mobile number", re.compile("^Tick the box")]
    )

    # Each line leads to the control where it can be put right.
    for place, link in enumerate(summary.get_by_role("link").all()):
        link.click()
        target = visitor.locator(f"[id='{(link.get_attribute('href') or '').lstrip('#')}']")
        expect(target).to_be_in_viewport()
        expect(target).to_be_focused()
        assert place < 3
    assert not Lead.objects.exists()


def test_a_request_with_mistakes_keeps_everything_that_was_typed(visitor: Page) -> None:
    # Somebody forgets a digit and the box, but has told a lot.
    visitor.goto("/consultation/?noticed=crown")
    visitor.get_by_label("Full name").fill("O'Neill")
    visitor.get_by_label("Mobile number without country code").fill("050 123")
    visitor.get_by_label("Anything you want us to know").fill("It began <here>.")
    choose(visitor, "Morning")
    visitor.get_by_role("button", name="Send request").click()

    # All of it is still there, the wrong number too, with the reason beside it.
    expect(visitor.get_by_role("alert", name="There is a problem")).to_be_visible()
    expect(visitor.get_by_label("Full name")).to_have_value("O'Neill")
    expect(visitor.get_by_label("Mobile number without country code")).to_have_value("050 123")
    expect(visitor.get_by_label("Anything you want us to know")).to_have_value("It began <here>.")
    expect(visitor.get_by_role("radio", name="Morning")).to_be_checked()
    expect(visitor.get_by_role("radio", name="Thinning at the crown")).to_be_checked()
    assert described(visitor, "Mobile number without country code") == [
        "We use it only to answer this request",
        "Error: Enter a full mobile number, like 50 123 4567",
    ]

    # Put right and sent again, it arrives.
    visitor.get_by_label("Mobile number without country code").fill("0501234567")
    visitor.get_by_role("checkbox", name="may contact me about this request").check()
    visitor.get_by_role("button", name="Send request").click()
    expect(title(visitor)).to_have_text("Thank you, O'Neill")
    assert Lead.objects.get().phone == "+971501234567"


def described(page: Page, label: str) -> list[str]:
    """What a screen reader says after a control's name."""
    ids = (page.get_by_label(label).get_attribute("aria-describedby") or "").split()
    texts = [page.locator(f"[id='{name}']").text_content() or "" for name in ids]
    return [" ".join(text.split()) for text in texts]


def test_the_summary_of_mistakes_is_read_first(phone: Page) -> None:
    phone.goto("/consultation/")

    phone.get_by_role("button", name="Send request").click()

    expect(phone.get_by_role("alert", name="There is a problem")).to_be_focused()


def test_a_second_press_of_the_button_sends_nothing_more(phone: Page) -> None:
    phone.goto("/consultation/")
    fill_in(phone, name="Omar", phone="0501234568")

    phone.get_by_role("button", name="Send request").dblclick()

    expect(title(phone)).to_have_text("Thank you, Omar")
    assert ConsultationRequest.objects.count() == 1


def test_the_whole_way_can_be_gone_with_the_keyboard(phone: Page) -> None:
    # From the top of the home page, past the menu, to the form.
    phone.goto("/")
    phone.keyboard.press("Tab")
    expect(phone.get_by_role("link", name="Skip to main content")).to_be_focused()
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("main")).to_be_focused()

    # In the form, from field to field; blanks tick boxes and Enter sends.
    phone.goto("/consultation/")
    phone.get_by_label("Full name").focus()
    phone.keyboard.type("Omar")
    phone.get_by_label("Mobile number without country code").focus()
    phone.keyboard.type("0501234568")
    consent = phone.get_by_role("checkbox", name="may contact me about this request")
    consent.focus()
    phone.keyboard.press("Space")
    expect(consent).to_be_checked()
    phone.get_by_label("Full name").focus()
    phone.keyboard.press("Enter")
    expect(title(phone)).to_have_text("Thank you, Omar")


def test_sara_writes_again_sends_a_photo_and_erases_everything(visitor: Page) -> None:
    # Sara has asked. Her receipt leads to a page of her own.
    visitor.goto("/consultation/")
    visitor.get_by_label("Full name").fill("Sara Ahmed")
    visitor.get_by_label("Mobile number without country code").fill("050 123 4567")
    visitor.get_by_role("checkbox", name="may contact me about this request").check()
    visitor.get_by_role("button", name="Send request").click()
    visitor.get_by_role("link", name="Your own page").click()
    expect(title(visitor)).to_have_text("Your request, Sara")

    # She asks for Friday, and sends a photo of her crown. One of the files is no photo.
    visitor.get_by_label("Your message").fill("Can I come on Friday?")
    visitor.get_by_role("button", name="Send", exact=True).click()
    expect(visitor.get_by_role("status")).to_have_text("Thank you. We have what you sent.")
    visitor.get_by_label("Photos of your hair").set_input_files(HEIC)
    visitor.get_by_role("button", name="Send", exact=True).click()
    expect(visitor.get_by_role("img", name="Photo 1, sent by you")).to_be_visible()
    visitor.wait_for_load_state("networkidle")
    visitor.get_by_label("Photos of your hair").set_input_files(NO_PHOTO)
    visitor.get_by_role("button", name="Send", exact=True).click()
    expect(visitor.get_by_role("alert")).to_contain_text("This is not a photo we can read")

    visitor.wait_for_load_state("networkidle")

    # She changes her mind: two clicks, and nothing is left.
    visitor.get_by_role("link", name="Erase everything").click()
    visitor.get_by_role("button", name="Yes, erase everything").click()
    expect(title(visitor)).to_have_text("It is erased")
    assert not Lead.objects.exists()
