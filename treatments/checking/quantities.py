"""The words for numbers and units in English and Arabic, unfolded, as amounts.py reads them."""

from __future__ import annotations

DAY = 24.0
WEEK, MONTH, YEAR = 7 * DAY, 30.4 * DAY, 365 * DAY

# Base form: (what it measures, how many hours, millimetres or pieces it is).
UNITS: dict[str, tuple[str, float]] = {
    **dict.fromkeys(("second", "ثانيه", "ثوان", "ثواني"), ("time", 1 / 3600)),
    **dict.fromkeys(("minute", "min", "دقيقه", "دقايق"), ("time", 1 / 60)),
    **dict.fromkeys(("hour", "hr", "h", "ساعه", "ساعات"), ("time", 1)),
    **dict.fromkeys(("day", "night", "يوم", "ايام", "يوما", "ليله", "ليال", "ليالي"), ("time", DAY)),
    **dict.fromkeys(("week", "wk", "اسبوع", "اسابيع", "اسبوعا"), ("time", WEEK)),
    **dict.fromkeys(("fortnight",), ("time", 2 * WEEK)),
    **dict.fromkeys(("month", "mth", "شهر", "اشهر", "شهور", "شهرا"), ("time", MONTH)),
    **dict.fromkeys(("year", "yr", "سنه", "سنوات", "سنين", "عام", "اعوام", "عاما"), ("time", YEAR)),
    **dict.fromkeys(("decade", "عقد", "عقود"), ("time", 10 * YEAR)),
    **dict.fromkeys(("mm", "millimetre", "millimeter", "ملم", "مم", "مليمتر", "ملليمتر"), ("length", 1)),
    **dict.fromkeys(
        ("cm", "centimetre", "centimeter", "سم", "سنتيمتر", "سنتيمترا", "سنتمتر"), ("length", 10)
    ),
    **dict.fromkeys(("hair", "strand", "شعره", "شعرات"), ("hairs", 1)),
    **dict.fromkeys(("session", "sitting", "visit", "جلسه", "جلسات", "زياره", "زيارات"), ("sessions", 1)),
}
# Arabic has a form for two of a thing.
PAIRS: dict[str, tuple[str, float]] = {
    **dict.fromkeys(("دقيقتين", "دقيقتان"), ("time", 2 / 60)),
    **dict.fromkeys(("ساعتين", "ساعتان"), ("time", 2)),
    **dict.fromkeys(("يومين", "يومان", "ليلتين"), ("time", 2 * DAY)),
    **dict.fromkeys(("اسبوعين", "اسبوعان"), ("time", 2 * WEEK)),
    **dict.fromkeys(("شهرين", "شهران"), ("time", 2 * MONTH)),
    **dict.fromkeys(("سنتين", "سنتان", "عامين", "عامان"), ("time", 2 * YEAR)),
    **dict.fromkeys(("شعرتين", "شعرتان"), ("hairs", 2)),
    **dict.fromkeys(("جلستين", "جلستان", "زيارتين", "زيارتان"), ("sessions", 2)),
}
NUMBERS: dict[str, float] = {
    word: number
    for number, words in {
        0: "zero صفر",
        0.5: "half نصف",
        1: "one single واحد واحده",
        2: "two couple pair اثنان اثنين اثنتان اثنتين",
        3: "three ثلاث ثلاثه",
        4: "four اربع اربعه",
        5: "five خمس خمسه",
        6: "six ست سته",
        7: "seven سبع سبعه",
        8: "eight ثمان ثماني ثمانيه",
        9: "nine تسع تسعه",
        10: "ten عشر عشره",
        11: "eleven",
        12: "twelve dozen",
        13: "thirteen",
        14: "fourteen",
        15: "fifteen",
        16: "sixteen",
        17: "seventeen",
        18: "eighteen",
        19: "nineteen",
        20: "twenty عشرون عشرين",
        30: "thirty ثلاثون ثلاثين",
        40: "forty اربعون اربعين",
        50: "fifty خمسون خمسين",
        60: "sixty ستون ستين",
        70: "seventy سبعون سبعين",
        72: "seventytwo",
        80: "eighty ثمانون ثمانين",
        90: "ninety تسعون تسعين",
        100: "hundred ميه مايه",
        1000: "thousand الف الاف",
    }.items()
    for word in words.split()
}
ORDINALS: dict[str, int] = {
    word: number
    for number, words in enumerate(
        (
            "first اول اولي",
            "second ثاني ثانيه",
            "third ثالث ثالثه",
            "fourth رابع رابعه",
            "fifth خامس خامسه",
            "sixth سادس سادسه",
            "seventh سابع سابعه",
            "eighth ثامن ثامنه",
            "ninth تاسع تاسعه",
            "tenth عاشر عاشره",
        ),
        1,
    )
    for word in words.split()
}
# From two of a unit to this many.
VAGUE: dict[str, tuple[float, float]] = {
    **dict.fromkeys(("few", "بضع", "بضعه", "قليله", "معدوده"), (2, 7)),
    **dict.fromkeys(("several", "some", "many", "عده"), (2, 9)),
}
# Phrases that stand for a time of their own, in hours.
MOMENTS: dict[str, float] = {
    **dict.fromkeys(
        (
            "same day",
            "evening of",
            "night of",
            "afternoon of",
            "مساء يوم",
            "مساء الجلسه",
            "مساء العلاج",
            "في المساء",
            "same evening",
            "same afternoon",
            "same morning",
            "same night",
            "that evening",
            "that afternoon",
            "that night",
            "that very day",
            "straight away",
            "straightaway",
            "right away",
            "right after",
            "straight after",
            "immediately",
            "instantly",
            "instant",
            "at once",
            "later today",
            "when you get home",
            "once you are home",
            "as soon as you get home",
            "when you are home",
            "by dinner",
            "by dinner time",
            "by tonight",
            "tonight",
            "this evening",
            "in the evening",
            "before bed",
            "before you sleep",
            "before going to bed",
            "on the way home",
            "on your way home",
            "قبل النوم",
            "قبل ان تنام",
            "الليله",
            "هذا المساء",
            "في طريق العوده",
            "في طريقك الي",
            "as soon as you reach",
            "as soon as you arrive",
            "as soon as you leave",
            "as soon as you return",
            "as soon as you are",
            "as soon as you like",
            "as soon as you want",
            "once you reach",
            "once you arrive",
            "the moment you",
            "the minute you",
            "فور وصولك",
            "فور عودتك",
            "عند وصولك",
            "بمجرد وصولك",
            "بمجرد عودتك",
            "حالما تصل",
            "حالما تعود",
            "عند عودتك",
            "عند العوده",
            "نفس اليوم",
            "اليوم نفسه",
            "اليوم ذاته",
            "ذات اليوم",
            "نفس المساء",
            "المساء نفسه",
            "فورا",
            "فور",
            "فوريه",
            "مباشره",
            "علي الفور",
            "في الحال",
            "بعد دقايق",
        ),
        0.0,
    ),
    **dict.fromkeys(
        (
            "next day",
            "next morning",
            "following day",
            "following morning",
            "morning after",
            "evening after",
            "day after",
            "tomorrow",
            "overnight",
            "اليوم التالي",
            "صباح التالي",
            "الصباح التالي",
            "غدا",
        ),
        DAY,
    ),
    **dict.fromkeys(
        (
            "for life",
            "lifelong",
            "life long",
            "lifetime",
            "for ever",
            "forever",
            "مدي الحياه",
            "طوال الحياه",
            "للابد",
            "الي الابد",
        ),
        100 * YEAR,
    ),
}
JOINERS = frozenset({"to", "or", "and", "till", "until", "الي", "او", "و", "حتي"})
FILLERS = frozenset(
    {
        "full",
        "whole",
        "more",
        "further",
        "short",
        "long",
        "consecutive",
        "entire",
        "of",
        "other",
        "new",
        "extra",
        "monthly",
        "weekly",
        "separate",
        "كامله",
        "متتاليه",
        "اضافيه",
    }
)
AT_LEAST = (
    "at least",
    "minimum",
    "more than",
    "longer than",
    "no less than",
    "or more",
    "علي الاقل",
    "اكثر من",
    "لا يقل عن",
    "لا تقل عن",
)
UP_TO = (
    "up to",
    "within",
    "under",
    "less than",
    "no more than",
    "at most",
    "maximum",
    "as little as",
    "حتي",
    "خلال",
    "اقل من",
    "لا يزيد",
    "لا تزيد",
    "في غضون",
    "يصل الي",
    "تصل الي",
)
EACH = frozenset(
    {
        "every",
        "each",
        "per",
        "once",
        "twice",
        "time",
        "cm",
        "centimetre",
        "centimeter",
        "millimetre",
        "millimeter",
        "mm",
        "hair",
        "visit",
        "dose",
        "tablet",
        "كل",
        "مره",
        "مرتين",
        "مرات",
        "سنتيمتر",
        "سم",
        "واحد",
    }
)
# An Arabic unit alone means one only after these: بعد أسبوع, but not يوم الزيارة.
ONE_AFTER = frozenset(
    {"بعد", "قبل", "من", "خلال", "لمده", "مده", "حتي", "غضون", "كل", "بفاصل", "فاصل", "او", "الي"}
)
# A unit alone means one between these: the week before your visit, الأسبوع السابق.
BEFORE_ONE = frozenset({"the", "whole", "entire", "full", "last", "first"})
BESIDE_ONE = frozenset(
    {"before", "after", "following", "preceding", "prior", "leading", "سابق", "تالي", "لاحق"}
)
NOT_A_WAIT = frozenset({"old", "age", "experience", "العمر", "عمر", "خبره", "اخر", "اخري"})
WHOLE = frozenset({"كامل", "كامله", "واحد", "واحده"})
