"""Runs a program on a terminal of its own and types into it.

pseudo-terminal.py STEPS PROGRAM ...: STEPS is JSON, a list of what to wait for and what to type then. What the program printed goes to
standard output, and the last line is what it ended with.
"""

import fcntl
import json
import os
import pty
import struct
import sys
import termios

steps = json.loads(sys.argv[1])
child, terminal = pty.fork()
if child == 0:
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    os.environ["TERM"] = "xterm"
    os.environ.pop("CI", None)
    os.execvp(sys.argv[2], sys.argv[2:])

printed = b""
looked_at = 0
while True:
    try:
        piece = os.read(terminal, 65536)
    except OSError:  # Linux has an error for the end.
        break
    if not piece:
        break
    printed += piece
    while steps:
        awaited, typed = steps[0]
        at = printed.find(awaited.encode(), looked_at)
        if at < 0:
            break
        looked_at = at + len(awaited.encode())
        os.write(terminal, typed.encode())
        steps.pop(0)
_, status = os.waitpid(child, 0)
sys.stdout.buffer.write(printed)
print(f"\nended with {os.waitstatus_to_exitcode(status)}")
