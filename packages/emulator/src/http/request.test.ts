import { describe, expect, test } from 'vitest';
import { parseQuery, splitTarget } from './request.js';

describe('request targets', () => {
  test.each([
    ['/logstores?offset=0', { path: '/logstores', search: 'offset=0' }],
    ['//logstores/', { path: '//logstores/', search: '' }],
    ['/a%20b', { path: '/a%20b', search: '' }],
    ['http://p.example:80/logstores?a=b?c', { authority: 'p.example:80', path: '/logstores', search: 'a=b?c' }],
    ['HTTP://p.example', { authority: 'p.example', path: '/', search: '' }],
    ['https://p.example?a=', { authority: 'p.example', path: '/', search: 'a=' }],
  ])('%s is taken apart without being normalised', (target, parts) => {
    expect(splitTarget(target)).toEqual(parts);
  });

  test('both + and %20 are a space, empty values are kept, order and repetitions too', () => {
    expect(parseQuery('c=a+b&d=a%20b&bare&empty=&c=%2B&eq=a=b')).toEqual([
      ['c', 'a b'],
      ['d', 'a b'],
      ['bare', ''],
      ['empty', ''],
      ['c', '+'],
      ['eq', 'a=b'],
    ]);
  });

  test('a value that is no valid percent-encoding stays as it was sent', () => {
    expect(parseQuery('a=%zz')).toEqual([['a', '%zz']]);
  });
});
