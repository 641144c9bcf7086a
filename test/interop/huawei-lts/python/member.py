"""A member that only sends heartbeats: it holds what it is told to, gives up what it is asked for, and reads nothing."""
import time

from huaweicloudsdklts import v2

from client import client
from told import settings, tell

lts = client(settings)
holding = None
while True:
    request = v2.ConsumerGroupHeartBeatRequest(body=holding or [], **settings['asMember'])
    # An empty list comes out as nothing.
    shards = lts.consumer_group_heart_beat(request).body or []
    if shards != holding:
        holding = shards
        tell(kind='holds', shards=shards)
    time.sleep(0.5)
