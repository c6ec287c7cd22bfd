"""Former conversations: the list beside the transcript, and the strip above what is read.

* ``sidebar``        search field, filters, list, undo
* ``talk_list``      the list and its keys
* ``row_delegate``   how a heading, a conversation and a find are drawn
* ``filter_chip``    a filter that shows its choice
* ``reading_strip``  what is read, and the way back
* ``history_texts``  days, lengths and sentences in words (pure)
"""
