"""Tells all that the service lists: projects, logstores, shards."""
from log_client import client, logstore, project
from told import settings, tell

projects = client.list_project(size=-1)
tell(kind='projects', names=[each['projectName'] for each in projects.get_projects()], total=projects.get_total())

logstores = client.list_logstore(project, size=-1)
tell(kind='logstores', names=logstores.get_logstores(), total=logstores.get_logstores_total())

pattern = settings['pattern']
tell(kind='matching', names=client.list_logstore(project, logstore_name_pattern=pattern).get_logstores())

tell(kind='shards', shards=client.list_shards(project, logstore).get_shards_info())
