"""What every script shares: its settings, talking with its parent in JSON, one object a line, and ending with it."""
import json
import os
import queue
import sys
import threading

settings = json.loads(sys.argv[1])


_questions = queue.Queue()


def hear_parent():
    for line in sys.stdin:
        _questions.put(json.loads(line))
    # It is gone.
    os._exit(1)


threading.Thread(target=hear_parent, daemon=True).start()


def questions():
    """What the parent asks, as it asks it; most ask nothing."""
    while True:
        yield _questions.get()


_one_line_at_a_time = threading.Lock()


def tell(**message):
    line = json.dumps(message)
    with _one_line_at_a_time:
        sys.stdout.write(line + '\n')
        sys.stdout.flush()
