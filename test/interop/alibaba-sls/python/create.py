"""Makes a project and a logstore, and tells how the service describes them."""
from log_client import client, logstore, project
from told import settings, tell

client.create_project(project, 'made by the SDK')
client.create_logstore(project, logstore, ttl=7, shard_count=settings['shards'], append_meta=True)

found = client.get_project(project)
tell(kind='project', name=found.get_projectname(), description=found.get_description(), region=found.get_region())

store = client.get_logstore(project, logstore)
tell(
    kind='logstore',
    name=store.logstore_name,
    shards=store.get_shard_count(),
    ttlDays=store.get_ttl(),
    appendMeta=store.append_meta,
)
