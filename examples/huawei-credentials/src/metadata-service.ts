import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface MetadataService {
  readonly endpoint: string;
  /** How often keys were asked for. */
  asked(): number;
  stop(): void;
}

/** What answers under 169.254.169.254 on a machine of Huawei Cloud that an agency is bound to. */
export async function startMetadataService(key: {
  readonly id: string;
  readonly secret: string;
  readonly securityToken: string;
  readonly securityTokenExpiresAtMs: number;
}): Promise<MetadataService> {
  const { id: access, secret, securityToken: securitytoken, securityTokenExpiresAtMs } = key;
  const expires_at = new Date(securityTokenExpiresAtMs).toISOString();
  let asked = 0;
  const server = createServer((request, response) => {
    if (request.method === 'PUT') {
      response.end('a-session');
      return;
    }
    asked++;
    response.end(JSON.stringify({ credential: { access, secret, securitytoken, expires_at } }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { endpoint: `http://127.0.0.1:${port}`, asked: () => asked, stop: () => void server.close() };
}
