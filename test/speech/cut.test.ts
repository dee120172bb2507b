import { describe, expect, it } from 'vitest';
import { cut, spelled } from '../../src/speech/cut.ts';
import { numberInKana, numbersRead } from '../../src/speech/japanese.ts';
import { japanese, type Morpheme, readingOf } from '../../src/speech/readings.ts';
import { partsOfNumber, unitsIn } from '../../src/speech/units.ts';

const book = (...phrases: string[]) => {
  const keys = new Set([...phrases, ...unitsIn('en').map(({ key }) => key)]);
  return { has: (key: string) => keys.has(key), longest: 60 };
};

describe('cutting a text', () => {
  it('takes the longest phrases, whole numbers, and nothing of what is not read', () => {
    expect(cut('Fee: 1,250 yen.', book('Fee', 'yen'))).toEqual({
      keys: ['Fee', 'number:1000', 'number:200', 'number:50', 'yen'],
      unsaid: [],
    });
    expect(cut('Take your change', book('Take', 'your', 'Take your change')).keys).toEqual(['Take your change']);
  });

  it('tells what nothing says, and says the rest', () => {
    expect(cut('Fee Q yen', book('Fee', 'yen'))).toEqual({ keys: ['Fee', 'yen'], unsaid: ['Q'] });
    expect(cut('constant', book('const', 'ant')).unsaid).toEqual(['constant']);
  });

  it('says times as times, phones and numbers of slips sign by sign', () => {
    expect(cut('06:30 – 23:00', book()).keys).toEqual(['hour:6', 'minute:30', 'full:23']);
    expect(cut('0120-95-0178', book()).keys).toHaveLength(10);
    expect(cut('36-WK7', book()).keys).toEqual(['sign:3', 'sign:6', 'sign:W', 'sign:K', 'sign:7']);
    expect(cut('AB12CD', book()).unsaid).toEqual([]);
  });

  it('never takes a number to pieces, though its digits are phrases too', () => {
    const digits = book('1', '5', '10', '3', 'de agosto de');
    expect(cut('15 de agosto de 2026', digits).keys).toEqual(['number:15', 'de agosto de', 'number:2000', 'number:26']);
    expect(cut('10:30', digits).keys).toEqual(['hour:10', 'minute:30']);
    expect(cut('1,500', digits).keys).toEqual(['number:1000', 'number:500']);
    expect(cut('1 5', digits).keys).toEqual(['1', '5']);
  });

  it('says names kana by kana', () => {
    expect(spelled('キョウト　タロウ')).toEqual(['キョ', 'ウ', 'ト', 'タ', 'ロ', 'ウ'].map((kana) => `sign:${kana}`));
  });

  it('puts every number together from those that are recorded', () => {
    const known = new Set(unitsIn('en').map(({ key }) => key));
    for (let n = 0; n < 12_000; n += 7) for (const part of partsOfNumber(n)) expect(known.has(part)).toBe(true);
    expect(partsOfNumber(0)).toEqual(['number:0']);
    expect(partsOfNumber(3_005)).toEqual(['number:3000', 'number:5']);
  });
});

describe('Japanese as it is read', () => {
  it.each([
    [1_200, 'センニヒャク'],
    [3_800, 'サンゼンハッピャク'],
    [16_300, 'イチマンロクセンサンビャク'],
    [0, 'ゼロ'],
  ])('%i is %s', (n, kana) => {
    expect(numberInKana(n)).toBe(kana);
  });

  it.each([
    ['1,200円', 'センニヒャクエン'],
    ['4円', 'ヨエン'],
    ['1回', 'イッカイ'],
    ['10回', 'ジュッカイ'],
    ['4桁', 'ヨンケタ'],
    ['20日', 'ハツカ'],
    ['11月23日', 'ジューイチガツニジューサンニチ'],
    ['10:30', 'ジュージサンジュップン'],
    ['9つ', 'ココノツ'],
    ['2人目', 'フタリメ'],
    ['16枚', 'ジューロクマイ'],
    ['95-01', 'キュー ゴ 、 ゼロ イチ'],
  ])('%s is %s', (text, kana) => {
    expect(numbersRead(text)).toBe(kana);
  });

  it('a marked reading goes before what a dictionary says, and a particle sounds as it does', () => {
    const morphemes: Morpheme[] = [
      { written: '今日', sound: 'コンニチ' },
      { written: 'は', sound: 'ワ' },
      { written: '入れ', sound: 'ハイレ' },
      { written: 'ます', sound: 'マス' },
    ];
    expect(japanese('｜今日《きょう》は｜入《い》れます', morphemes)).toBe('キョーワイレマス');
  });
});

it('other languages say no Japanese word that stands beside its translation', () => {
  const read = (voice: 'en' | 'zh-Hans' | 'ko', text: string) => readingOf({ key: text, text, voice }, new Map());
  expect(read('en', 'Residence record (住民票の写し)')).toBe('Residence record');
  expect(read('en', 'Your 本籍 is elsewhere, 8:30–17:00')).toBe("Your honseki is elsewhere, 8 30 to 17 o'clock");
  expect(read('ko', '본적(本籍)')).toBe('본적');
  expect(read('zh-Hans', '2026年')).toBe('二零二六年');
});
