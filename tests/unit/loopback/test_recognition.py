"""How much of what is said is recognised. Run with -s to see the table.

Synthetic voices are harder for the recogniser than people, and the same for everyone.
"""

import shutil
import sys
import time

import pytest
from helpers.practice import utterance

from livedesk.loopback.intents import Intent, interpret
from livedesk.loopback.recogniser import DecoderPool, PhraseRecogniser

pytestmark = pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="needs espeak-ng")

VOICES = ("en-us", "en-gb", "en-us+f3", "en-gb+m3")
PHRASES = (
    "hello",
    "good evening",
    "how are you today",
    "what time is it",
    "tell me the time",
    "what is today's date",
    "what day is it",
    "what is twelve plus thirty",
    "what is seven times eight",
    "tell me a joke",
    "make me laugh",
    "tell me a long story",
    "repeat after me hello world",
    "what's the weather like today",
    "will it rain tomorrow",
    "count to twenty",
    "count from five to nine",
    "help me",
    "what can you do",
    "goodbye",
    "see you later",
    "who are you",
    "what is your name",
    "thank you very much",
    "thanks",
    "which voice is this",
    "what did i say",
    "stop",
    "be quiet",
    "never mind",
    "set a timer for five minutes",
    "show my notes",
    "describe my data",
    "plot body mass by species",
    "yes please",
)
FOREIGN = (
    "where is the nearest train station",
    "please order a pizza with mushrooms",
    "my sister lives in a small house near the sea",
    "i would like to book a flight to denmark",
    "the cat sat on the mat",
    "how tall is mount everest",
    "turn off the kitchen light",
    "who won the football match yesterday",
    "can you write an email to my boss",
    "i do not like green eggs and ham",
    "why is the sky blue",
    "send a message to anna",
)


@pytest.fixture(scope="module")
def pool():
    pool = DecoderPool()
    pool.warm_up()
    return pool


def recognise(pool, samples):
    recogniser = PhraseRecogniser(pool)
    recogniser.start()
    for start in range(0, len(samples), 320):
        recogniser.feed(samples[start : start + 320])
    return recogniser.finish()


def report(verdict, n_sentences, exceptions):
    sys.stdout.write(f"{verdict} {n_sentences - len(exceptions)} of {n_sentences}\n")
    sys.stdout.writelines(f"  {exception}\n" for exception in exceptions)


def test_most_phrases_are_recognised(pool):
    missed = []
    for number, phrase in enumerate(PHRASES):
        voice = VOICES[number % len(VOICES)]
        heard = recognise(pool, utterance(phrase, voice))
        if not heard or interpret(heard).intent is not interpret(phrase).intent:
            missed.append(f"{phrase} ({voice}): {heard or 'not understood'}")
    report("recognised", len(PHRASES), missed)
    assert len(missed) <= 0.15 * len(PHRASES), missed


def test_most_foreign_speech_is_rejected(pool):
    taken = []
    for number, sentence in enumerate(FOREIGN):
        if heard := recognise(pool, utterance(sentence, VOICES[number % len(VOICES)])):
            taken.append(f"{sentence}: {heard}")
    report("rejected", len(FOREIGN), taken)
    assert len(taken) <= 0.2 * len(FOREIGN), taken


def test_every_intent_can_be_said():
    said = {interpret(phrase).intent for phrase in PHRASES}
    assert said == set(Intent) - {Intent.UNKNOWN}


def test_no_single_step_holds_python_for_long(pool):
    samples = utterance("tell me a long story")
    recogniser = PhraseRecogniser(pool)
    recogniser.start()
    longest_s = 0.0
    for start in range(0, len(samples), 320):
        began_s = time.thread_time()
        recogniser.feed(samples[start : start + 320])
        longest_s = max(longest_s, time.thread_time() - began_s)
    began_s = time.thread_time()
    recogniser.finish()
    longest_s = max(longest_s, time.thread_time() - began_s)
    assert longest_s < 0.05


def test_decoders_are_used_again():
    pool = DecoderPool()
    recogniser = PhraseRecogniser(pool)
    recogniser.start()
    recogniser.finish()
    decoder = pool.take()
    pool.give_back(decoder)
    recogniser.start()
    recogniser.close()
    assert pool.take() is decoder
