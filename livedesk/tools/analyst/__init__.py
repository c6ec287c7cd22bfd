"""Answers questions about tables that the person handed over.

May import: ``core``, ``tools``; pandas, matplotlib and openpyxl only inside the sandbox's process.

* ``data_files``      a file from the disk → a table that may be asked about, or a sentence why not
* ``analyze_data``    the tool
* ``local_analyser``  an engine on this computer, for a documented set of requests
* ``sandbox``         a process of its own, held by limits
* ``isolation``       bubblewrap: whether it works here, and how it is called
* ``inside``          what runs in that process
"""
