"""The same paper in English and in Arabic; Orland and all that is said of it are invented."""

from datetime import date

from habeas.papers import (
    Band,
    Bullets,
    Doubt,
    Heading,
    Lines,
    Note,
    Numbered,
    PageBreak,
    Paper,
    Para,
    Picture,
    Side,
    SideBySide,
    SourceMark,
    SourceNote,
    Table,
    Term,
    Terms,
    Text,
    Voice,
    VoiceMark,
    said,
)

MADE_ON = date(2031, 11, 23)

PICTURE = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 120" width="640" height="120"
 font-family="Noto Sans, Noto Sans Arabic, sans-serif" font-size="12" fill="#1b2327">
<title>{title}</title>
<line x1="20" y1="80" x2="620" y2="80" stroke="#5a666c"/>
<circle cx="80" cy="60" r="6" fill="#0072b2"/><text x="80" y="40" text-anchor="middle">{first}</text>
<polygon points="320,52 328,60 320,68 312,60" fill="#94640a"/>
<text x="320" y="40" text-anchor="middle">{second}</text>
<text x="80" y="100" text-anchor="middle">2028</text><text x="320" y="100" text-anchor="middle">2031</text>
</svg>"""


def english(**changes: object) -> Paper:
    """A dossier page as a body would hand it over."""
    body = VoiceMark(voice=Voice.BODY, name="The Committee")
    state = VoiceMark(voice=Voice.STATE, name="Government of Orland")
    other = VoiceMark(voice=Voice.OTHER, name="Ombudsman")
    fields: dict[str, object] = {
        "title": "Orland: what was asked and what was answered",
        "subtitle": "Custody by the police, 2028 to 2031",
        "language": "en-GB",
        "direction": "ltr",
        "band": Band(
            word="Confidential",
            who_may_see="members of the visiting body and its secretariat",
            provision="Article 11 of the Convention",
        ),
        "synthetic": "Invented data: Orland does not exist",
        "number": "ORL-DOSSIER-2031-11-23-1a2b3c4d",
        "made_on": MADE_ON,
        "blocks": (
            Heading(level=1, text="What matters now", anchor="now"),
            Para(
                runs=(
                    Text(text="Three letters are unanswered, the oldest for "),
                    Text(text="7 months", strong=True),
                    Text(text=" (since 12 April 2031)"),
                    SourceMark(number=1),
                    Text(text=". The report on the visit of 2030 has "),
                    Text(text="not", emphasis=True),
                    Text(text=" been published"),
                    SourceMark(number=2),
                    Doubt(text="not yet checked against the original"),
                    Text(text="."),
                )
            ),
            Terms(
                entries=(
                    Term(
                        term=said("Last visit"), meaning=(*said("4 to 11 March 2030"), SourceMark(number=2))
                    ),
                    Term(term=said("Open procedure"), meaning=said("none known; the list is not complete")),
                )
            ),
            Picture(
                svg=PICTURE.format(title="Timeline", first="Visit", second="Reply"),
                alt="A line from 2028 to 2031 with a visit in 2028 and a reply in 2031.",
                caption="Visits and replies, 2028 to 2031",
            ),
            Heading(level=2, text="The dialogue on access to a lawyer", anchor="lawyer"),
            Para(
                runs=(
                    body,
                    Text(text=" asked that access to a lawyer be “guaranteed from the very outset”"),
                    SourceMark(number=2),
                    Text(text="; the name of the ministry is "),
                    Text(text="وزارة الداخلية", language="ar", direction="rtl"),
                    Text(text=", in Georgian "),
                    Text(text="შინაგან საქმეთა სამინისტრო", language="ka"),
                    Text(text=", in Armenian "),
                    Text(text="ներքին գործերի նախարարություն", language="hy"),
                    Text(text=", in Ukrainian "),
                    Text(text="Міністерство внутрішніх справ", language="uk"),
                    Text(text=", in Greek "),
                    Text(text="Υπουργείο Εσωτερικών", language="el"),
                    Text(text=", in Azerbaijani "),
                    Text(text="Daxili İşlər Nazirliyi, məhkəmə", language="az"),
                    Text(text=". "),
                    Text(text="The public page", link="https://orland.example/police"),
                    Text(text=" says the same."),
                )
            ),
            SideBySide(
                left=Side(
                    heading=Heading(level=3, text="What the State says", anchor="state-says"),
                    voice=state,
                    blocks=(
                        Para(runs=(*said("“Already implemented”, 2 May 2031"), SourceMark(number=1))),
                        Bullets(
                            items=(said("a register of lawyers on call"), said("a leaflet in six languages"))
                        ),
                    ),
                ),
                right=Side(
                    heading=Heading(level=3, text="What the Committee found", anchor="committee-found"),
                    voice=body,
                    blocks=(
                        Para(runs=(*said("No information on four of six stations"), SourceMark(number=2))),
                        Para(runs=(other, *said(" has asked for the same figures."))),
                    ),
                ),
            ),
            Table(
                caption="People held for longer than 48 hours",
                header=("Station", "Held", "Seen by a lawyer"),
                rows=(
                    (said("Central station"), said("1,204"), said("311")),
                    (said("Harbour station"), said("87"), (*said("not recorded"), SourceMark(number=1))),
                ),
                widths=(2, 1, 1),
                header_scope="both",
                figures=(1, 2),
            ),
            Numbered(number="1", runs=said("The first paragraph with a number."), anchor="n-1"),
            Numbered(number="2", runs=said("The second paragraph with a number."), anchor="n-2"),
            Numbered(number="2a", runs=said("One that was put in after the second."), anchor="n-2a"),
            Numbered(number="5", runs=said("One after a leap."), anchor="n-5"),
            Lines(count=1, text="Written by hand"),
            Lines(count=1, above=(said("Was it seen?"), said("☐ yes ☐ no"))),
            Note(
                title="How to read the figures",
                runs=said("They conflict, and both are kept with their source."),
            ),
            PageBreak(),
            Heading(level=1, text="Letters", anchor="letters"),
            Bullets(items=((*said("Letter of 12 April 2031, unanswered"), SourceMark(number=1)),)),
        ),
        "sources": (
            SourceNote(
                number=1,
                text="Letter of the President of the Committee",
                pinpoint="page 2",
                date="12 April 2031",
                certainty="certain",
            ),
            SourceNote(
                number=2,
                text="Report to the Government of Orland, CPT/Inf (2031) 99",
                pinpoint="§ 25",
                date="2 July 2031",
                address="https://orland.example/reports/99",
                certainty="not yet checked against the original",
            ),
        ),
    }
    return Paper(**(fields | changes))  # type: ignore[arg-type]


def arabic(**changes: object) -> Paper:
    """The same in short, from right to left."""
    body = VoiceMark(voice=Voice.BODY, name="اللجنة")
    state = VoiceMark(voice=Voice.STATE, name="حكومة أورلاند")
    fields: dict[str, object] = {
        "title": "أورلاند: ما طُلب وما أُجيب عنه",
        "subtitle": "الاحتجاز لدى الشرطة، من 2028 إلى 2031",
        "language": "ar",
        "direction": "rtl",
        "band": Band(
            word="سرّي", who_may_see="أعضاء الهيئة الزائرة وأمانتها", provision="المادة 11 من الاتفاقية"
        ),
        "synthetic": "بيانات مختلقة: أورلاند غير موجودة",
        "number": "ORL-DOSSIER-2031-11-23-1a2b3c4d",
        "made_on": MADE_ON,
        "blocks": (
            Heading(level=1, text="ما يهمّ الآن", anchor="now"),
            Para(
                runs=(
                    Text(text="ثلاث رسائل بلا رد، أقدمها منذ "),
                    Text(text="7 أشهر", strong=True),
                    SourceMark(number=1),
                    Text(text="، والتقرير "),
                    Text(text="CPT/Inf (2031) 99", language="en", direction="ltr"),
                    Text(text=" لم يُنشر بعد"),
                    Doubt(text="لم يُقارن بالأصل بعد"),
                    Text(text="."),
                )
            ),
            Terms(entries=(Term(term=said("آخر زيارة"), meaning=said("من 4 إلى 11 مارس 2030")),)),
            Picture(
                svg=PICTURE.format(title="خط زمني", first="زيارة", second="رد"),
                alt="خط من 2028 إلى 2031 عليه زيارة ورد.",
                caption="الزيارات والردود",
            ),
            Heading(level=2, text="الوصول إلى محام", anchor="lawyer"),
            SideBySide(
                left=Side(
                    heading=Heading(level=3, text="ما تقوله الدولة", anchor="state-says"),
                    voice=state,
                    blocks=(Bullets(items=(said("سجل للمحامين المناوبين"), said("منشور بست لغات"))),),
                ),
                right=Side(
                    heading=Heading(level=3, text="ما وجدته اللجنة", anchor="committee-found"),
                    voice=body,
                    blocks=(Para(runs=(*said("لا معلومات عن أربعة مراكز من ستة"), SourceMark(number=2))),),
                ),
            ),
            Table(
                caption="المحتجزون لأكثر من 48 ساعة",
                header=("المركز", "العدد", "رأوا محاميا"),
                rows=(
                    (said("المركز الأوسط"), said("1204"), said("311")),
                    (said("مركز الميناء"), said("87"), said("غير مسجل")),
                ),
                widths=(2, 1, 1),
                figures=(1, 2),
            ),
            Lines(count=3, text="بخط اليد"),
            Note(title="كيف تُقرأ الأرقام", runs=said("هي متضاربة، ويُحفظ كل منها مع مصدره.")),
        ),
        "sources": (
            SourceNote(number=1, text="رسالة رئيس اللجنة", pinpoint="صفحة 2", date="12 أبريل 2031"),
            SourceNote(
                number=2,
                text="تقرير إلى حكومة أورلاند",
                date="2 يوليو 2031",
                address="https://orland.example/reports/99",
                certainty="لم يُقارن بالأصل بعد",
            ),
        ),
    }
    return Paper(**(fields | changes))  # type: ignore[arg-type]
