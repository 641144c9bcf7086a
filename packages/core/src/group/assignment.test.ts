import { expect, test } from 'vitest';
import { assignmentChange } from './assignment.js';

test.each([
  [[], [], { added: [], kept: [], removed: [] }],
  [[], ['0', '1'], { added: ['0', '1'], kept: [], removed: [] }],
  [['0', '1'], ['1', '2'], { added: ['2'], kept: ['1'], removed: ['0'] }],
  [['0', '1'], [], { added: [], kept: [], removed: ['0', '1'] }],
  [['0'], ['1', '1', '0', '0'], { added: ['1'], kept: ['0'], removed: [] }],
])('sent %j, answered %j', (sent, answered, change) => {
  expect(assignmentChange(sent, answered)).toEqual(change);
});
