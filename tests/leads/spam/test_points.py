"""How somebody sends is never enough to be held; what spam says is, and a flood."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from leads.spam import points as spam
from leads.spam.points import NOTHING, Before, Opened, Sent, Verdict, signs_of
from leads.spam.reasons import REASONS

PEOPLE = [
    "I lose 100 hairs a day. How much is PRP, do you have instalments or does my bank give a loan?",
    "I found you on the first page of Google. Can I pay with bitcoin?",
    "My results are here: https://www.instagram.com/someone.77/",
    "I work in digital marketing, so be honest please. Is it guaranteed?",
    "شعري يتساقط من ٦ أشهر، كم سعر الجلسة؟",
    "salam, sha3ri ytsaqat mn 6 ashhur, shu el 7al? Bekam el jalsa?",
    "Здравствуйте, сколько стоит консультация?",
    "你好，我头顶头发越来越少，想预约。",
    "PLEASE CALL ME BACK AFTER FIVE",
    "price?",
    "Hmmmmmm",
    "DOctor PLease CAll me",
    "hELLO dOCTOR pLEASE cALL mE",
    "WhatsApp or FaceTime",
    "TikTok YouTube",
    "PRPs MRIs",
    "sa3d w a7la sha3r, kam elJalsa",
    "👍",
    "",
]
NAMES = ["Sara Ahmed", "Krzysztof Schwarzkopf", "McDonald Ng", "محمد", "عبد الله", "J", "李娜", "Jürgen O’Brien", "WhatsApp Ahmed"]  # fmt: skip
SPAM = [
    "Best online casino with welcome bonus https://win.example/now",
    "We can put your website on the first page of Google. Free audit, reply for backlinks.",
    "Earn $900 a day with our AI trading bot. Deposit bitcoin at https://rich.example",
    "Urgent business loan at 2% interest, no collateral, contact loan officer",
    "Cheap viagra and cialis, no prescription",
    "Dear sir, we are a manufacturer in Guangzhou, find our catalog and MOQ",
    '<a href="https://a.example">cheap</a> and <a href="https://b.example">more</a>',
    "https://a.example https://b.example https://c.example",
    "https://bit.ly/3xyzabc",
    "Лучшее онлайн казино, бонус за регистрацию https://igra.example/",
    "كازينو اون لاين مع بونص 500 دولار https://win.example",
    "Bеst саsіnо bоnus here",
    "Play at our c@sin0 with a w3lcome b0nus, jackp0t",
    "bQwXrTzK LmNoPqRs vWxYzAbC",
    "ZCybpQG CjzzDEc",
    "MkcOFEYX txsyipt NWfcEVEA PEweL",
    "cas\u200bino and jack\u200bpot today, free spins",
]


def judge(sent: Sent, before: Before = NOTHING) -> Verdict:
    """All that speaks for spam in what was sent after these."""
    return spam.judge(signs_of(sent), before)


@pytest.mark.parametrize("message", PEOPLE)
def test_a_person_s_words_are_not_held(message: str) -> None:
    assert not judge(Sent("Sara Ahmed", message)).held_because


@pytest.mark.parametrize("name", NAMES)
def test_a_person_s_name_is_not_held(name: str) -> None:
    assert judge(Sent(name)) == Verdict()


@pytest.mark.parametrize("message", SPAM)
def test_spam_is_held(message: str) -> None:
    assert judge(Sent("James Jones", message)).held_because


@pytest.mark.parametrize("name", ["https://spam.example", "Visit win.example/now", "xZkqPwLr bTqRsWxZ"])
def test_a_name_that_is_none_counts(name: str) -> None:
    assert judge(Sent(name)).points >= 5


def test_the_trap_alone_holds() -> None:
    verdict = judge(Sent("Sara Ahmed", is_trapped=True))

    assert verdict.held_because == "A field that people cannot see was filled in"


@pytest.mark.parametrize("opened", Opened)
@pytest.mark.parametrize("is_from_browser", [True, False])
@pytest.mark.parametrize("message", PEOPLE)
def test_no_manner_of_sending_holds_a_person(message: str, opened: Opened, is_from_browser: bool) -> None:  # noqa: FBT001  a table's column
    busy_office = Before(network=99, contact=30, page=9)

    sent = Sent("Sara Ahmed", message, opened=opened, is_from_browser=is_from_browser)

    assert not judge(sent, busy_office).held_because


@pytest.mark.parametrize(
    "before",
    [
        Before(network=300),
        Before(contact=60, contact_from_here=60),
        Before(page=40),
        Before(network_in_a_day=600),
        Before(contact_in_a_day=30, contact_from_here_in_a_day=30),
        Before(text=600),
    ],
)
def test_a_flood_is_held_whatever_it_says(before: Before) -> None:
    assert judge(Sent("Sara Ahmed", "How much is PRP?"), before).held_because


SOMEBODY_ELSE_S_FLOOD = Before(contact=99, contact_in_a_day=99)


@pytest.mark.parametrize("opened", [Opened.FINE, Opened.QUICK, Opened.OLD])
@pytest.mark.parametrize("message", [words for words in PEOPLE if words != "Hmmmmmm"])
def test_who_has_a_number_is_heard_though_others_flood_it(message: str, opened: Opened) -> None:
    sent = Sent("Sara Ahmed", message, opened=opened, is_from_browser=opened != Opened.OLD)

    verdict = judge(sent, SOMEBODY_ELSE_S_FLOOD)

    assert verdict.points < spam.LINE


@pytest.mark.parametrize(
    ("sent", "before"),
    [
        (Sent("Sara Ahmed", opened=Opened.MISSING), Before()),
        (Sent("Sara Ahmed", opened=Opened.FORGED), Before()),
        (Sent("Sara Ahmed", "See https://page.example/"), Before()),
        (Sent("Sara Ahmed"), Before(text=1)),
        (Sent("Sara Ahmed"), Before(page=4)),
    ],
)
@pytest.mark.parametrize("flood", [{"contact": 60}, {"contact_in_a_day": 30}])
def test_a_flood_of_one_number_is_held_where_anything_else_is_odd(
    sent: Sent, before: Before, flood: dict[str, int]
) -> None:
    assert not judge(sent, before).held_because
    assert judge(sent, replace(before, **flood)).held_because


def test_the_hundredth_request_of_a_day_with_one_number_is_one_too_many_from_anybody() -> None:
    assert not judge(Sent("Sara Ahmed"), Before(contact_in_a_day=99)).held_because
    assert judge(Sent("Sara Ahmed"), Before(contact_in_a_day=100)).held_because


@pytest.mark.parametrize("text", [0, 1, 4, 15, 300])
def test_the_same_words_from_many_do_not_hold_who_sounds_like_a_person(text: int) -> None:
    words = "I would like to book a consultation about my thinning hair, please call me."

    assert judge(Sent("Sara Ahmed", words), Before(text=text)).points <= 2


def test_the_same_words_from_many_weigh_more_when_they_sound_like_spam() -> None:
    words = "Hello, please have a look at https://page.example/ and tell me"

    alone, repeated = (judge(Sent("Sara", words), Before(text=text)) for text in (0, 15))

    assert not alone.held_because
    assert repeated.held_because


def test_links_to_this_site_count_for_nothing() -> None:
    words = "Is what https://clinic.example/treatments/prp/ says also true for women?"

    assert judge(Sent("Sara", words, own_host="clinic.example")) == Verdict()


def test_a_verdict_names_every_reason_the_heaviest_first() -> None:
    verdict = judge(Sent("Bob", "Casino jackpot https://a.example", is_from_browser=False))

    assert verdict.held_because == (
        "Speaks of gambling. Links to other sites. Not sent by a browser of these years"
    )


def test_reasons_that_do_not_fit_leave_the_heaviest() -> None:
    everything = " ".join(SPAM)

    because = judge(Sent("https://a.example", everything, is_trapped=True)).held_because

    assert 0 < len(because) <= spam.HELD_BECAUSE_LIMIT


def test_more_of_the_same_never_weighs_less() -> None:
    for steps in (spam.NETWORK, spam.CONTACT, spam.PAGE, spam.REPEATED):
        assert all(one < other for one, other in itertools.pairwise(steps))


def test_every_sign_has_words_and_those_that_are_counted_are_known() -> None:
    everything = Before(network=300, contact=60, page=40, text=600, network_in_a_day=600, contact_in_a_day=30)

    counted = spam.judge([spam.Sign("links", 5)], everything).signs

    assert {sign.key for sign in counted} == spam.COUNTED | {"links"}
    assert set(REASONS) >= spam.COUNTED | spam.MANNERS - {"fine"}


def test_what_was_sent_is_not_printed() -> None:
    assert "Sara" not in repr(Sent("Sara", "My scalp burns."))
