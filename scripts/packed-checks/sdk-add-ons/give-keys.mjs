// The installed add-on finds its vendor's SDK and has keys from it; so it does wherever a package manager has put that.
const keys = { accessKeyId: 'an-id', secretAccessKey: 'a-secret' };
const variables = {
  TENCENTCLOUD_SECRET_ID: keys.accessKeyId,
  TENCENTCLOUD_SECRET_KEY: keys.secretAccessKey,
  HUAWEICLOUD_SDK_AK: keys.accessKeyId,
  HUAWEICLOUD_SDK_SK: keys.secretAccessKey,
};
Object.assign(process.env, variables);

const found = [];
for (const [name, factory] of [
  ['@polylog/tencent-sdk', 'tencentDefaultCredentials'],
  ['@polylog/huawei-sdk', 'huaweiDefaultCredentials'],
]) {
  const door = await import(name).catch((error) => {
    if (error.code !== 'ERR_MODULE_NOT_FOUND' || !error.message.includes(`'${name}'`)) throw error;
  });
  if (door === undefined) continue;
  const given = await door[factory]()({ refresh: false, signal: new AbortController().signal });
  found.push(given.accessKeyId === keys.accessKeyId && given.secretAccessKey === keys.secretAccessKey);
}
if (found.length !== 1 || !found[0]) {
  console.error(`of the add-ons with an SDK, one should be here and give keys: ${JSON.stringify(found)}`);
  process.exitCode = 1;
}
