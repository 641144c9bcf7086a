import { damaged } from '../damage.js';
import { createDraw, type Draw } from '../draw.js';
import { type Answer, answeringTransport } from '../driver/answering-transport.js';
import { nameOfFailure } from '../driver/named-failure.js';
import { settle } from '../driver/settle.js';
import type { FuzzCase } from '../fuzz-case.js';
import { BrokenPromise, type FuzzTarget, type Outcome } from '../fuzz-target.js';
import { mutatedHeaders } from './mutated-headers.js';
import { mutatedJson, strangeText } from './mutated-json.js';
import { type Operation, openDoors, operations } from './operations.js';
import { callOf, errorAnswer, validAnswer } from './valid-answers.js';

const NAMES = Object.keys(operations);
const STATUSES = ['400', '401', '403', '404', '409', '429', '500', '503'];
const ODD_STATUSES = ['0', '201', '204', '302', '304', '418', '999'];

/** The answers in JSON, through driver and admin. A case says which operation it is for, and which of its calls it answers. */
export const jsonTarget: FuzzTarget = {
  name: 'json-answers',
  valid(draw) {
    const operation = draw.pick(NAMES);
    const call = draw.pick(operations[operation]?.calls ?? []);
    return answerCase({ ':operation': operation, ':call': call, ':status': '200' }, validAnswer(draw, call));
  },
  mutate(draw, { fields, body }, other) {
    const kind = draw.below(10);
    if (kind === 0) return { fields: withStatus(fields, draw), body: damaged(draw, jsonBody(errorAnswer(draw)), body) };
    if (kind === 1) return answerCase(withStatus(fields, draw), mutatedJson(draw, errorAnswer(draw), parsed(other)));
    const headers = draw.chance(0.1) ? mutatedHeaders(draw, fields) : fields;
    if (kind < 5 || body.length === 0) return { fields: headers, body: damaged(draw, body, other.body) };
    return answerCase(headers, mutatedJson(draw, parsed({ body }), parsed(other)));
  },
  random(draw) {
    const { fields } = this.valid(draw);
    const asked = draw.chance(0.5) ? fields : withStatus(fields, draw);
    if (draw.chance(0.2)) return answerCase(withStatus(fields, draw), errorAnswer(draw));
    return { fields: asked, body: draw.chance(0.5) ? Buffer.from(strangeText(draw)) : draw.bytes(draw.below(40)) };
  },
  run: operate,
};

const withStatus = (fields: FuzzCase['fields'], draw: Draw): FuzzCase['fields'] => ({
  ...fields,
  ':status': draw.pick(draw.chance(0.9) ? STATUSES : ODD_STATUSES),
});

const answerCase = (fields: FuzzCase['fields'], value: unknown): FuzzCase => ({ fields, body: jsonBody(value) });

function jsonBody(value: unknown): Buffer {
  return value === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(value) ?? '');
}

const parsed = ({ body }: Pick<FuzzCase, 'body'>): unknown => (body.length === 0 ? [] : JSON.parse(String(body)));

async function operate({ fields, body }: FuzzCase): Promise<Outcome> {
  const operation = operations[fields[':operation'] ?? ''] as Operation;
  const status = Number(fields[':status']);
  const headers = Object.fromEntries(Object.entries(fields).filter(([name]) => !name.startsWith(':')));
  // The calls that are not meant are answered well, and the same way each time.
  const draw = createDraw(1);
  let asked = 0;
  const transport = answeringTransport(
    ({ method, url }): Answer => {
      if (++asked > MOST_REQUESTS) throw new BrokenPromise(`more than ${MOST_REQUESTS} requests`);
      const call = callOf(method, url);
      if (call === fields[':call']) return { status, headers, body };
      return { status: 200, headers: {}, body: jsonBody(validAnswer(draw, call)) };
    },
    { knowsOnHeaders: true },
  );
  const doors = openDoors(transport);
  const settled = await settle(operation.run(doors));
  if (!('error' in settled)) return 'valid';
  const code = nameOfFailure(settled.error, doors.driver.classify);
  const allowed = ['corrupt-data', ...(operation.alsoRejects ?? [])];
  if (status !== 200 || allowed.includes(code)) return 'refused';
  throw new BrokenPromise(`a broken answer is "${code}"`, settled.error);
}

/** No operation asks as often, unless it goes round in circles. */
const MOST_REQUESTS = 200;
