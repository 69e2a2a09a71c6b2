"""Real-looking people for the mixed trial. Nobody here exists; no number or address reaches anyone.

Written from what people send to clinics, not from the rules that judge them: some paste a link, name a
bank, write in capitals, in Russian or in one word, and some send by a program.
"""

from __future__ import annotations

from random import Random

from leads import demo_people
from tests.spam.posts import BROWSER, Post, number

OPENERS = (
    "Hello", "Hi", "Good evening", "Salam", "Dear doctor", "hi there", "Good morning team", "", "", "HELLO",
)  # fmt: skip
STORIES = (
    "my hair is thinning at the {place} since {months} months",
    "I lose around {count} hairs a day and it scares me",
    "I am {age} and my hairline is moving back",
    "my wife noticed a round patch at the back, about {count} mm",
    "after covid my hair fell for {months} months and it never came back fully",
    "I had a transplant in Istanbul {months} months ago and the {place} still looks empty",
    "i use minoxidil 5% and finasteride since {months} months, no big change",
    "my daughter ({age}) has dandruff and shedding, do you see teenagers?",
    "I wear hijab and the front {place} is getting wide",
    "my brother did PRP at your place and was happy",
    "gym and protein shakes, then the {place} started to go",
    "the doctor in my country said androgenetic alopecia stage {count}",
    "i am in Dubai only until the {count}th, visiting from Lagos",
    "I found you on the first page of Google and liked that you show the studies",
    "I work in digital marketing so I read all reviews before, be honest please",
    "I saw your video on instagram about microneedling",
)
QUESTIONS = (
    "how much is one session?",
    "Is the {count} session package cheaper?",
    "Do you have payment in instalments, or does my bank need to give a loan?",
    "Can I pay by card or crypto?",
    "does it hurt? i am very scared of needles lol",
    "what is the success rate, guaranteed or not?",
    "Can I come on {day} after {count}?",
    "Is a female doctor available?",
    "Does my insurance ({insurer}) cover it?",
    "Please call me after {count} pm, before that I am in meetings.",
    "Is parking free?",
    "which one is better for me, prp or exosomes?",
    "do i need blood test before",
    "whatsapp me the prices pls",
    "I can send photos if you tell me where 🙏",
    "my old results are here https://photos.example/album/{count}",
    "this is how I looked before: instagram.com/someone.{count}",
    "What should I stop taking before the visit?",
    "",
    "",
)
ARABIC_STORIES = (
    "السلام عليكم، شعري يتساقط من {months} أشهر",
    "عندي فراغ في مقدمة الرأس منذ {months} شهور",
    "زوجتي تعاني من تساقط بعد الولادة",
    "عمري {age} وبدأ الشعر يخف من {place}",
    "سويت بلازما في عيادة ثانية وما استفدت",
    "شعري خفيف وراثة من الوالد",
    "استخدم مينوكسيديل من {months} شهور",
    "مرحبا دكتور، عندي ثعلبة في الذقن",
)
ARABIC_QUESTIONS = (
    "كم سعر الجلسة؟", "هل في عرض؟", "متى أقرب موعد؟", "هل العلاج مضمون؟", "أفضل الرد واتساب",
    "هل عندكم تقسيط أو قرض من البنك؟", "اتصلوا علي بعد الساعة {count}", "هل يوجد دكتورة؟", "", "",
)  # fmt: skip
ARABIZI = (
    "salam, sha3ri 5afif mn {months} shohoor, kam se3er el jalsa?",
    "mar7aba dr, 3endi tasa2ot shadeed w baddi maw3ed {day}",
    "hala wallah, abi a3raf 3an el exosomes w hal fi alam?",
    "ana 3omri {age} w el fara8 kbeer, shu el 7al?",
    "ya3ni ekhtasar 3alay kam jalsa lazem w kam el sa3r",
    "momken tkalmooni 3al whatsapp ba3d el {count}",
)
OTHER_TONGUES = (
    "Здравствуйте, у меня выпадают волосы уже {months} месяцев. Сколько стоит консультация?",
    "Добрый день! Можно записаться на {day}? Интересует плазмотерапия.",
    "你好，我头顶头发越来越少，想预约。",
    "namaste sir, mera hair bahut gir raha hai {months} mahine se, kitna charge hai",
    "السلام علیکم، میرے بال گر رہے ہیں، فیس کتنی ہے؟",
    "Magandang araw po, magkano po ang PRP? Nalalagas po buhok ko since {months} months",
    "Bonjour, je perds mes cheveux depuis {months} mois, combien coûte une séance ?",
    "Hola, quisiera una cita para {day}, se me cae el pelo desde hace {months} meses",
    "हेलो, मेरे बाल झड़ रहे हैं। कितना खर्च होगा?",
)
SHORT = (
    "price?", "Price please", "call me", "Please call me back", "need appointment", "كم السعر", "الاسعار لو سمحت",
    "موعد", "PRP", "hair fall", "ok", "Hi", "?", "interested", "I want consultation", "see above", ".", "👍",
)  # fmt: skip
FILLERS = {
    "place": ("crown", "temples", "parting", "front", "top", "corners"),
    "day": ("Sunday", "Monday", "Thursday", "el sabt", "tomorrow", "weekend"),
    "insurer": ("Daman", "AXA", "Neuron", "Bupa"),
}
NAMES = (
    ("Krzysztof", "Ng", "Nguyen", "Siobhan", "Jürgen", "Oluwaseun", "Aleksandra", "Mohd", "Abdul Rahman", "Bộ"),
    ("McDonald", "D'Souza", "Schwarzkopf", "Al-Hashimi", "van der Berg", "Ng", "Szczepański", "O’Brien", "Iyer"),
)  # fmt: skip
LONE_NAMES = (
    "Sara",
    "محمد",
    "um ahmed",
    "ABDULLAH",
    "Dr Khan",
    "Иван Петров",
    "李娜",
    "ahmed ali 🌹",
    "J",
    "priya s",
)
# Reserved for measuring networks and for books: no home or office has them.
HOMES = tuple(f"198.{18 + block}.{network}" for block in range(2) for network in range(256))
OFFICE = "203.0.113"


