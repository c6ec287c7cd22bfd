"""The store: every conversation in one SQLite file, as it happens.

* ``transcript_store`` the store, for the rest of the program
* ``keeper``           puts a running transcript into it, append first, show second
* ``writer``           the one thread that writes
* ``backlog``          what is not on the disk yet, and what is next (pure)
* ``chores``           what the writer does when nothing else is to do (pure)
* ``opens``            what the writer asks of whoever opens its file
* ``opening``          opens the file, and replaces a damaged one
* ``recovery``         closes broken-off talks, puts a damaged file aside
* ``salvage``          saves what can be read of a damaged file
* ``damaged_rows``     reads a table past the pages that cannot be read
* ``place``            tells whether the file at a path is the one that was opened there
* ``owners``           tells whether the LiveDesk that holds a talk still runs
* ``holding``          tells whether somebody else goes on with the same conversation
* ``database``         connections: durability, secrecy, speed
* ``schema``           tables, indexes, and the steps between released schemas
* ``rows``             entries to columns and back (pure)
* ``changes``          what is written
* ``adding``             adds a conversation that was held elsewhere
* ``reading``          lists, and whole conversations
* ``filters``          which conversations are asked for (pure)
* ``search``           finds text in all of them
* ``title_search``     finds conversations by the person's own titles
* ``query``            what was typed, as a query of the index (pure)
* ``snippet``          the words around a find, with the find marked (pure)
* ``folding``          text as it is looked for (pure)
* ``recordings``       which sound files belong to which conversation
* ``notes``            the person's notes and alarms
* ``deletion``         hiding, and deleting for good
* ``backup``           the whole store as one file, and back
* ``titles``           a title made of the first exchange (pure)
* ``reports``          what a store tells
* ``faults``           what a database error means to the person (pure)
"""
