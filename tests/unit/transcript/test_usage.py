"""What a conversation took: added up by model, priced, told in words."""

from datetime import date

from livedesk.core.prices import PriceList
from livedesk.core.tokens import KINDS, PRACTICE, Tokens
from livedesk.transcript.usage import consumption_of, usage_with, usage_words

PRICES = PriceList(date(2026, 11, 1), "test", {"fast": dict.fromkeys(KINDS, 2.0)})


def test_tokens_of_each_model_are_added_up_and_priced() -> None:
    usage = usage_with({}, "fast", Tokens(audio_in=400_000), PRICES)
    usage = usage_with(usage, "fast", Tokens(audio_out=100_000, from_clock=True), PRICES)
    usage = usage_with(usage, PRACTICE, Tokens(text_in=7), PRICES)
    assert usage["total_tokens"] == 500_007
    assert usage["cost_usd"] == 1.0
    assert consumption_of(usage)["fast"] == Tokens(
        audio_in=400_000, audio_out=100_000, from_clock=True
    )
    assert usage_words(usage) == "500,007, about $1.00"


def test_words_do_not_promise_a_price_that_nobody_knows() -> None:
    assert usage_words({}) == ""
    unknown = usage_with({}, "new-model", Tokens(text_in=5), PRICES)
    assert unknown["unpriced"] == ["new-model"]
    assert usage_words(unknown) == "5, price not known"
    assert usage_words(usage_with({}, PRACTICE, Tokens(text_in=5), PRICES)) == "5, free of charge"
    assert usage_words(usage_with({}, "fast", Tokens(text_in=5), PRICES)) == "5, less than $0.01"


def test_a_foreign_file_cannot_break_the_sum() -> None:
    usage = {"models": {"fast": {"text_in": "many", "audio_in": 3}, "odd": None}, "total_tokens": 9}
    assert usage_with(usage, "fast", Tokens(text_in=1), PRICES)["total_tokens"] == 4
