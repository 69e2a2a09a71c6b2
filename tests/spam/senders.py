"""Spam for the mixed trial, in the manners in which it comes. Written before the rules that judge it."""

from __future__ import annotations

import string
from collections.abc import Callable
from random import Random

from tests.spam.posts import BROWSER, Post, number

FIRST = (
    "James",
    "Eric",
    "Mike",
    "Amanda",
    "Robert",
    "Claudia",
    "Joanna",
    "Tony",
    "Emily",
    "Wesley",
    "Ruslan",
)
LAST = ("Jones", "Riggs", "Baker", "Thomas", "Strickland", "Evans", "Miller", "Petrov", "Lee", "Graham")
CASINO = (
    "Play {slots} at {site} and get {sum} free spins today!",
    "Best online casino with {sum}% welcome bonus {site}",
    "Hey! I won ${sum} on roulette here {site}, no deposit needed",
    "Live betting, highest odds, instant withdrawal {site} promo code {code}",
    "Try your luck with our slot machines and poker tables. Jackpot {sum}k {site}",
)
SEO = (
    "Hi, I was looking at your website and noticed it does not rank well on Google. We can put you on the first page. Reply for a free audit.",
    "We offer high DA backlinks and guest posts from ${sum}. Interested?",
    "Hello {host} owner, our SEO experts can increase your organic traffic by {sum}% in 30 days. {site}",
    "Your site has {sum} critical SEO errors. Get your report here: {site}",
    "I can write a guest post for your blog for free, in return for one dofollow link. Let me know!",
    "Need more patients? Our Google Ads agency brings {sum} leads a month, pay per result. Book a quick call: {site}",
    "We redesign websites for clinics. Modern, mobile friendly, from ${sum}. Can I send you a quote?",
)
CRYPTO = (
    "Earn {sum}% a day with our AI trading bot. Deposit bitcoin at {site}",
    "Your wallet has {sum} USDT waiting. Claim your airdrop: {site}",
    "Forex signals that win {sum} trades of 100. Join Telegram t.me/{code}",
    "Invest $250 in crypto today and receive ${sum}0 tomorrow guaranteed. {site}",
    "Elon's new trading platform makes ordinary people rich, {sum} places left {site}",
)
LOANS = (
    "Do you need an urgent business loan at 2% interest? We lend from ${sum},000. Contact loan officer by email.",
    "Get approved for a merchant cash advance up to ${sum}K in 24 hours. No credit check. {site}",
    "FINANCIAL ASSISTANCE: personal and business funding, apply now with {code}@lender.example",
    "We provide loans to clinics and entrepreneurs at low interest, no collateral",
)
PHARMA = (
    "Cheap viagra and cialis, no prescription, ships worldwide {site}",
    "Buy tramadol / xanax online overnight delivery {site} {code}",
    "Lose {sum} kg in a week with this keto gummies trick {site}",
)
ADULT = (
    "Hot single women in your area want to meet you tonight {site}",
    "I am lonely and uploaded my photos here {site} 😘",
    "Best escorts and webcam girls {site}",
)
TRADE = (
    "Dear Sir/Madam, we are a leading manufacturer of hair transplant machines in Guangzhou. Please find our catalog and MOQ, best price {sum} USD.",
    "We supply FUE punches, PRP kits and medical gloves wholesale. Kindly send your purchasing manager's email.",
    "Our company provides call center outsourcing, dedicated agents from ${sum}/month. Shall we schedule a demo?",
    "I'd like to introduce our mobile app development team, {sum}+ projects delivered, contact us for a quotation",
    "Buy {sum}000 Instagram followers or 5 star Google reviews for your business {site}",
    "We have a verified email list of {sum}000 doctors in UAE for sale. Want a sample?",
    "Hello, this is about a partnership opportunity. Our CEO would like to discuss an investment in your company. Please reply.",
    "Congratulations! You have been selected to receive a ${sum} gift card. Confirm at {site}",
    "We noticed your domain registration expires soon. Renew here to avoid suspension: {site}",
    "You have ({sum}) unpaid invoice, download the document: {site}/invoice.zip",
    "I recorded you through your camera. Send ${sum} in bitcoin to {code} or everybody will see the video.",
)
CYRILLIC = (
    "Лучшее онлайн казино, бонус {sum} рублей за регистрацию {site}",
    "Продвижение сайтов в топ Яндекса и Google, гарантия. Пишите {site}",
    "Заработок в интернете от {sum} рублей в день без вложений! {site}",
    "Кредит онлайн без отказа до {sum} 000 рублей {site}",
    "База email адресов для рассылки, {sum} контактов, недорого, telegram @{code}",
    "Купить диплом, права, медкнижку быстро {site}",
)
ARABIC = (
    "اربح {sum} دولار يومياً من البيت بدون خبرة، سجل الآن {site}",
    "كازينو اون لاين مع بونص {sum} دولار {site}",
    "قروض سريعة بدون كفيل وبدون راتب، تواصل معنا {code}",
    "نقدم خدمات تسويق وتصدر نتائج البحث في جوجل وزيادة متابعين {site}",
)
CHINESE = ("代开发票 优惠 联系微信 {code}", "澳门赌场 注册送{sum} {site}", "专业SEO优化 快速排名 {site}")
MARKUP = (
    '<a href="{site}">cheap {slots}</a> <a href="{site}">click</a>',
    "[url={site}]{slots}[/url] [url={site}]best price[/url]",
    "{site} {site} {site} {site}",
    "https://bit.ly/{code}",
)
SLY = (
    "Play at our c@sin0 and w1n b1g {site}",
    "Bеst саsіnо bоnus {sum} {site}",
    "V1agra c1al1s no rx {site}",
    "Hello, quick question about your business, can you check {site} and tell me what you think?",
    "I really liked your post. More on this topic here {site}",
    "Did you know that {slots} is now legal? Read {site}",
)
TEXTS: dict[str, tuple[int, tuple[str, ...]]] = {
    "casino": (18, CASINO),
    "seo": (18, SEO),
    "crypto": (12, CRYPTO),
    "loans": (8, LOANS),
    "pharma": (6, PHARMA),
    "adult": (5, ADULT),
    "trade": (12, TRADE),
    "cyrillic": (8, CYRILLIC),
    "arabic": (3, ARABIC),
    "chinese": (2, CHINESE),
    "markup": (6, MARKUP),
    "sly": (5, SLY),
}
SLOTS = ("starburst", "blackjack", "sweet bonanza", "mega wheel", "baccarat")
ENDINGS = ("example", "top.example", "xyz.example", "click.example", "shop.example")


