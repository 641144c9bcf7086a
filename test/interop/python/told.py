"""What every script here shares: its settings, and telling its parent one JSON object a line."""
import json
import sys
import threading

settings = json.loads(sys.argv[1])

_one_line_at_a_time = threading.Lock()


def tell(**message):
    line = json.dumps(message)
    with _one_line_at_a_time:
        sys.stdout.write(line + '\n')
        sys.stdout.flush()
