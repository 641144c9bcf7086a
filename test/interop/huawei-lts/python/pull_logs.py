"""Reads shard 0 of a log stream from its first log on, and writes one line for each into a file: shard, and what canonical says.
No official SDK that is to be had can pull: the requests are signed by the general one, and the answers read by Python's json."""
import hashlib
import json

from signed import send
from told import settings, tell

SHARD = '0'
shard = '/v2/{projectId}/groups/{logGroupId}/streams/{logStreamId}/shards/'.format(**settings) + SHARD


def get(path, **query):
    answer = send(settings, 'GET', path, query.items())
    answer.raise_for_status()
    return json.loads(answer.content)


def digest(text):
    raw = text.encode('utf-8')
    return '{}:{}'.format(len(raw), hashlib.md5(raw).hexdigest()[:8])


def canonical(labels):
    """The labels, in the order of what is written of them. A text is told from other JSON."""
    return '|'.join(sorted(
        'label {} {} {}'.format(digest(name), 'text', digest(value)) if isinstance(value, str) else
        'label {} {} {}'.format(digest(name), 'json', digest(json.dumps(value, ensure_ascii=False, separators=(',', ':'))))
        for name, value in labels.items()
    ))


count = 0
cursor = get(shard + '/cursor', **{'from': 'begin'})['cursor']
with open(settings['out'], 'w') as out:
    while True:
        answer = get(shard, start=cursor, limit=1000)
        if not answer['logs']:
            break
        cursor = answer['next']
        for log in answer['logs']:
            out.write('{}|{}\n'.format(SHARD, canonical(log['labels'])))
            count += 1
tell(kind='pulled', count=count)
