"""Requests of any kind, for what the general SDK has no call: signed by it, and sent as they are."""
from types import SimpleNamespace

import requests
from huaweicloudsdkcore.sdk_request import SdkRequest
from huaweicloudsdkcore.signer.signer import Signer

_session = requests.Session()


def send(given, method, path, query=(), body=''):
    """`given` says where it goes, and as whom. Answers what came, with its body as it is."""
    scheme, host = given['endpoint'].split('://')
    keys = SimpleNamespace(ak=given['accessKeyId'], sk=given['secretAccessKey'])
    request = SdkRequest(method=method, host=host, resource_path=path, query_params=list(query),
                         header_params={'Content-Type': 'application/json'}, body=body)
    signed = Signer(keys).sign(request)
    return _session.request(method, '{}://{}{}'.format(scheme, host, signed.uri), headers=signed.header_params,
                            data=signed.body or None)
