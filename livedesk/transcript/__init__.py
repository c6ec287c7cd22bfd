"""What was said: the entries of a conversation, how they come about, and how they are saved.

May import: ``core``.

* ``entries``    what a transcript consists of
* ``exhibit_json`` what a tool showed, as JSON and back (pure)
* ``model``      the transcript, and who is told when it changes
* ``assembler``  session events and playback position to entries
* ``answer``     one turn of the assistant while it is being put together
* ``question``   one utterance of the person while it is being put together
* ``open_questions`` what waits for an answer, should it be heard once more
* ``writing``    what the assistant writes instead of saying it
* ``placement``  where an entry belongs among the others
* ``tool_cards`` the entries of tool calls
* ``spoken_times`` when entries were said aloud (pure)
* ``heard``      up to where an answer was heard, while it is spoken
* ``timeline``   which words were heard when a turn was cut (pure)
* ``spacing``    joins increments of text, finds word boundaries (pure)
* ``history``    what was heard, for seeding a fresh session (pure)
* ``token_estimate`` about how many tokens a text is (pure)
* ``usage``      what a conversation took: tokens and estimated cost (pure)
* ``store``      all conversations in one SQLite file, as they happen
* ``export``     files of seven kinds
"""
