"""The fixed words of the practice server."""

from __future__ import annotations

from typing import Final

from livedesk.loopback.intents import Intent

NOT_UNDERSTOOD: Final = (
    "I did not understand that. I am only a practice server. "
    "Try: what time is it, tell me a joke, what is seven times eight, or help."
)
NO_WEATHER: Final = "I cannot look at the weather yet. A window may know more than I do."
TOOL_FAILED: Final = "I could not find that out. Please try again."
NO_SUCH_TOOL: Final = "I would need a tool for that, and none was offered to me."
ALL_RIGHT: Final = "All right."
TOOL_ERROR: Final = "That did not work."
TOOL_SLOW: Final = "That took too long to find out. Please try again."
ENGLISH_ONLY: Final = "I practise in English only; with a Gemini key I would answer in {language}."
FIRST_WORDS: Final = "This is the first thing you said."
NO_NUMBERS: Final = "I did not get the numbers. Try: what is seven times eight?"
NO_ZERO: Final = "Nothing can be divided by zero, not even by me."
TOO_LARGE: Final = "That is too large a number for me."
WHOLE_NUMBERS: Final = "I can count to any whole number. Which one shall it be?"
SINGLE_SENTENCES: Final = (FIRST_WORDS, NO_NUMBERS, NO_ZERO, TOO_LARGE, WHOLE_NUMBERS)
JOKES: Final = (
    "Why did the computer go to the doctor? It had caught a virus, and a byte.",
    "I would tell you a joke about silence. But you would not hear it.",
    "What does a microphone say to a friend? Check, check, I am here for you.",
    "Parallel lines have so much in common. It is a pity they will never meet.",
    "Why was the clock sent out of the class? It tocked too much.",
)
# A good minute of speech: long enough to be talked over at leisure.
STORY: Final = (
    "Once upon a time there was a small lighthouse at the end of a long pier. "
    "Every evening it lit its lamp and looked out over the sea. "
    "Big ships came by, and fishing boats, and now and then a sailor in a hurry. "
    "They all saw the light, and none of them ever said a word to it. "
    "The lighthouse did not mind, but it wondered what a voice would be like. "
    "One night the fog came in, so thick that even the lamp could not get through. "
    "The lighthouse turned as brightly as it could, and still nobody could see it. "
    "Then, somewhere in the grey, it heard a bell, and a girl in a little boat called: "
    "is anybody there? "
    "The lighthouse had never spoken before. "
    "It thought for a while, and then it let its old fog horn sound, once, very softly. "
    "The girl laughed, and rang her bell, and the horn answered, and so they went on, "
    "bell and horn, bell and horn, until the boat touched the pier. "
    "She tied it up, climbed the stairs, and sat beside the lamp until the morning. "
    "They talked about the waves, about the stars, and about the names of the winds. "
    "When the sun rose the fog was gone, and the girl sailed home. "
    "But every evening since then, when the lamp is lit, a bell rings far out on the water. "
    "And the lighthouse, which had learned to listen, answers. "
    "That is the end of the story. Thank you for listening so long."
)
FIXED: Final[dict[Intent, str]] = {
    Intent.GREETING: "Hello! Nice to hear you. Ask me for the time, a joke or a long story.",
    Intent.HOW_ARE_YOU: "I am fine, thank you. All my answers are in their place. And you?",
    Intent.HELP: (
        "You can ask me what time it is, what day it is, or what the weather is like. "
        "I can add and multiply, count to twenty, tell a joke or a long story, "
        "and repeat what you say after the words: repeat after me."
    ),
    Intent.GOODBYE: "Goodbye! It was good to talk with you.",
    Intent.WHO: (
        "I am the practice server of LiveDesk. I am no artificial intelligence: "
        "I know a few phrases by heart, and nothing you say leaves this computer."
    ),
    Intent.THANKS: "You are welcome!",
    Intent.STOP: "All right.",
    Intent.STORY: STORY,
    Intent.UNKNOWN: NOT_UNDERSTOOD,
}


def fixed_texts() -> tuple[str, ...]:
    """Every answer that is always the same."""
    return (*FIXED.values(), *JOKES, NO_WEATHER, TOOL_FAILED, TOOL_SLOW, *SINGLE_SENTENCES)
