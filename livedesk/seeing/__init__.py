"""What the assistant may see: which frames of a shared source are sent, and how big.

May import: ``core``. Nothing here takes a picture or sends one; all of it is pure.

* ``detail``      long side, bytes and resolution of a frame, by a plain choice
* ``cost``        tokens that seeing is likely to take
* ``change``      whether a frame shows something else than the last one sent
* ``pacing``      whether a frame is due
* ``budget``      the best JPEG that fits into so many bytes
* ``consent``     whether anything may be sent at all, and which frames come too late
* ``pause_list``  windows that pause the sharing while they are in front
"""
