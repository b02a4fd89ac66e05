"""The lock under which pdfium is called: it is not safe in threads, and a crash ends the server.

A document is opened, drawn and closed within one hold of it, so that nothing of pdfium is left
for another thread's garbage collection to close.
"""

from __future__ import annotations

import threading

PDFIUM = threading.RLock()
