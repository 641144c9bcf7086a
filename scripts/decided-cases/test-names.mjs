import { readFileSync } from 'node:fs';
import ts from 'typescript';

/** Names of the tests of a file, those that are skipped left out. Of one that is made of parts, the text before the first. */
export function testNames(path) {
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  /** @type {string[]} */
  const names = [];
  const visit = (node) => {
    const name = ts.isCallExpression(node) && isTest(node.expression) ? textOf(node.arguments[0]) : undefined;
    if (name !== undefined) names.push(name);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return names;
}

/** `test`, `it`, `test.each(…)`, `test.runIf(…)`, … but nothing that is skipped or only planned. */
function isTest(callee) {
  if (ts.isIdentifier(callee)) return callee.text === 'test' || callee.text === 'it';
  if (ts.isPropertyAccessExpression(callee))
    return !/^(skip|todo)$/.test(callee.name.text) && isTest(callee.expression);
  return ts.isCallExpression(callee) && isTest(callee.expression);
}

function textOf(argument) {
  if (argument === undefined) return undefined;
  if (ts.isStringLiteralLike(argument)) return argument.text;
  return ts.isTemplateExpression(argument) ? argument.head.text : undefined;
}
