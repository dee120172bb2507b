import { expect, it } from 'vitest';
import { madoguchi } from '../harness.ts';

it('the document of every fault at every moment says what happens now', { timeout: 300_000 }, async () => {
  const { code, stderr } = await madoguchi('model', 'matrix', '--check');
  expect([code, stderr]).toEqual([0, '']);
});
