// Records every phrase of the screens in build/speech: one file of Opus for each reading, and a list of them. A recording is named
// after what made it and what was read, and is kept in the user's cache: no checkout of this machine makes it a second time.
import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { plainText } from '../src/locales/ruby.ts';
import { type Language, languages } from '../src/machines/events.ts';
import { millisecondsOf } from '../src/speech/opus.ts';
import { phrasesIn } from '../src/speech/phrases.ts';
import { forDictionary, type Morpheme, needsDictionary, readingOf } from '../src/speech/readings.ts';
import { type Manifest, manifestName, readManifest } from '../src/speech/store.ts';
import type { Phrase } from '../src/speech/units.ts';

const folder = join(import.meta.dirname, '../build/speech');
const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'madoguchi/speech');
const dictionary = '/var/lib/mecab/dic/ipadic-utf8';
/** Processes at a time. */
const hands = 2;

/** Voices of espeak-ng, and words a minute. Mandarin is read by way of pinyin: the other voice says many characters in English. */
const voices: Readonly<Record<Language, readonly [voice: string, speed: number]>> = {
  ja: ['ja', 155],
  'ja-easy': ['ja', 130],
  en: ['en-us', 160],
  'zh-Hans': ['cmn-latn-pinyin', 155],
  'zh-Hant': ['cmn-latn-pinyin', 155],
  ko: ['ko', 155],
  vi: ['vi', 155],
  pt: ['pt-br', 160],
};

/** A voice that a machine makes loses nothing at this rate. */
const encoding = '--speech --comp 0 --bitrate 16 --framesize 60 --padding 0';

const missing = [
  ...['espeak-ng', 'opusenc', 'mecab'].filter((program) => !existsSync(join('/usr/bin', program))),
  ...(existsSync(dictionary) ? [] : [dictionary]),
];
if (missing.length > 0) {
  console.error(
    `The speech cannot be built without ${missing.join(', ')}: Debian espeak-ng, opus-tools, mecab, mecab-ipadic-utf8.`,
  );
  process.exit(1);
}

const versionOf = (program: string): string =>
  execFileSync(program, ['--version'], { encoding: 'utf8' })
    .split(/ {2}|\n/)[0]
    ?.trim() ?? '';
const engine = versionOf('espeak-ng');
const encoder = versionOf('opusenc');

/** Asks MeCab about all Japanese texts at once; the ninth field of IPAdic is how a word sounds. */
function morphemesOf(texts: readonly string[]): Map<string, readonly Morpheme[]> {
  const answer = execFileSync('mecab', ['-d', dictionary], {
    input: texts.map((text) => `${plainText(text)}\n`).join(''),
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  const sentences = answer.split(/^EOS\n/m);
  return new Map(
    texts.map((text, index) => [
      text,
      (sentences[index] ?? '')
        .split('\n')
        .filter((line) => line.includes('\t'))
        .map((line) => {
          const [written = '', features = ''] = line.split('\t');
          return { written, sound: features.split(',')[8] ?? written };
        }),
    ]),
  );
}

const all: readonly (readonly [Language, readonly Phrase[]])[] = languages.map((one) => [one, phrasesIn(one)]);
const asked = [...new Set(all.flatMap(([, phrases]) => phrases.filter(needsDictionary).map(forDictionary)))];
const morphemes = morphemesOf(asked);

const nameOf = (phrase: Phrase, reading: string): string =>
  `${createHash('sha256')
    .update(JSON.stringify([engine, encoder, voices[phrase.voice], encoding, reading]))
    .digest('hex')
    .slice(0, 20)}.opus`;

mkdirSync(folder, { recursive: true });
mkdirSync(cache, { recursive: true });
const wanted = new Map<string, { readonly voice: Language; readonly reading: string }>();
const named = all.map(([language, phrases]) => {
  const files = phrases.flatMap((phrase): [string, string][] => {
    const reading = readingOf(phrase, morphemes);
    // What is only there for the eye, e.g. a Japanese word beside its translation, is silent.
    if (!/[\p{L}\p{N}]/u.test(reading)) return [];
    const name = nameOf(phrase, reading);
    wanted.set(name, { voice: phrase.voice, reading });
    return [[phrase.key, name]];
  });
  return [language, files] as const;
});

const run = promisify(execFile);
const record = async (name: string, voice: Language, reading: string): Promise<void> => {
  const [speaker, speed] = voices[voice];
  const draft = join(cache, `${name}.${process.pid}.part`);
  await run('sh', [
    '-c',
    `espeak-ng -z -v "$1" -s "$2" --stdout -- "$3" | opusenc --quiet ${encoding} - "$4"`,
    'sh',
    speaker,
    String(speed),
    reading,
    draft,
  ]);
  renameSync(draft, join(cache, name));
};

const there = new Set(readdirSync(folder));
const recorded = new Set(readdirSync(cache));
const before = readManifest(folder);
const queue = [...wanted].filter(([name]) => !there.has(name) && !recorded.has(name));
const total = queue.length;
await Promise.all(
  Array.from({ length: hands }, async () => {
    for (let next = queue.pop(); next !== undefined; next = queue.pop())
      await record(next[0], next[1].voice, next[1].reading);
  }),
);
for (const name of wanted.keys()) {
  if (there.has(name)) continue;
  copyFileSync(join(cache, name), join(folder, `${name}.part`), constants.COPYFILE_FICLONE);
  renameSync(join(folder, `${name}.part`), join(folder, name));
}

const known = new Map(Object.values(before?.clips ?? {}).flatMap((files) => Object.values(files)));
const lengthOf = (name: string): number => known.get(name) ?? millisecondsOf(readFileSync(join(folder, name)));
const manifest: Manifest = {
  engine,
  clips: Object.fromEntries(
    named.map(([language, files]) => [
      language,
      Object.fromEntries(files.map(([key, name]) => [key, [name, lengthOf(name)]])),
    ]),
  ),
};
writeFileSync(join(folder, `${manifestName}.part`), JSON.stringify(manifest));
renameSync(join(folder, `${manifestName}.part`), join(folder, manifestName));
for (const name of there) if (name !== manifestName && !wanted.has(name)) rmSync(join(folder, name));
console.log(
  `${wanted.size} recordings of ${named.reduce((sum, [, files]) => sum + files.length, 0)} phrases, ${total} of them new (${engine}, ${encoder})`,
);
