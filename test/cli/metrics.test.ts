import { expect, test } from 'vitest';
import { smallWorld, succeeding } from './running.js';

const { emulator, env, home, night } = await smallWorld();

test('doctor --metrics lists what is asked, and what the platform refuses since when', async () => {
  const root = await home();
  const before = await succeeding(root, ['doctor', '--metrics'], { env });
  expect(before.stdout).toContain('No account has been read yet');

  emulator.setFaults([{ fault: 'metric-unsupported', endpoint: 'media/insights', rate: 0.2, seed: 3 }]);
  const ended = await night(root);
  const struck = emulator.victims().flatMap(({ metric }) => metric ?? []);
  emulator.setFaults([]);
  expect(ended.code).toBe(0);
  expect(struck.length).toBeGreaterThan(0);

  const asked = emulator.requests().length;
  const { stdout } = await succeeding(root, ['doctor', '--metrics'], { env });
  expect(emulator.requests()).toHaveLength(asked);
  expect(stdout).toMatch(/padaria\.aurora.*: \d+ metrics asked, [1-9]\d* refused/);
  expect(stdout).toMatch(/refused +unsupported +2026-09-08 +\(#100\)/);
  expect(struck.some((metric) => new RegExp(`${metric} .*refused`).test(stdout))).toBe(true);
  expect(stdout).toMatch(/plays +not asked +deprecated/);
  expect(stdout.split('\n').every((line) => line.length <= 200)).toBe(true);
});
