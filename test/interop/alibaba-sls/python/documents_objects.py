"""The objects of the vendor's page on its SDK."""
from aliyun.log import CommonRegLogConfigDetail, IndexConfig, MachineGroupDetail

TOKEN = [',', ' ', '"', '"', ';', '=', '(', ')', '[', ']', '{', '}', '?', '@', '&', '<', '>', '/', ':', '\n', '\t']


def config_of(name, **changes):
    # The page has a helper read these; the SDK of today takes them as they are.
    return CommonRegLogConfigDetail(**dict({
        'config_name': name,
        'logstore_name': 'logstore1',
        'file_pattern': 'file_pattern',
        'time_format': 'time_format',
        'log_path': '/log_path',
        'endpoint': 'endpoint',
        'log_parse_regex': 'xxx ([\\w\\-]+\\s[\\d\\:]+)\\s+(.*)',
        'log_begin_regex': 'xxx.*',
        'reg_keys': ['time', 'value'],
        'topic_format': 'none',
        'filter_keys': ['time', 'value'],
        'filter_keys_reg': ['time', 'value'],
        'logSample': 'xxx 2017-11-11 11:11:11 hello alicloud.',
    }, **changes))


def group_of(name, **changes):
    group = MachineGroupDetail()
    group.from_json(dict({
        'group_name': name,
        'machine_list': ['machine1', 'machine2'],
        'machine_type': 'userdefined',
        'group_type': 'Armory',
        'group_attribute': {'externalName': 'ex name', 'groupTopic': 'topic x'},
    }, **changes))
    return group


def index_of(**more):
    index = IndexConfig()
    index.from_json({
        'keys': dict({
            'f1': {'caseSensitive': False, 'token': TOKEN, 'type': 'text', 'doc_value': True},
            'f2': {'doc_value': True, 'type': 'long'},
        }, **more),
        'storage': 'pg',
        'ttl': 2,
        'index_mode': 'v2',
        'line': {'caseSensitive': False, 'token': TOKEN},
    })
    return index


def shipper_of(name, **changes):
    return {
        'shipperName': name,
        'targetType': 'oss',
        'targetConfiguration': dict({
            'ossBucket': 'bucket1',
            'ossPrefix': 'logs',
            'roleArn': 'acs:ram::1:role/shipper',
            'bufferInterval': 300,
            'bufferSize': 128,
            'compressType': 'snappy',
        }, **changes),
    }
