"""Reads every shard from its first log group on, and writes one line for each into a file: shard, and what canonical says."""
import hashlib

from log_client import client, logstore, project
from told import settings, tell


def digest(value):
    raw = value.encode('utf-8') if isinstance(value, str) else value
    return '{}:{}'.format(len(raw), hashlib.md5(raw).hexdigest()[:8])


def canonical(group):
    """Each text by its length and the start of its MD5; what was not told is an empty text, and a dash for nanoseconds."""
    parts = ['topic ' + digest(group.Topic), 'source ' + digest(group.Source)]
    parts += ['tag {} {}'.format(digest(tag.Key), digest(tag.Value)) for tag in group.LogTags]
    for log in group.Logs:
        parts.append('log {} {}'.format(log.Time, log.Time_ns if log.HasField('Time_ns') else '-'))
        parts += ['field {} {}'.format(digest(content.Key), digest(content.Value)) for content in log.Contents]
    return '|'.join(parts)


count = 0
with open(settings['out'], 'w') as out:
    for shard in range(settings['shards']):
        cursor = client.get_begin_cursor(project, logstore, shard).get_cursor()
        while True:
            answer = client.pull_logs(project, logstore, shard, cursor, count=200)
            if answer.get_next_cursor() == cursor:
                break
            cursor = answer.get_next_cursor()
            for group in answer.get_loggroup_list().LogGroups:
                out.write('{}|{}\n'.format(shard, canonical(group)))
                count += 1
tell(kind='pulled', count=count)
