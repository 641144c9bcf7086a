"""Puts numbered records into each shard, by its key, in groups of the same size; then some where the service likes."""
import time

from aliyun.log import LogItem, PutLogsRequest

from log_client import client, logstore, project
from told import settings, tell


def put(sequences, hash_key=None):
    items = []
    for sequence in sequences:
        contents = [('sequence', str(sequence)), ('text', '日志 ' + str(sequence)), ('empty', ''), ('line', 'a\r\nb\t"')]
        items.append(LogItem(int(time.time()), contents, time_nano_part=123456789))
    client.put_logs(PutLogsRequest(
        project,
        logstore,
        topic='t-日',
        source='10.0.0.7',
        logitems=items,
        hashKey=hash_key,
        logtags=[('host', 'web-1')],
        compress=settings['compression'] != 'none',
        compress_type=settings['compression'],
    ))


size = settings['groupSize']
for shard in client.list_shards(project, logstore).get_shards_info():
    for first in range(0, settings['perShard'], size):
        put(range(first, first + size), shard['inclusiveBeginKey'])
    tell(kind='put', shard=shard['shardID'], count=settings['perShard'])

for first in range(0, settings['anywhere'], size):
    put(range(settings['perShard'] + first, settings['perShard'] + first + size))
tell(kind='put-anywhere', count=settings['anywhere'])
