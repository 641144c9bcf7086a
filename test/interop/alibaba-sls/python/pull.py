"""Reads every shard from its oldest record until the cursor stands still, and tells each record and how it came."""
from log_client import client, logstore, project
from told import settings, tell

plain = settings['compression'] == 'none'

for shard in client.list_shards(project, logstore).get_shards_info():
    number = shard['shardID']
    cursor = client.get_begin_cursor(project, logstore, number).get_cursor()
    while True:
        answer = client.pull_logs(
            project,
            logstore,
            number,
            cursor,
            count=settings['groupsAPull'],
            compress=not plain,
            accept_compress_type=None if plain else settings['compression'],
        )
        if answer.get_next_cursor() == cursor:
            break
        cursor = answer.get_next_cursor()
        tell(
            kind='pulled',
            shard=number,
            groups=answer.get_loggroup_count(),
            compression=answer.get_header('x-log-compresstype'),
            records=answer.get_flatten_logs_json(),
        )
    tell(kind='end', shard=number, cursor=cursor)
