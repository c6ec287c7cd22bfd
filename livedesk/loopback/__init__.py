"""A Live server that needs no key: the practice server.

It speaks the wire protocol of the Gemini Live API on 127.0.0.1, over a TLS WebSocket with a
throw-away certificate, so that an unmodified google-genai program can talk to it. It understands
about fifteen kinds of questions, spoken or typed, and answers them with fixed texts: no AI.

May import: core and numpy; ``cryptography`` in ``tls``, ``pocketsphinx`` in ``recogniser``, the
server side of ``websockets`` in ``server`` and ``posting``, ``h11`` there.

What it does as the real server does
    * Paths of ``v1``, ``v1beta`` and ``v1alpha``, plain and ``Constrained``; JSON in text or
      binary frames, camelCase or snake_case, URL-safe or standard base64. It answers in binary
      frames. ``GET /v1beta/models[/MODEL]`` serves a check of the key before talking.
    * ``POST /v1beta/models/MODEL:generateContent`` with ``codeExecution`` and a CSV file: the parts
      that Gemini gives (code, what it printed, a plot, words), about counts and means only.
    * ``POST /v1alpha/auth_tokens`` makes short-lived tokens: uses, both times, locked setup.
    * Any key is welcome, but ``bad``, ``expired``, ``invalid``, ``wrong`` (or ``bad-…``) are
      refused: 1007 "API key not valid", as a wrong key is. An unknown model closes with 1008; the
      modality TEXT, ``thinking_level`` where it must be left out, BLOCKING functions where they
      are not taken, ``proactive_audio=False`` and affective dialog close with 1007.
    * Turns are found in the audio (``silence_duration_ms``, ``prefix_padding_ms``, start
      sensitivity), by ``activityStart`` and ``activityEnd`` where detection is off, or ended by
      ``audioStreamEnd``. A microphone that falls silent for 2 s in mid-sentence ends the turn.
    * Guesses come as ``interimInputTranscription``, then ``inputTranscription`` in increments and
      ``finished``. Speech that is no known phrase is transcribed as "[not understood]".
    * The answer is sent four times as fast as it is played, in pieces of 100 or 200 ms, each with
      the words that begin in it; then ``generationComplete``; then, when it has been played,
      ``turnComplete`` with ``usageMetadata`` by modality (25 tokens a second of sound; every turn
      bills the whole context).
    * Speech or text over an answer: ``interrupted``, not another piece of sound, ``turnComplete``.
      ``NO_INTERRUPTION`` lets the answer end first. What was not heard is not remembered.
    * Tools: the time and date by ``get_local_time`` (or ``get_time``, ``get_current_time``), the
      time in a city by any tool that takes a ``timezone`` (``mcp-server-time`` has one), the
      weather by ``get_weather``, and LiveDesk's other tools as ``tool_requests`` lists them, where
      the client declared them. Results count by id, once; late and unknown ones are left out;
      after 65 s the assistant apologises. A blocking call is
      cancelled by a barge-in; one that does not block goes on, and its result is spoken at once,
      when idle, or not at all, as ``scheduling`` says.
    * Handles for resumption, ``resumable`` false while a turn runs. An unknown handle closes with
      1007, one whose session is still in use with 1011. Initial history is taken in silence.

What it does not do: understand pictures, speak or understand other languages than English, or
know anything.

Modules, from the wire inwards
    * ``server``             the socket, paths, headers, REST
    * ``embedded``           the server on a thread of its own
    * ``posting``            requests with a body, on the same port
    * ``auth_tokens``        short-lived tokens and what they lock
    * ``generating``, ``drawing``   questions about tables over REST
    * ``rest``               plain HTTP: the list of models, refusals
    * ``tls``                the certificate
    * ``calls``              what it tells of its connections
    * ``talk``               one connection: who is let in, to which session
    * ``exchange``           carries a dialogue over the line: speech, time, misbehaviour
    * ``line``, ``outlet``   the socket as a talk sees it; the ordered way out
    * ``wire``, ``wire_setup``, ``wire_values``   reading frames
    * ``client_messages``, ``server_messages``    what is said on the wire
    * ``admission``          who may talk, with which setup
    * ``scenario``, ``misbehaviour``   trouble on request, and its file format
    * ``dialogue``           Sans-I/O: messages and time in, actions out
    * ``answering``, ``turn``, ``playout``, ``tool_calls``, ``actions``   the assistant's side
    * ``ears``, ``vad``, ``recogniser``   the listening side
    * ``intents``, ``number_words``       what is understood
    * ``answers``, ``prose``, ``arithmetic``, ``spoken_time``, ``instruction``   what is said
    * ``tool_requests``, ``world_time``   for which a tool of the client is asked
    * ``speech``, ``voices``, ``recordings``, ``spelled_out``, ``sample_rate``   how it sounds
    * ``sessions``, ``usage``   what is kept, and what it would cost
"""
