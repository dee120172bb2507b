import { describe, expect, it } from 'vitest';
import { sayIn } from '../../src/locales/index.ts';
import { stage } from './stage.ts';

const the = stage();
const say = sayIn('ja');

/** What is being said, line by line. */
const heard = async (): Promise<string[]> =>
  String(await the.page.evaluate('document.querySelector("[data-said]")?.dataset.said ?? ""'))
    .split('\n')
    .filter((line) => line !== '');

/** Waits until this is among what is said, and answers the whole line. */
async function hears(text: string): Promise<string> {
  for (const end = Date.now() + 20_000; Date.now() < end; await the.page.waitForTimeout(20)) {
    const line = (await heard()).find((one) => one.includes(text));
    if (line !== undefined) return line;
  }
  throw new Error(`nobody said ${text}, but: ${(await heard()).join(' / ')}`);
}

/** The key that a line names: what somebody without eyes presses. */
function keyIn(line: string): string {
  const number = /(\d)を押してください/.exec(line)?.[1];
  if (number !== undefined) return number;
  if (line.includes(say('voice.go'))) return 'Enter';
  if (line.includes(say('voice.back'))) return 'Backspace';
  if (line.includes(say('voice.stop'))) return 'Escape';
  throw new Error(`no key in: ${line}`);
}

/** Does what the voice says does `what`. */
async function follow(what: string): Promise<void> {
  const line = await hears(what);
  await the.page.waitForSelector('.screen:not(:has(.arriving))');
  await the.page.keyboard.press(keyIn(line));
}

const plug = (on: boolean): void => the.kiosk.act({ act: 'headset', on });
const press = (key: string) => the.page.keyboard.press(key);

it('plays the recordings it was built with', async () => {
  const fetched: number[] = [];
  the.page.on('response', (response) => {
    if (response.url().includes('/speech/')) fetched.push(response.status());
  });
  await press('F1');
  await the.page.waitForResponse((response) => response.url().includes('/speech/'));
  // One thing after the other, in the time that it takes.
  await the.page.waitForSelector(`.caption:text-is("${say('open.text')}")`);
  await press('F1');
  await the.page.waitForSelector('[data-said]', { state: 'detached' });
  expect(new Set(fetched)).toEqual(new Set([200]));
});

describe('by what is said alone', () => {
  it('a visit from the plug of the headset to the paper', async () => {
    const all = new Set<string>();
    const note = async (): Promise<void> => {
      for (const line of await heard()) all.add(line);
    };
    plug(true);
    await hears(say('open.title'));
    await note();
    await follow(say('button.start'));
    await follow(say('choosingService.certificates'));
    await hears(say('insertingCard.title'));
    await note();
    the.kiosk.act({ act: 'insert', card: 'adult' });
    await hears(say('enteringPin.label'));
    await hears(say('voice.entry'));
    await note();
    for (const [index, digit] of [...'1234'].entries()) {
      await press(digit);
      await hears(say('voice.entered', { of: 4, n: index + 1 }));
      await note();
    }
    await follow(say('button.enter'));
    await hears(say('takingCardBack.title'));
    await note();
    the.kiosk.act({ act: 'pull' });
    await follow('住民票の写し');
    // Names, through the earphone alone.
    expect(await hears('ワタナベ　ケンタロウ')).toContain(say('option.on'));
    await note();
    await follow(say('button.next'));
    await hears('住民票の写し');
    await hears(say('yen', { n: 200 }));
    await note();
    await follow(say('button.confirm'));
    await hears(say('paying.title'));
    await note();
    await the.resident.pay(100);
    expect(await hears(say('paying.left'))).toContain(say('yen', { n: 100 }));
    // Of a coin is said first what it changed.
    expect((await heard())[0]).toContain(say('yen', { n: 100 }));
    await the.resident.pay(100);
    await hears(say('voice.receipt'));
    await note();
    await follow(say('button.collected'));
    await hears(say('open.title'));
    const everything = [...all].join('\n');
    expect(everything).not.toContain('1234');
    expect(everything).not.toMatch(/\b[1-4]\b(?!.*を押)\s*$/m);
    plug(false);
    await the.page.waitForSelector('[data-said]', { state: 'detached' });
  });

  it('every alternative is named when 0 goes from key to key', async () => {
    plug(true);
    await hears(say('voice.others'));
    await the.page.waitForSelector('.screen:not(:has(.arriving))');
    const reach = async (name: string): Promise<void> => {
      for (let times = 0; times < 30; times += 1) {
        await press('0');
        if ((await heard()).some((line) => line.startsWith(name))) return press('Enter');
      }
      throw new Error(`no key is called ${name}`);
    };
    await reach('English');
    await hears(sayIn('en')('open.title'));
    await the.page.waitForSelector('.screen:not(:has(.arriving))');
    await reach('日本語');
    await hears(say('open.title'));
    plug(false);
    await the.page.waitForSelector('[data-said]', { state: 'detached' });
  });
});

describe('names', () => {
  const toNames = async (): Promise<void> => {
    await the.resident.goTo('session.choosingOptions');
    await hears(say('choosingOptions.members'));
  };

  it('are left out where all the shop would hear them', async () => {
    await press('F1');
    await hears(say('open.title'));
    await toNames();
    const lines = (await heard()).join('\n');
    expect(lines).toContain(say('voice.person', { n: 1 }));
    expect(lines).not.toContain('ワタナベ');
    expect(lines).not.toContain('健太郎');
    expect(await the.page.content()).not.toContain('ワタナベ');
  });

  it('are not said any more when the headset is pulled out', async () => {
    plug(true);
    await toNames();
    await hears('ワタナベ');
    plug(false);
    await the.page.waitForSelector('[data-said]', { state: 'detached' });
    expect(await the.page.evaluate('document.body.innerText')).not.toContain('ワタナベ');
  });
});

it('repeats, is silent for a key, and takes one that means nothing for a question', async () => {
  await press('F1');
  const first = await hears(say('open.title'));
  await press('ArrowDown');
  expect(await heard()).not.toContain(first);
  await press('F2');
  await hears(say('open.title'));
  // A key that means nothing here is a question.
  await press('ArrowUp');
  await press('8');
  await hears(say('open.title'));
  await press('F1');
  await the.page.waitForSelector('[data-said]', { state: 'detached' });
});
