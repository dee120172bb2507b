import { describe, expect, it } from 'vitest';
import { freshMemory, readMemory } from '../../src/simulation/card/memory.ts';
import { eraDate } from '../../src/simulation/card/references.ts';
import { profile } from './cards.ts';

const fresh = freshMemory(profile());

describe('the memory of a card in a file', () => {
  it.each([
    ['as personalised', fresh],
    ['a PIN never set', { ...fresh, tries: { ...fresh.tries, auth: null } }],
    ['a changed PIN', { ...fresh, values: { sign: 'XYZ987' } }],
    ['a 照合番号 that was mistaken', { ...fresh, codes: { textA: 9 } }],
  ])('is read back: %s', (_, memory) => {
    expect(readMemory(JSON.parse(JSON.stringify(memory)))).toEqual(memory);
  });

  it.each([
    ['nothing', null, 'memory'],
    ['the form of before', { authTries: 3, signTries: 5 }, 'memory.tries'],
    ['more tries than there are', { ...fresh, tries: { ...fresh.tries, auth: 4 } }, 'memory.tries.auth'],
    ['half a try', { ...fresh, tries: { ...fresh.tries, auth: 1.5 } }, 'memory.tries.auth'],
    ['a PIN of another form', { ...fresh, values: { auth: 'ABCD' } }, 'memory.values.auth'],
    ['a 照合番号 nobody knows', { ...fresh, codes: { textC: 1 } }, 'memory.codes'],
    ['something more', { ...fresh, name: 'x' }, 'memory'],
  ])('is refused with a sentence that names the place: %s', (_, json, place) => {
    expect(readMemory(json)).toMatch(new RegExp(`^This is not the memory of a card: ${place}: .+\\.$`));
  });
});

it('counts birth dates in the years of the era, which begin in the middle of a year', () => {
  const dates = ['1926-12-24', '1926-12-25', '1980-02-17', '1989-01-07', '1989-01-08', '2019-04-30', '2019-05-01'];
  expect(dates.map(eraDate)).toEqual(['151224', '011225', '550217', '640107', '010108', '310430', '010501']);
});
