"""Transcripts as files.

* ``registry``  chooses the kind of file by its suffix, writes it whole or not at all
* ``markdown``  for reading and for notes
* ``text``      for everything else
* ``json_``     for programs
* ``wording``   words that the readable kinds share
"""
