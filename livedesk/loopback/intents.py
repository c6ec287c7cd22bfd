"""What the practice server understands: one table of intents, spoken and typed.

``grammar()`` is the JSGF grammar by which speech is recognised; ``interpret()`` finds the intent
of a recognised or typed sentence by patterns, which leave typed wording freer than the spoken
phrases.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from livedesk.loopback.number_words import NUMBER_PATTERN
from livedesk.loopback.tool_requests import is_tool_request


class Intent(Enum):
    """What the person wants."""

    GREETING = "greeting"
    HOW_ARE_YOU = "how are you"
    TIME = "time"
    DATE = "date"
    ARITHMETIC = "arithmetic"
    JOKE = "joke"
    STORY = "story"
    REPEAT = "repeat"
    WEATHER = "weather"
    COUNT = "count"
    HELP = "help"
    GOODBYE = "goodbye"
    WHO = "who"
    THANKS = "thanks"
    VOICE = "voice"
    RECALL = "recall"
    STOP = "stop"
    TOOL = "tool"
    CONFIRM = "confirm"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Request:
    """One understood sentence.

    Attributes:
        intent: what is wanted.
        text: the sentence, as it was typed or recognised.
        slots: its variable parts, such as ``city``.
    """

    intent: Intent
    text: str
    slots: Mapping[str, str] = field(default_factory=dict, hash=False)


_ONE_TO_NINE = "one | two | three | four | five | six | seven | eight | nine"
CITIES = (
    "london", "paris", "berlin", "new york", "tokyo", "rome", "madrid", "chicago", "sydney",
)  # fmt: skip
SAYINGS = (
    "hello world",
    "good morning everyone",
    "the quick brown fox jumps over the lazy dog",
    "practice makes perfect",
    "i am learning to speak",
)

# JSGF: [optional], (one | of | several), <rule>. Words must be in the recogniser's dictionary.
_RULES: dict[str, str] = {
    "number": (
        f"zero | {_ONE_TO_NINE} | ten | eleven | twelve | thirteen | fourteen | fifteen | sixteen"
        " | seventeen | eighteen | nineteen | [one | a] hundred"
        " | (twenty | thirty | forty | fifty | sixty | seventy | eighty | ninety)"
        f" [{_ONE_TO_NINE}]"
    ),
    "city": " | ".join(CITIES),
    "greeting": "(hello | hi | hey) [there] | good morning | good afternoon | good evening",
    "how_are_you": "how are you [doing] [today]",
    "time": (
        "[please] tell me the time [please] | (what time is it | what is the time"
        " | what's the time) [now | please] | can you tell me [what] the time [is]"
        " | do you know what time it is"
    ),
    "date": (
        "(what | which) day is it [today] | (what is | what's) the date [today]"
        " | (what is | what's) today's date"
    ),
    "arithmetic": (
        "(what is | what's | how much is | calculate) <number>"
        " (plus | minus | times | divided by | multiplied by) <number>"
    ),
    "joke": "[please] tell me (a | another) joke | do you know a joke | make me laugh",
    "story": "[please] tell me (a | another) [long] story | read me a story",
    "repeat": f"(repeat | say) after me ({' | '.join(SAYINGS)})",
    "weather": (
        "(what is | what's | how is | how's) the weather [like] [today | tomorrow] [in <city>]"
        " | will it rain [today | tomorrow] [in <city>] | do i need an umbrella [today | tomorrow]"
    ),
    "count": "[please] count [from <number>] to <number>",
    "help": "help [me] | what can you do | what can i (say | ask) | what do you understand",
    "goodbye": "goodbye | bye bye | see you (later | tomorrow | soon) | good night",
    "who": (
        "who are you | (what is | what's) your name | are you (a robot | human | real | an ai)"
        " | who am i talking to"
    ),
    "thanks": "thank you [very much | so much] | thanks [a lot]",
    "voice": "(which | what) voice (is this | are you) | (what's | what is) this voice called",
    "recall": "what did i [just] (say | ask)",
    "timer": "set a timer for <number> (second | seconds | minute | minutes | hour | hours)",
    "notes": "[please] (list | show | read) my notes",
    "table": (
        "(describe | what is in) (my | the) (data | table) | find the correlations"
        " | plot (body mass | bill length) by (species | island)"
    ),
    "clipboard": "what is on (my | the) clipboard | read (my | the) clipboard",
    "confirm": "(yes | no) [please | thanks | thank you] | go ahead | allow it",
    "stop": "stop [it | talking] | be quiet | never mind | that's enough",
}
_PARTS = ("number", "city")


def grammar(garbage: str, garbage_weight: float) -> str:
    """The grammar as JSGF.

    Args:
        garbage: JSGF alternatives that match any speech, to catch what is no phrase.
        garbage_weight: how likely that is beside the phrases; the smaller, the more is forgiven.
    """
    known = " | ".join(f"<{name}>" for name in _RULES if name not in _PARTS)
    rules = "".join(f"<{name}> = {rule};\n" for name, rule in _RULES.items())
    return (
        "#JSGF V1.0;\ngrammar livedesk;\n"
        f"public <sentence> = <known> | /{garbage_weight:g}/ <garbage>;\n"
        f"<known> = {known};\n<garbage> = ({garbage})+;\n{rules}"
    )


def spoken_words() -> frozenset[str]:
    """Every word of the grammar."""
    bare = re.sub(r"<\w+>", " ", " ".join(_RULES.values()))
    return frozenset(re.findall(r"[a-z']+", bare))


_OPERATOR = (
    r"(?P<operator>\+|plus|and|-|−|minus|less|\*|x|×|times|multiplied by|/|÷|divided by|over)"
)

# The first pattern that is found decides, so the particular stand before the general.
_PATTERNS: tuple[tuple[Intent, str], ...] = (
    (Intent.REPEAT, r"\b(?:repeat|say) after me\b[\s:,]*(?P<saying>.+)"),
    (Intent.REPEAT, r"^(?:please )?(?:repeat|say)[\s:,]+(?P<saying>.+)"),
    (
        Intent.RECALL,
        r"\bwhat (?:did|have) i (?:just )?(?:say|said|ask|asked|tell)"
        r"|\bmy last (?:question|words)",
    ),
    (
        Intent.COUNT,
        r"\bcount(?: up| down)?(?: from (?P<start>[\w -]+?))? (?:to|up to|until)"
        r" (?P<end>[\w -]+)",
    ),
    (Intent.WEATHER, r"\b(?:weather|forecast|rain|umbrella|sunny|snow)\b"),
    (
        Intent.ARITHMETIC,
        rf"(?P<left>{NUMBER_PATTERN}) ?{_OPERATOR} ?(?P<right>{NUMBER_PATTERN})"
        r"(?: make| equal)?s?$",
    ),
    (Intent.STORY, r"\b(?:story|fairy tale|tale)\b"),
    (Intent.JOKE, r"\bjokes?\b|\bmake me laugh\b|\bsomething funny\b"),
    (Intent.VOICE, r"\bvoice\b"),
    (
        Intent.DATE,
        r"\b(?:what|which) (?:day|date|month|year)\b|\b(?:today's|the|todays) date\b"
        r"|\bdate today\b",
    ),
    (Intent.TIME, r"\bwhat time\b|\bthe time\b|\btime is it\b|\bhow late\b|^time$|\bo'?clock\b"),
    (Intent.HOW_ARE_YOU, r"\bhow are you\b|\bhow do you do\b|\bhow's it going\b"),
    (
        Intent.WHO,
        r"\bwh(?:o|at) are you\b|\byour name\b|\bwho am i talking\b|\bare you (?:an? )?"
        r"(?:\w+ )?(?:robot|human|real|ai|person|computer|machine|gemini)\b",
    ),
    (Intent.HELP, r"\bhelp\b|\bwhat (?:can|could|do) (?:you|i) (?:do|say|ask|understand|know)\b"),
    (
        Intent.CONFIRM,
        r"^(?:yes|yeah|no|nope|ok|okay|sure)(?: please| thanks| thank you)?$"
        r"|^(?:go ahead|allow it)$",
    ),
    (Intent.THANKS, r"\bthanks?\b|\bthank you\b"),
    (Intent.GOODBYE, r"\bgood ?bye\b|\bbye\b|\bsee you\b|\bgood ?night\b|\bfarewell\b"),
    (
        Intent.STOP,
        r"^(?:please )?stop\b|\bbe quiet\b|\bnever ?mind\b|\bthat's enough\b|\bshut up\b"
        r"|^cancel$",
    ),
    (
        Intent.GREETING,
        r"\bhello\b|\bhi\b|\bhey\b|\bgood (?:morning|afternoon|evening|day)\b|^greetings\b",
    ),
)
_COMPILED = tuple((intent, re.compile(pattern)) for intent, pattern in _PATTERNS)
_CITY = re.compile(r"\b(?:in|for|at) (?P<city>[a-z][a-z .'-]{1,40}?)(?: today| tomorrow| now)?$")
_DAY = re.compile(r"\b(today|tomorrow)\b")


def normalise(text: str) -> str:
    """``text`` in lower case with plain quotes and single spaces, no closing punctuation."""
    plain = text.lower().replace("’", "'").replace("‘", "'")
    return re.sub(r"\s+", " ", plain).strip(' \t\n.!?…,;:"')


def interpret(text: str) -> Request:
    """The intent of a sentence; ``Intent.UNKNOWN`` where none matches."""
    if is_tool_request(text):
        return Request(Intent.TOOL, text)
    sentence = normalise(text)[:500]
    for intent, pattern in _COMPILED:
        if match := pattern.search(sentence):
            slots = {name: value for name, value in match.groupdict().items() if value}
            if intent is Intent.WEATHER:
                slots |= _weather_slots(sentence)
            return Request(intent, text, slots)
    return Request(Intent.UNKNOWN, text)


def _weather_slots(sentence: str) -> dict[str, str]:
    slots = {}
    if city := _CITY.search(sentence):
        slots["city"] = city["city"].strip().title()
    if day := _DAY.search(sentence):
        slots["day"] = day[1]
    return slots
