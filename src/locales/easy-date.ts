/** Days of the month that are not read as a number and にち. */
const days: Readonly<Record<string, string>> = {
  1: 'ついたち',
  2: 'ふつか',
  3: 'みっか',
  4: 'よっか',
  5: 'いつか',
  6: 'むいか',
  7: 'なのか',
  8: 'ようか',
  9: 'ここのか',
  10: 'とおか',
  14: 'じゅうよっか',
  20: 'はつか',
  24: 'にじゅうよっか',
};

const units: Readonly<Record<string, string>> = { 年: 'ねん', 月: 'がつ', 日: 'にち' };

/** A date as `Intl` takes it to pieces in Japanese, with readings: `2027｜年《ねん》1｜月《がつ》｜6日《むいか》`. */
export function easyDate(parts: readonly Intl.DateTimeFormatPart[]): string {
  const day = parts.find(({ type }) => type === 'day')?.value ?? '';
  const plain = parts.map(({ value }) => value).join('');
  const read = days[day];
  const named = read === undefined ? plain : plain.replace(`月${day}日`, `月｜${day}日《${read}》`);
  return named.replace(/[年月日](?!《)/g, (unit) => `｜${unit}《${units[unit]}》`);
}
