import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as statistics from '../../../reports/statistics/index.js';

/** The packages that a module loads at start, through whatever it imports. */
function packagesOf(file: URL, seen = new Set<string>()): Set<string> {
  const found = new Set<string>();
  if (seen.has(file.href)) return found;
  seen.add(file.href);
  const code = readFileSync(file, 'utf8');
  for (const [, from] of code.matchAll(/^(?:import|export)\b(?! type\b)[^;'"]*?\bfrom\s+'([^']+)'/gm)) {
    if (!from!.startsWith('.')) found.add(from!);
    else for (const name of packagesOf(new URL(from!.replace(/\.js$/, '.ts'), file), seen)) found.add(name);
  }
  return found;
}

test('the statistics come without any drawing library', () => {
  const entry = new URL('../../../reports/statistics/index.ts', import.meta.url);
  expect([...packagesOf(entry)]).toEqual(['pure-rand']);
  expect(Object.keys(statistics).length).toBeGreaterThan(20);
});

test('the same input gives the same draws', () => {
  const groups = new Map([
    ['a', [1, 2, 3]],
    ['b', [2, 3, 4.5]],
  ]);
  expect(statistics.randomEffects(groups)).toEqual(statistics.randomEffects(groups));
  const data = { values: [1, 2, 3, 4, 6], groups: [[0], [0], [], [1], [1]], count: 2 };
  expect(statistics.memberEffects(data)).toEqual(statistics.memberEffects(data));
});
