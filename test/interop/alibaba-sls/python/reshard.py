"""Splits shard 0 in the middle, joins its halves again, and tells the shards after each."""
from log_client import client, logstore, project
from told import tell


def tell_shards(after):
    tell(kind='shards', after=after, shards=client.list_shards(project, logstore).get_shards_info())


first = client.list_shards(project, logstore).get_shards_info()[0]
begin, end = (int(first[key], 16) for key in ('inclusiveBeginKey', 'exclusiveEndKey'))
halves = client.split_shard(project, logstore, 0, '{:032x}'.format((begin + end) // 2)).get_shards_info()
tell_shards('split')

client.merge_shard(project, logstore, halves[1]['shardID'])
tell_shards('merge')
