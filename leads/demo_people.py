"""Made-up people for `manage.py demo`: nobody here exists, and none of the numbers reaches anyone."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from leads.asked import Asked, CameFrom

LATIN = (
    ("Ahmed", "Sara", "Omar", "Mariam", "Khalid", "Huda", "Rashid", "Layla", "Yousef", "Noura"),
    ("Al Nabhani", "Haddad", "Al Tayer", "Barakat", "Mansour", "Al Shehhi", "Khoury", "Saleh"),
)
VISITING = (
    ("Vikram", "Anjali", "Rohan", "Priya", "James", "Elena", "Grace", "Paolo", "Mei", "Dmitri"),
    ("Nair", "D'Souza", "Mehta", "O'Neill", "Petrova", "Santos", "Whitfield", "Rossi", "Tan"),
)
ARABIC = (
    ("فاطمة", "حمد", "ريم", "سلطان", "عائشة", "محمد", "هند", "عبد الله", "مريم", "سعيد"),
    ("الكعبي", "السويدي", "حداد", "المنصوري", "بركات", "الزعابي", "منصور", "العامري"),
)

# What they write: the words, what they noticed, and the treatment they name.
ENGLISH_WORDS = (
    ("My parting looks wider every month since the baby. Is it too early to do something?", "parting", ""),
    (
        "Crown is thinning, I use minoxidil on and off. Would microneedling add anything?",
        "crown",
        "microneedling",
    ),
    ("How many sessions of exosomes, and what is the price of one?", "not-sure", "exosomes"),
    ("Temples going back since I was 24, my father was bald at 40.", "temples", ""),
    ("Shedding a lot in the shower for three months. Blood tests were normal.", "shedding", ""),
    (
        "I had PRP twice elsewhere and saw nothing. I want an honest opinion before I spend more.",
        "top",
        "prp",
    ),
    ("Can I come on a Saturday evening? I work in Abu Dhabi.", "both", "microneedling"),
    ("Two smooth coin-sized patches at the back. They do not itch.", "patches", ""),
    ("Is a transplant possible after a scar from an old surgery?", "both", "hair-transplant"),
    ("Please WhatsApp only, I am in meetings until five.", "crown", "microneedling-with-exosomes"),
    ("", "top", ""),
    ("", "", "microneedling"),
    ("", "", ""),
)
ARABIC_WORDS = (
    ("بدأ الشعر يخف في قمة الرأس منذ سنتين، وأستخدم المينوكسيديل منذ ستة أشهر.", "crown", "microneedling"),
    ("كم جلسة أحتاج وكم سعر الجلسة الواحدة؟", "not-sure", "exosomes"),
    ("تساقط شديد بعد الولادة، هل هناك علاج مناسب للرضاعة؟", "shedding", ""),
    ("أريد موعداً يوم السبت بعد العصر إن أمكن.", "temples", ""),
    ("الفرق يتسع وأخاف أن أبدأ متأخرة. ما رأيكم؟", "parting", "prp"),
    ("جربت علاجات كثيرة بلا نتيجة، أريد رأياً صادقاً.", "both", ""),
    ("", "crown", "hair-transplant"),
)
ARABIZI_WORDS = (
    ("Salam, sha3ri ytsaqat mn 6 ashhur, shu el 7al? Bekam el jalsa?", "shedding", "microneedling"),
    ("Marhaba, momken maw3ed bukra ba3d el 5? Ana ta3bana mn el farragh fi rasi", "parting", ""),
    ("Kam jalsa e7taj lel exosomes w hal fi waja3?", "crown", "exosomes"),
)
# Which names write which words, in the language they want to be answered in.
WRITERS = (
    (ARABIC, "ar", ARABIC_WORDS),
    (LATIN, "ar", ARABIZI_WORDS),
    (LATIN, "en", ENGLISH_WORDS),
    (VISITING, "en", ENGLISH_WORDS),
)
SECOND_THOUGHTS = (
    "I wrote before and missed your call. Is tomorrow possible?",
    "One more question: how long until I can swim?",
    "كتبت لكم من قبل، هل يمكن تغيير الموعد؟",
    "I have thought about it and would like to go ahead.",
)
# Who, what, and why it is held.
ROBOTS = (
    (
        "Best Rank",
        "We bring you 5000 visitors in one week, guaranteed. Visit promo.example today",
        "Offers something instead of asking",
    ),
    (
        "Crypto Desk",
        "Earn 900 dollars a day from home https://win.example https://win2.example",
        "Links to other sites",
    ),
    (
        "Mr Sam",
        "Dear sir, we are a factory of hair machines, kindly send your best offer by return",
        "Offers something instead of asking",
    ),
    ("xZkqPwLr", "asdkjh qwlekj zxmcn https://cheap.example/pills", "Links to other sites"),
)
NOTES = (
    "Wants prices first. Sent the list.",
    "Asked whether it hurts. Explained, will think about it.",
    "Prefers a female doctor.",
    "No answer, will try again this evening.",
    "تفضل التواصل بالعربية عبر واتساب.",
    "Coming from Sharjah, needs parking.",
    "Already uses minoxidil, told to bring the bottle.",
)
REASONS_LOST = (
    "Too far to travel.",
    "Decided to wait until after the summer.",
    "Referred to a dermatologist: patches with itching.",
    "Three calls and two messages, never reached.",
)
EASTERN_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
ORIGINS = (
    (30, CameFrom(landing_page="/", referrer="https://www.google.com/")),
    (
        22,
        CameFrom(
            landing_page="/treatments/microneedling/",
            referrer="https://www.google.com/",
            utm_source="google",
            utm_medium="cpc",
            utm_campaign="microneedling-dubai",
            utm_term="microneedling hair",
        ),
    ),
    (
        16,
        CameFrom(
            landing_page="/",
            referrer="https://l.instagram.com/",
            utm_source="instagram",
            utm_medium="paid-social",
            utm_campaign="autumn-shedding",
        ),
    ),
    (12, CameFrom(landing_page="/compare/")),
    (10, CameFrom(landing_page="/treatments/exosomes/", referrer="https://www.bing.com/")),
    (10, CameFrom()),
)


def person(dice: Random) -> Asked:
    """Someone, and what they ask."""
    names, language, words = dice.choices(WRITERS, (28, 10, 31, 31))[0]
    message, noticed, treatment = dice.choice(words)
    phone, typed = number(dice)
    method = dice.choices(("whatsapp", "phone", "email"), (64, 24, 12))[0]
    has_email = method == "email" or dice.choice((True, False, False))
    return Asked(
        name=_name(dice, names),
        contact_method=method,
        language=language,
        phone=phone,
        phone_typed=typed,
        email=f"person{dice.randrange(10**6):06}@example.com" if has_email else "",
        noticed=noticed,
        treatment=treatment,
        preferred_time=dice.choices(("any", "morning", "afternoon", "evening"), (6, 1, 1, 2))[0],
        message=message,
    )


def relative(dice: Random, one: Asked) -> Asked:
    """Someone of the same family, on the same number."""
    names = [(given, family) for given, families in (ARABIC, LATIN, VISITING) for family in families]
    given, family = next(pair for pair in names if one.name.endswith(pair[1]))
    return replace(one, name=f"{dice.choice(given)} {family}", email="", contact_method="whatsapp")


def robot(dice: Random) -> tuple[Asked, str]:
    """What looks like spam, and why."""
    name, message, reason = dice.choice(ROBOTS)
    email = f"robot{dice.randrange(10**6):06}@example.com"
    asked = Asked(name=name, contact_method="email", language="en", email=email, message=message)
    return asked, reason


def number(dice: Random) -> tuple[str, str]:
    """A number that reaches nobody, and how it may be typed.

    +971 57 is a code given to no operator; +44 7700 900 is kept for drama by the British regulator,
    +33 6 39 98 by the French one.
    """
    digits = f"{dice.randrange(10**7):07}"
    local = f"057{digits}"
    emirati = f"+97157{digits}"
    british, french = f"+447700900{digits[:3]}", f"+3363998{digits[:4]}"
    spaced = f"057 {digits[:3]} {digits[3:]}"
    ways = (
        (emirati, local),
        (emirati, spaced),
        (emirati, f"+971 57 {digits[:3]} {digits[3:]}"),
        (emirati, local.translate(EASTERN_DIGITS)),
        (british, f"+44 7700 900{digits[:3]}"),
        (french, french),
    )
    return dice.choices(ways, (30, 35, 15, 8, 8, 4))[0]


def origin(dice: Random) -> CameFrom:
    """Where someone came from."""
    return dice.choices([place for _weight, place in ORIGINS], [weight for weight, _place in ORIGINS])[0]


def _name(dice: Random, names: tuple[tuple[str, ...], tuple[str, ...]]) -> str:
    given, family = names
    return f"{dice.choice(given)} {dice.choice(family)}"
