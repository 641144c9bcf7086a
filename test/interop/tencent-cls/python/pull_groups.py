"""Reads a partition from its first log group on, and writes a line for each log into a file: what canonical says."""
import hashlib

from tencentcloud.log.logclient import LogClient

from told import settings, tell


def digest(value):
    raw = value.encode('utf-8')
    return '{}:{}'.format(len(raw), hashlib.md5(raw).hexdigest()[:8])


def pair(kind, each):
    return '{} {} {}'.format(kind, digest(each.key), digest(each.value))


def canonical(group):
    """Each text by its length and the start of its MD5; a dash for what was not told, or what the SDK does not know."""
    fields = (('packageId', 'contextFlow'), ('filename', 'filename'), ('source', 'source'))
    parts = [str(settings['partition'])]
    parts += ['{} {}'.format(name, digest(getattr(group, field)) if group.HasField(field) else '-') for name, field in fields]
    parts += ['hostname -'] + [pair('tag', tag) for tag in group.logTags]
    for log in group.logs:
        yield '|'.join(parts + ['log {} -'.format(log.time)] + [pair('field', content) for content in log.contents])


client = LogClient(settings['endpoint'], settings['accessKeyId'], settings['secretAccessKey'])
count = 0
offset = 0
with open(settings['out'], 'w') as out:
    while True:
        answer = client.pull_logs(settings['topicId'], settings['partition'], size=4 * 1024 * 1024, offset=offset)
        if answer.get_next_offset() == offset:
            break
        offset = answer.get_next_offset()
        for group in answer.get_log_groups():
            for line in canonical(group):
                out.write(line + '\n')
                count += 1
tell(kind='pulled', count=count)
