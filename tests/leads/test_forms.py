"""The consultation form: what it accepts, what it refuses, and the words it uses to say so."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client
from django.utils import translation

from leads.forms import MESSAGE_LIMIT, ConsultationForm, NoteForm, StatusForm
from tests.factories import TreatmentFactory
from tests.leads.conftest import Judge
from tests.leads.sending import querydict
from treatments.models import Treatment

pytestmark = pytest.mark.django_db
CUT = "We took out characters that cannot be shown. Check the text and send it again"


def errors_of(form: ConsultationForm) -> dict[str, list[str]]:
    return {field: [str(error) for error in errors] for field, errors in form.errors.items()}


def test_name_phone_and_consent_are_enough(judge: Judge) -> None:
    form = judge()

    assert form.is_valid()
    assert form.asked.name == "Sara Ahmed"
    assert form.asked.phone == "+971501234567"
    assert form.asked.contact_method == "whatsapp"
    assert form.asked.language == "en"
    assert form.asked.preferred_time == "any"
    assert form.agreed.marketing is None


def test_name_email_and_consent_are_enough(judge: Judge) -> None:
    form = judge(phone="", email="sara@mail.example")

    assert form.is_valid()
    assert (form.asked.phone, form.asked.email) == ("", "sara@mail.example")
    assert form.asked.contact_method == "email"


def test_an_empty_form_says_what_is_missing() -> None:
    form = ConsultationForm(querydict({}), clinic_name="Khusla")

    assert errors_of(form) == {
        "name": ["Enter your name"],
        "phone": ["Enter your mobile number"],
        "consent": ["Tick the box so that we may contact you"],
    }


# The name


@pytest.mark.parametrize(
    "name",
    [
        "O'Neill",
        "O\u2019Neill",
        "عبد الله",
        "李",
        "Анна-Мария",
        "😀",
        "José",
        "राम",
        "A",
        "x" * 120,
        "😀" * 120,
    ],
)
def test_a_name_may_be_in_any_script(judge: Judge, name: str) -> None:
    form = judge(name=name)

    assert form.is_valid()
    assert form.asked.name == name


@pytest.mark.parametrize("name", ["", " ", "\n\t", "\u00a0", "\u202e", "\u200b", "\u3164", "\u2800 \u2800"])
def test_a_name_that_shows_nothing_is_missing(judge: Judge, name: str) -> None:
    assert errors_of(judge(name=name)) == {"name": ["Enter your name"]}


def test_a_name_of_121_characters_is_too_long(judge: Judge) -> None:
    assert errors_of(judge(name="x" * 121)) == {"name": ["Your name must be 120 characters or fewer"]}


def test_a_name_is_kept_on_one_line(judge: Judge) -> None:
    form = judge(name="  Sara\r\n Ahmed ")

    assert form.is_valid()
    assert form.asked.name == "Sara Ahmed"


# The number


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("+971 50 123 4567", "+971501234567"),
        ("0501234567", "+971501234567"),
        ("501234567", "+971501234567"),
        ("00971501234567", "+971501234567"),
        ("00 971 50 123 4567", "+971501234567"),
        ("٠٥٠١٢٣٤٥٦٧", "+971501234567"),
        ("۰۵۰۱۲۳۴۵۶۷", "+971501234567"),
        ("٠٠٩٧١٥٠١٢٣٤٥٦٧", "+971501234567"),
        ("+٩٧١ ٥٠ ١٢٣ ٤٥٦٧", "+971501234567"),
        ("+971 (0)50-123.4567", "+971501234567"),
        ("(050) 123/4567", "+971501234567"),
        ("\u202a+971 50 123 4567\u202c", "+971501234567"),
        ("\u200e050\u00a0123\u20114567", "+971501234567"),
        ("+44 7700 900123", "+447700900123"),
        ("0044 7700 900123", "+447700900123"),
        ("04 234 5678", "+97142345678"),
    ],
)
def test_a_number_may_be_typed_in_any_way(judge: Judge, typed: str, kept: str) -> None:
    form = judge(phone=typed)

    assert form.is_valid()
    assert form.asked.phone == kept


@pytest.mark.parametrize(
    "typed", ["1", "050 123", "abc", "050 CALL ME", "++", "0" * 50, "9" * 5000, "😀", "-"]
)
def test_a_number_nobody_could_call_is_refused(judge: Judge, typed: str) -> None:
    assert errors_of(judge(phone=typed)) == {"phone": ["Enter a full mobile number, like 50 123 4567"]}


def test_the_number_is_kept_as_typed_too(judge: Judge) -> None:
    form = judge(phone="(050) 123-4567")

    assert form.is_valid()
    assert form.asked.phone_typed == "(050) 123-4567"


def test_a_number_typed_at_great_length_is_cut_to_its_column(judge: Judge) -> None:
    form = judge(phone="050" + " " * 500 + "1234567")

    assert form.is_valid()
    assert len(form.asked.phone_typed) <= 40


def test_the_country_chosen_says_how_to_read_a_number(judge: Judge) -> None:
    form = judge(phone="07700 900123", phone_country="GB")

    assert form.is_valid()
    assert form.asked.phone == "+447700900123"


@pytest.mark.parametrize("typed", ["+971 50 123 4567", "00971 50 123 4567"])
def test_a_country_code_typed_counts_for_more_than_the_one_chosen(judge: Judge, typed: str) -> None:
    form = judge(phone=typed, phone_country="GB")

    assert form.is_valid()
    assert form.asked.phone == "+971501234567"


def test_a_country_that_is_none_is_refused(judge: Judge) -> None:
    assert errors_of(judge(phone_country="XX")) == {"phone_country": ["Choose a country from the list"]}


# The address


@pytest.mark.parametrize("typed", ["sara", "sara@", "@mail.example", "sara@mail", "sara ahmed@mail.example"])
def test_an_address_that_cannot_be_one_is_refused(judge: Judge, typed: str) -> None:
    assert errors_of(judge(email=typed)) == {"email": ["Enter an email address, like name@example.com"]}


@pytest.mark.parametrize(
    "typed", ["sara@[127.0.0.1]", '"sara"@mail.example', '"sara\\"@elsewhere.example"@mail.example']
)
def test_an_address_that_no_person_has_and_mail_could_misread_is_refused(judge: Judge, typed: str) -> None:
    assert errors_of(judge(email=typed)) == {"email": ["Enter an email address, like name@example.com"]}


def test_an_address_longer_than_its_column_is_refused(judge: Judge) -> None:
    assert errors_of(judge(email="x" * 250 + "@mail.example")) == {
        "email": ["Enter an email address of 254 characters or fewer"]
    }


def test_an_address_is_the_same_however_its_letters_are_typed(judge: Judge) -> None:
    form = judge(email=" Sara.Ahmed@Mail.Example ")

    assert form.is_valid()
    assert form.asked.email == "sara.ahmed@mail.example"


# How to answer


def test_an_answer_by_email_needs_an_address(judge: Judge) -> None:
    assert errors_of(judge(contact_method="email")) == {
        "email": ["Enter an email address, like name@example.com"]
    }


@pytest.mark.parametrize("chosen", ["whatsapp", "phone", ""])
def test_where_only_an_address_is_given_the_answer_goes_there(judge: Judge, chosen: str) -> None:
    form = judge(phone="", email="sara@mail.example", contact_method=chosen)

    assert form.is_valid()
    assert form.asked.contact_method == "email"


@pytest.mark.parametrize("chosen", ["whatsapp", "phone", "email"])
def test_with_both_ways_given_the_answer_goes_where_they_chose(judge: Judge, chosen: str) -> None:
    form = judge(email="sara@mail.example", contact_method=chosen)

    assert form.is_valid()
    assert form.asked.contact_method == chosen


@pytest.mark.parametrize("chosen", ["whatsapp", "phone", "email"])
def test_there_must_be_a_way_to_answer(judge: Judge, chosen: str) -> None:
    form = judge(phone="", contact_method=chosen)

    assert len(form.errors) == 1


# The choices


@pytest.mark.parametrize(
    ("field", "message"),
    [
        ("contact_method", "Choose how we should reply"),
        ("language", "Choose English or Arabic"),
        ("noticed", "Choose what you have noticed, or “not sure”"),
        ("treatment", "Choose a treatment from the list, or none"),
        ("preferred_time", "Choose a time, or any time"),
    ],
)
def test_a_choice_that_is_not_offered_is_refused(judge: Judge, field: str, message: str) -> None:
    assert errors_of(judge(**{field: "nonsense"})) == {field: [message]}


@pytest.mark.parametrize("field", ["contact_method", "language", "noticed", "treatment", "preferred_time"])
def test_a_choice_may_be_left_out(judge: Judge, field: str) -> None:
    assert judge(**{field: ""}).is_valid()


def test_a_treatment_we_offer_can_be_chosen(judge: Judge) -> None:
    TreatmentFactory.create(slug="prp")

    form = judge(treatment="prp")

    assert form.is_valid()
    assert form.asked.treatment == "prp"


def test_no_treatment_at_all_is_no_treatment_to_choose(judge: Judge) -> None:
    TreatmentFactory.create(slug="waiting", kind=Treatment.Kind.NONE)

    assert "treatment" in judge(treatment="waiting").errors


def test_the_language_of_the_page_is_taken_where_none_is_chosen(judge: Judge) -> None:
    with translation.override("ar"):
        form = judge()

    assert form.is_valid()
    assert form.asked.language == "ar"


# The note


@pytest.mark.parametrize("length", [0, 1, 600])
def test_a_note_may_have_600_characters(judge: Judge, length: int) -> None:
    form = judge(message="م" * length)

    assert form.is_valid()
    assert len(form.asked.message) == length


@pytest.mark.parametrize("length", [601, 5000])
def test_a_longer_note_is_refused_and_kept_on_the_page(judge: Judge, length: int) -> None:
    form = judge(message="م" * length)

    assert errors_of(form) == {"message": [f"Your note must be {MESSAGE_LIMIT} characters or fewer"]}
    assert form["message"].value() == "م" * length


def test_a_line_break_counts_once(judge: Judge) -> None:
    form = judge(message="\r\n".join(["x" * 99] * 6))

    assert form.is_valid()
    assert form.asked.message == "\n".join(["x" * 99] * 6)


@pytest.mark.parametrize("field", ["name", "email", "phone", "message"])
@pytest.mark.parametrize("mark", ["\0", "\x07", "\x1b", "\x7f"])
def test_characters_nobody_can_see_are_taken_out_and_said_so(judge: Judge, field: str, mark: str) -> None:
    typed = {"name": "Sara", "email": "sara@mail.example", "phone": "0501234567", "message": "Hi"}[field]

    form = judge(**{field: typed[:1] + mark + typed[1:]})

    assert errors_of(form) == {field: [CUT]}
    assert form[field].value() == typed


def test_marks_that_turn_the_direction_over_are_taken_out_silently(judge: Judge) -> None:
    form = judge(name="\u202eSara\u202c Ahmed", message="\u202dHi\u202c")

    assert form.is_valid()
    assert (form.asked.name, form.asked.message) == ("Sara Ahmed", "Hi")


# Consent


@pytest.mark.parametrize("value", ["on", "1", "true", "YES", " on ", "I agree", "نعم", "أوافق"])
def test_a_ticked_box_is_consent(judge: Judge, value: str) -> None:
    assert judge(consent=value).is_valid()


@pytest.mark.parametrize("value", ["", "0", "off", "no", "False", "null", "None", "لا", "[]", "maybe"])
def test_a_box_that_says_no_is_no_consent(judge: Judge, value: str) -> None:
    assert errors_of(judge(consent=value)) == {"consent": ["Tick the box so that we may contact you"]}


@pytest.mark.parametrize("value", ["", "0", "off", "no", "null", "لا"])
def test_news_is_not_agreed_to_by_saying_no(judge: Judge, value: str) -> None:
    form = judge(marketing_consent=value)

    assert form.is_valid()
    assert form.agreed.marketing is None


def test_news_is_agreed_to_apart_from_contact(judge: Judge) -> None:
    form = judge(marketing_consent="on")

    assert form.is_valid()
    assert form.agreed.contact == form.contact_wording
    assert form.agreed.marketing == form.marketing_wording


def test_news_alone_is_no_consent_to_be_contacted(judge: Judge) -> None:
    assert "consent" in judge(consent="", marketing_consent="on").errors


def test_the_boxes_show_the_words_that_are_agreed_to(judge: Judge) -> None:
    form = judge()

    assert form["consent"].label == form.contact_wording.text
    assert form["marketing_consent"].label == form.marketing_wording.text


# What people do not see


@pytest.mark.parametrize("value", ["", "nonsense", "\0", "x" * 90_000, "😀", "6c1f4a0e-6a53-4f0b-9d27", "{}"])
@pytest.mark.parametrize("field", ["request_key", "landing_page", "referrer", "utm_source", "utm_content"])
def test_an_odd_hidden_value_is_never_an_error(judge: Judge, field: str, value: str) -> None:
    form = judge(**{field: value})

    assert form.is_valid()
    assert len(form.came_from.landing_page) <= 300
    assert len(form.came_from.utm_content) <= 120


@pytest.mark.parametrize("typed", ["{}", "{{{}}}", "urn:uuid:{}"])
def test_any_uuid_is_a_key(judge: Judge, typed: str) -> None:
    key = uuid.uuid4()

    form = judge(request_key=typed.replace("{}", str(key)))

    assert form.is_valid()
    assert form.cleaned_data["request_key"] == key


def test_where_the_person_came_from_is_kept(judge: Judge) -> None:
    form = judge(landing_page="/faq/", referrer="https://search.example/", utm_source="news")

    assert form.is_valid()
    assert form.came_from.landing_page == "/faq/"
    assert form.came_from.referrer == "https://search.example/"
    assert form.came_from.utm_source == "news"


def test_the_trap_is_noticed_and_no_error(judge: Judge) -> None:
    form = judge(website="https://spam.example")

    assert form.is_valid()
    assert form.looks_automatic


def test_people_leave_the_trap_alone(judge: Judge) -> None:
    form = judge()

    assert form.is_valid()
    assert not form.looks_automatic


# What staff type


def test_a_status_must_be_one_that_is_offered() -> None:
    form = StatusForm(querydict({"status": "held"}), choices=[("booked", "Booked")])

    assert not form.is_valid()


@pytest.mark.parametrize("note", ["", "  ", "\u202e", "\n"])
def test_a_note_says_something(note: str) -> None:
    form = NoteForm(querydict({"note": note}))

    assert form.errors["note"] == ["Write what was said, then save"]


def test_a_note_is_cleaned() -> None:
    form = NoteForm(querydict({"note": " Called.\r\nNo answer.\x07 "}))

    assert form.is_valid()
    assert form.cleaned_data["note"] == "Called.\nNo answer."


def test_no_box_cuts_a_pasted_text(client: Client) -> None:
    assert "maxlength" not in client.get("/consultation/").content.decode()
