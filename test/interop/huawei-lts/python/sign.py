"""Signs requests with the signers of the general SDK, and tells what they make of each."""
import json
from types import SimpleNamespace

from huaweicloudsdkcore.sdk_request import SdkRequest
from huaweicloudsdkcore.signer.signer import DerivationAKSKSigner, Signer

from told import settings, tell


def request_of(given):
    return SdkRequest(method=given['method'], host=given['host'], resource_path=given['path'],
                      query_params=[tuple(pair) for pair in given['query']],
                      header_params=dict(given['headers']), body=given['body'])


def signed(given):
    keys = SimpleNamespace(ak=given['ak'], sk=given['sk'])
    plain = Signer(keys).sign(request_of(given))
    derived = DerivationAKSKSigner(keys).sign(request_of(given), 'lts', given['region'])
    return {'SDK-HMAC': plain.header_params['Authorization'], 'V11': derived.header_params['Authorization']}


with open(settings['requests'], encoding='utf-8') as file:
    tell(kind='signed', signed=[signed(given) for given in json.load(file)])