def posts(dice: Random, count: int) -> list[Post]:
    """That many, in campaigns: each with its texts, its places and its manner."""
    made: list[Post] = []
    while len(made) < count:
        size = min(int(dice.lognormvariate(4.2, 1.2)) + 1, count - len(made), 1500)
        made += _campaign(dice, size)
    return made[:count]


def _campaign(dice: Random, size: int) -> list[Post]:
    kinds, weights = list(TEXTS), [weight for weight, _texts in TEXTS.values()]
    kind = dice.choices([*kinds, "gibberish"], [*weights, 6])[0]
    texts = TEXTS[kind][1] if kind in TEXTS else ("",)
    fixed = _filled(dice, dice.choice(texts)) if dice.random() < 0.4 else ""
    manner = dice.choices(("program", "headless", "hands"), (60, 30, 10))[0]
    fills_trap = manner != "hands" and dice.random() < 0.4
    address = _place(dice, rotates=dice.random() < 0.6)
    page = f"campaign-{dice.random()}" if manner == "program" and dice.random() < 0.5 else ""
    identity = _identity(dice) if dice.random() < 0.2 else None
    return [
        _post(
            dice,
            kind=kind,
            text=fixed or (_filled(dice, dice.choice(texts)) if kind in TEXTS else _gibberish(dice)),
            who=identity or _identity(dice),
            address=address(),
            manner=manner,
            fills_trap=fills_trap,
            page=page,
        )
        for _one in range(size)
    ]


def _post(  # noqa: PLR0913  a campaign settles all of these
    dice: Random,
    *,
    kind: str,
    text: str,
    who: dict[str, str],
    address: str,
    manner: str,
    fills_trap: bool,
    page: str,
) -> Post:
    values = {**who, "message": text[:600], "consent": "on"}
    if fills_trap:
        values["website"] = f"https://{_word(dice)}.example/"
    waits = {"program": dice.randrange(0, 3) if page else None, "headless": dice.randrange(1, 20)}
    return Post(
        values,
        address,
        f"{kind}{' +trap' if fills_trap else ''}",
        is_spam=True,
        waits=waits.get(manner, dice.randrange(30, 300)),
        page=page,
        headers={"User-Agent": "python-requests/2.32"} if manner == "program" else BROWSER,
    )


def _identity(dice: Random) -> dict[str, str]:
    name = dice.choice(
        (
            f"{dice.choice(FIRST)} {dice.choice(LAST)}",
            f"{dice.choice(FIRST)}{_word(dice)}",
            "".join(dice.choice(string.ascii_letters) for _mark in range(dice.randrange(6, 14))),
            dice.choice(FIRST),
        )
    )
    who = {
        "name": name,
        "email": f"{_word(dice)}{dice.randrange(9999)}@mail.example",
        "contact_method": "email",
    }
    if dice.random() < 0.5:
        who = {"name": name, "phone": number(dice), "contact_method": "phone"}
    return who


def _place(dice: Random, *, rotates: bool) -> Callable[[], str]:
    fixed = f"198.{dice.randrange(18, 20)}.{dice.randrange(256)}"

    def anywhere() -> str:
        if dice.random() < 0.3:
            return f"2001:db8:{dice.randrange(1 << 14):x}:{dice.randrange(1 << 16):x}::1"
        return f"198.{dice.randrange(18, 20)}.{dice.randrange(256)}.{dice.randrange(1, 255)}"

    return anywhere if rotates else lambda: f"{fixed}.{dice.randrange(1, 255)}"


def _filled(dice: Random, text: str) -> str:
    site = f"https://{_word(dice)}-{_word(dice)}.{dice.choice(ENDINGS)}/{_word(dice)}"
    if dice.random() < 0.15:
        site = site.removeprefix("https://")
    values = {
        "site": site,
        "sum": str(dice.randrange(5, 999)),
        "code": _word(dice) + str(dice.randrange(99)),
        "slots": dice.choice(SLOTS),
        "host": "khusla.example",
    }
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def _gibberish(dice: Random) -> str:
    words = [
        "".join(dice.choice(string.ascii_letters) for _mark in range(dice.randrange(4, 16)))
        for _each in range(dice.randrange(1, 6))
    ]
    return " ".join(words)


def _word(dice: Random) -> str:
    return "".join(
        dice.choice("bcdfgklmnprstvz") + dice.choice("aeiou") for _pair in range(dice.randrange(2, 5))
    )
