"""What the person chose, kept between runs.

May import: ``core`` and pydantic.

* ``audio_settings``  those of the sound
* ``connection_settings``  those of the connection
* ``recording_settings``  those of recording
* ``tool_settings``  those of the tools
* ``server_settings``  which MCP servers there are
* ``schema``  the settings, their types, defaults and bounds
* ``store``   reading and writing them, safely
* ``usage_book``  what was used on which day
"""
