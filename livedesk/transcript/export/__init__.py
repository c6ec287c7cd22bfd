"""Transcripts as files.

* ``registry``  chooses the kind of file by its suffix, writes it whole or not at all
* ``markdown``  for reading and for notes
* ``text``      for everything else
* ``json_``     for programs, and for another LiveDesk
* ``html_``     one page for looking at and for printing
* ``srt``       subtitles
* ``vtt``       subtitles for the web
* ``cues``      which words subtitles show when (pure)
* ``import_json`` reads what ``json_`` writes
* ``untrusted_json`` the values in a file that anybody may have written (pure)
* ``naming``    names for the files (pure)
* ``sound_beside`` copies the recordings beside the file
* ``wording``   words that the readable kinds share
"""
