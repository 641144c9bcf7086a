"""Puts the log groups of a file: the first into the first shard, the second into the second, and so on, over and over. Each
shard gets its own in order, by its key."""
import base64
import json
import threading

from aliyun.log import LogItem, PutLogsRequest

from log_client import make_client, logstore, project
from told import settings, tell


def text(encoded):
    """A text, or bytes that are none."""
    raw = base64.b64decode(encoded)
    try:
        return raw.decode('utf-8')
    except UnicodeDecodeError:
        return raw


def pairs(encoded):
    return [(text(name), text(value)) for name, value in encoded]


def put_lane(lane, key):
    client = make_client()
    for line in lines[lane::len(keys)]:
        group = json.loads(line)
        client.put_logs(PutLogsRequest(
            project,
            logstore,
            topic=text(group['topic']),
            source=text(group['source']),
            logitems=[
                LogItem(log['time'], pairs(log['contents']), time_nano_part=log['ns']) for log in group['logs']
            ],
            hashKey=key,
            logtags=pairs(group['tags']),
        ))


keys = settings['beginKeys']
with open(settings['groups']) as file:
    lines = file.read().splitlines()
failures = []


def guarded(lane, key):
    try:
        put_lane(lane, key)
    except Exception as error:
        failures.append(error)


threads = [threading.Thread(target=guarded, args=lane_and_key) for lane_and_key in enumerate(keys)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
if failures:
    raise failures[0]
tell(kind='put', count=len(lines))
