/** Providers whose sections need no `adapter`: the package of each. */
export const knownAdapters: Readonly<Record<string, string>> = {
  'alibaba-sls': '@polylog/alibaba-sls',
  'tencent-cls': '@polylog/tencent-cls',
  'huawei-lts': '@polylog/huawei-lts',
};