def post(dice: Random) -> Post:
    """One person's request."""
    values = _values(dice)
    way = dice.choices(("browser", "autofill", "old tab", "bare", "old browser"), (80, 6, 4, 5, 5))[0]
    place = OFFICE if dice.random() < 0.05 else dice.choice(HOMES)
    address = f"{place}.{dice.randrange(1, 255)}"
    if dice.random() < 0.2:
        address = (
            f"2001:db8:{dice.randrange(1 << 12):x}:{dice.randrange(1 << 8):x}::{dice.randrange(1, 999):x}"
        )
    if way == "bare":
        kept = {name: values[name] for name in ("name", "phone", "consent") if values.get(name)}
        return Post(kept if "phone" in kept else values, address, "direct post", is_spam=False)
    waits = {"autofill": dice.randrange(1, 4), "old tab": dice.randrange(3, 30) * 3600}.get(way)
    headers = BROWSER if way != "old browser" else {"User-Agent": "Mozilla/4.0"}
    waits = waits or int(dice.lognormvariate(4.3, 0.8)) + 5
    return Post(values, address, way, is_spam=False, waits=waits, headers=headers)


def family(dice: Random) -> list[Post]:
    """Three of one family, from one address and on one number, within minutes."""
    first = post(dice)
    typed = number(dice)
    same = {"phone": typed, "contact_method": "whatsapp", "email": ""}
    return [
        Post(
            {**post(dice).values, **same, "name": f"{given} Haddad"},
            first.address,
            "family",
            is_spam=False,
            waits=dice.randrange(20, 300),
            headers=BROWSER,
        )
        for given in dice.sample(("Omar", "Layla", "Sara", "Huda", "Ziad"), 3)
    ]


def _values(dice: Random) -> dict[str, str]:
    one = demo_people.person(dice)
    name = one.name
    if dice.random() < 0.3:
        name = dice.choice((dice.choice(LONE_NAMES), f"{dice.choice(NAMES[0])} {dice.choice(NAMES[1])}"))
    values = {
        "name": name,
        "phone": number(dice),
        "email": one.email,
        "contact_method": one.contact_method,
        "language": one.language,
        "noticed": one.noticed,
        "preferred_time": one.preferred_time,
        "message": one.message if dice.random() < 0.25 else _message(dice),
        "consent": "on",
    }
    return {key: value for key, value in values.items() if value}


def _message(dice: Random) -> str:
    way = dice.choices(("english", "arabic", "arabizi", "other", "short", "none"), (38, 18, 8, 6, 14, 16))[0]
    if way == "english":
        parts = [dice.choice(OPENERS), dice.choice(STORIES), dice.choice(QUESTIONS)]
        text = dice.choice((", ", ". ", " ", "\n")).join(part for part in parts if part)
        return _filled(dice, text.upper() if dice.random() < 0.04 else text)
    if way == "arabic":
        return _filled(dice, f"{dice.choice(ARABIC_STORIES)}. {dice.choice(ARABIC_QUESTIONS)}".strip())
    lists = {"arabizi": ARABIZI, "other": OTHER_TONGUES, "short": SHORT, "none": ("",)}
    return _filled(dice, dice.choice(lists[way]))


def _filled(dice: Random, text: str) -> str:
    numbers = {
        "months": dice.randrange(2, 30),
        "count": dice.randrange(2, 200),
        "age": dice.randrange(17, 66),
    }
    words = {name: dice.choice(choices) for name, choices in FILLERS.items()}
    for name, value in {**numbers, **words}.items():
        text = text.replace(f"{{{name}}}", str(value)).replace(f"{{{name.upper()}}}", str(value))
    return text
