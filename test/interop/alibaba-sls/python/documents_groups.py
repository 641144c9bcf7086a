"""The five programs of the vendor's page on managing consumer groups: the same calls, one program a run."""
from log_client import client, logstore, project
from told import settings, tell

group = 'ali-test-consumergroup'


def create():
    client.create_consumer_group(project, logstore, group, 300, in_order=False)
    tell_groups()


def update():
    client.update_consumer_group(project, logstore, group, 350, in_order=False)
    tell_groups()


def delete():
    client.delete_consumer_group(project, logstore, 'ali-test-consumergroup2')


def tell_check_point():
    answer = client.get_check_point(project, logstore, group, shard=0)
    tell(kind='checkpoints', count=answer.get_count(), checkpoints=answer.get_consumer_group_check_points())


def tell_groups():
    answer = client.list_consumer_group(project, logstore)
    tell(kind='groups', groups=[
        {'name': each.get_consumer_group_name(), 'timeout': each.get_timeout(), 'order': each.is_in_order()}
        for each in answer.get_consumer_groups()
    ])


{
    'create': create,
    'update': update,
    'list': tell_groups,
    'delete': delete,
    'checkpoint': tell_check_point,
}[settings['program']]()
