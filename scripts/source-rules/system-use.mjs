import ts from 'typescript';
import { importOf } from './imports.mjs';

/** `setImmediate` is not one: it yields, it does not wait. */
const TIMERS = ['setTimeout', 'setInterval'];
const CLOCKS = {
  Date: ['now'],
  Math: ['random'],
  performance: ['now'],
  process: ['hrtime'],
  AbortSignal: ['timeout'],
  globalThis: [...TIMERS, 'Date', 'performance'],
};

/** A touch of the system's clock, timers or random numbers. */
export function systemUse(node) {
  const imported = importOf(node);
  if (imported !== undefined && /^node:(timers(\/promises)?|perf_hooks)$/.test(imported.from) && !imported.typeOnly) {
    return `'${imported.from}'`;
  }
  if (ts.isNewExpression(node) && isNamed(node.expression, 'Date') && !node.arguments?.length) return '`new Date()`';
  if (ts.isCallExpression(node) && isNamed(node.expression, 'Date')) return '`Date()`';
  if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression)) {
    const owner = node.expression.text;
    if (Object.hasOwn(CLOCKS, owner) && CLOCKS[owner].includes(node.name.text)) return `\`${owner}.${node.name.text}\``;
  }
  if (ts.isIdentifier(node) && TIMERS.includes(node.text) && isReference(node)) return `\`${node.text}\``;
  return undefined;
}

const isNamed = (node, name) => ts.isIdentifier(node) && node.text === name;

/** Not a name being defined, nor a property of something else (`socket.setTimeout` is the socket's own). */
function isReference(node) {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
  if (ts.isTypeReferenceNode(parent) || ts.isQualifiedName(parent)) return false;
  return !('name' in parent && parent.name === node) || ts.isShorthandPropertyAssignment(parent);
}
