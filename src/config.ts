import { readFileSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import { z } from 'zod';
import { kinds } from './certificates/catalogue.ts';
import { keyNames } from './devices/keypad/port.ts';
import { calibrationOf } from './devices/touch-panel/calibration.ts';
import { defaultLimits } from './devices/touch-panel/rules.ts';
import { japanDate, japanMinutes } from './japan-time.ts';
import { languages as allLanguages } from './machines/events.ts';
import { defaultTimeouts, type Timeouts } from './machines/timeouts.ts';

/** What a shop may change. `kiosk.config.schema.json` is generated from here (`npm run schema`). */

const clockTime = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day like 06:30')
  .describe('Time of day in Japan, HH:MM');
const yen = z.number().int().min(0).max(10_000);
const port = z.number().int().min(1).max(65_535);
const seconds = (min: number, max: number) => z.number().min(min).max(max);
const simulated = z.strictObject({ transport: z.literal('simulated') });

/** Coins a Japanese acceptor can know, in yen. */
const coin = z.union([z.literal(10), z.literal(50), z.literal(100), z.literal(500)]);

const isoDate = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'a day like 2026-04-01');
const service = z.strictObject({
  enabled: z.boolean(),
  fee: z
    .union([yen, z.array(z.strictObject({ from: isoDate, yen })).min(1)])
    .optional()
    .describe(
      'Yen for one copy, or rows of a first day and the yen from then on; what the municipality says when left out',
    ),
});

const usbId = (of: 'vendor' | 'product') =>
  z.number().int().min(0).max(0xffff).optional().describe(`USB ${of} id as a number, 0 to 65535; any when left out`);
/** Which of several HID devices is meant. */
const hid = {
  transport: z.literal('hid'),
  vendor: usbId('vendor'),
  product: usbId('product'),
  serial: z.string().min(1).optional().describe('Serial number, where two of one kind are plugged in'),
};
const place = z.tuple([z.number(), z.number()]);
const touchPanel = z.strictObject({
  ...hid,
  corners: z
    .strictObject({ topLeft: place, topRight: place, bottomRight: place, bottomLeft: place })
    .refine((corners) => calibrationOf(corners).outcome === 'done', {
      error: 'four corners that go round an area: top left, top right, bottom right, bottom left',
    })
    .optional()
    .describe("Corners of the picture in the panel's units; the ends of its axes when left out"),
  limits: z
    .strictObject({
      size: z
        .number()
        .min(0.01)
        .max(1)
        .default(defaultLimits.size)
        .describe('Largest fingertip, as a share of the screen; 0.01 to 1'),
      shortMs: z
        .number()
        .min(0)
        .max(500)
        .default(defaultLimits.shortMs)
        .describe('Milliseconds of the shortest touch; 0 to 500'),
      longMs: z
        .number()
        .min(1_000)
        .max(60_000)
        .default(defaultLimits.longMs)
        .describe('Milliseconds of the longest touch; 1000 to 60000'),
      travel: z
        .number()
        .min(0.005)
        .max(0.5)
        .default(defaultLimits.travel)
        .describe('How far a finger may slide, as a share of the screen; 0.005 to 0.5'),
    })
    .prefault({})
    .describe('What counts as the touch of a finger'),
});
const keypad = z.strictObject({
  ...hid,
  keys: z
    .record(
      z.string().regex(/^[0-9a-fA-F]{1,4}:[0-9a-fA-F]{1,4}$/, 'a usage page and id in hexadecimal, like 07:59'),
      z.enum([...keyNames, 'headset', 'headset-in', 'headset-out']),
    )
    .default({})
    .describe('What HID usages (page:id, hexadecimal) mean, beside and instead of the usual table'),
});

const timeoutKeys = Object.keys(defaultTimeouts) as (keyof Timeouts)[];
const minimumSeconds: Partial<Record<keyof Timeouts, number>> = {
  humanIdle: 20,
  humanWarning: 20,
  reminder: 3,
  payout: 300,
  // Longer than the driver waits for a cancelled job, so that staff can count the sheets while the document is here.
  printStop: 45,
  cashless: 270,
  counter: 60,
  slip: 65,
};
const timeouts = z.strictObject(
  Object.fromEntries(
    timeoutKeys.map((key) => [key, seconds(minimumSeconds[key] ?? 1, 900).default(defaultTimeouts[key] / 1_000)]),
  ) as Record<keyof Timeouts, z.ZodDefault<z.ZodNumber>>,
);

export const configSchema = z.strictObject({
  $schema: z.string().optional(),
  terminal: z.strictObject({
    id: z
      .string()
      .regex(/^[A-Z0-9-]{1,16}$/, 'capital letters, digits and hyphens, at most 16')
      .describe('Name of this terminal on receipts and in the log'),
  }),
  shop: z.strictObject({
    name: z.string().min(1).max(24),
    phone: z.string().regex(/^[0-9-]{9,14}$/, 'a phone number like 03-1234-5678'),
  }),
  hours: z
    .strictObject({
      open: clockTime,
      close: clockTime,
      closedDays: z
        .array(z.string().regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'a day of the year like 12-29'))
        .describe('Days of every year without service, MM-DD'),
    })
    .describe('When certificates are issued'),
  services: z
    .strictObject(
      Object.fromEntries(
        [...kinds].map(([name, { official }]) => [
          name,
          service.optional().describe(`${official}; not issued when left out`),
        ]),
      ) as Record<string, z.ZodOptional<typeof service>>,
    )
    .describe('Certificates that are issued here'),
  languages: z.array(z.enum(allLanguages)).min(1).describe('Languages of the screen, the first one at start'),
  staff: z
    .array(
      z.strictObject({
        name: z.string().min(1).max(24).describe('Who this is, as the log names staff'),
        code: z
          .string()
          .regex(/^scrypt:[0-9a-f]{32}:[0-9a-f]{64}$/, 'what `madoguchi staff code` prints')
          .describe('Hash of the code of 4 to 8 digits that opens the staff panel'),
      }),
    )
    .default([])
    .describe('Members of staff who may open the panel'),
  coins: z.strictObject({
    accept: z.array(coin).describe('Coins that may be taken, in yen'),
    hoppers: z
      .array(z.strictObject({ address: z.number().int().min(3).max(10), yen: coin }))
      .default([])
      .describe('Coin hoppers for change and refunds: ccTalk address and the coins in each; none = exact money'),
    echo: z.boolean().default(true).describe('Whether the ccTalk adapter hears its own bytes'),
  }),
  payment: z
    .strictObject({
      counter: z
        .boolean()
        .default(false)
        .describe('Whether a slip can be printed that is paid at the register of the shop'),
    })
    .prefault({})
    .describe('What can be paid with beside coins and the payment terminal'),
  devices: z.strictObject({
    cardReader: z.discriminatedUnion('transport', [
      simulated,
      z.strictObject({
        transport: z.literal('pcsc'),
        reader: z.string().min(1).optional().describe('Part of its name'),
      }),
    ]),
    coinUnit: z.discriminatedUnion('transport', [
      simulated,
      z.strictObject({ transport: z.literal('serial'), path: z.string().startsWith('/dev/') }),
      z
        .strictObject({ transport: z.literal('tcp'), host: z.string().min(1), port })
        .describe('ccTalk over a TCP adapter'),
    ]),
    cashless: z
      .discriminatedUnion('transport', [
        simulated,
        z.strictObject({
          transport: z.literal('nexo'),
          url: z
            .string()
            .regex(/^https?:\/\/.+/, 'an address like http://192.168.1.20:8080/nexo')
            .describe('Where the payment terminal takes nexo messages on the local network'),
          poi: z.string().min(1).max(40).describe('POIID: model and serial number, as the terminal shows them'),
        }),
      ])
      .optional()
      .describe('Terminal for cards, e-money and codes; left out = none'),
    receiptPrinter: z.discriminatedUnion('transport', [
      simulated,
      z.strictObject({ transport: z.literal('tcp'), host: z.string().min(1), port: port.default(9100) }),
    ]),
    pagePrinter: z.discriminatedUnion('transport', [
      simulated,
      z.strictObject({
        transport: z.literal('ipp'),
        uri: z.string().regex(/^ipp:\/\/.+/, 'an address like ipp://host/ipp/print'),
      }),
    ]),
    touchPanel: touchPanel
      .optional()
      .describe('Touch panel read by the terminal itself; left out = the browser reads it'),
    keypad: keypad.optional().describe('Tactile keypad with headset jack; left out = none'),
  }),
  centre: z.strictObject({
    transport: z.literal('embedded'),
    revocation: z
      .discriminatedUnion('method', [
        z.strictObject({ method: z.literal('simulated') }),
        z.strictObject({
          method: z.literal('ocsp'),
          url: z.string().regex(/^https?:\/\/.+/, 'an address like http://ocsp.example/'),
        }),
        z.strictObject({
          method: z.literal('crl'),
          lists: z
            .array(
              z.string().regex(/^(https?:\/)?\/.+/, 'an address like http://crl.example/auth.crl, or an absolute path'),
            )
            .min(1)
            .describe('Where the list of each authority is (DER): address or absolute path'),
        }),
      ])
      .default({ method: 'simulated' })
      .describe('How the centre asks whether a certificate was revoked'),
    stateAge: seconds(60, 3_600)
      .default(300)
      .describe(
        'Seconds that may lie between the reading of the registers and the arrival of the document; 60 to 3600',
      ),
    clockTolerance: seconds(0, 300)
      .default(60)
      .describe('Seconds by which the clock of the centre may be ahead of the clock of this terminal; 0 to 300'),
  }),
  screen: z.strictObject({
    port: port.default(8377).describe('Port on 127.0.0.1'),
    diagonal: z
      .number()
      .min(10)
      .max(65)
      .default(24)
      .describe('Diagonal of the glass in inches, 10 to 65: letters and keys are drawn in millimetres'),
  }),
  timeouts: timeouts.prefault({}).describe('Seconds'),
  dataFolder: z.string().min(1).default('data').describe('Folder of the log, relative to this file'),
});

export type Config = Omit<z.infer<typeof configSchema>, 'timeouts'> & { readonly timeouts: Timeouts };

export type Loaded =
  | { readonly ok: true; readonly config: Config }
  /** One sentence per fault, each starting with its key. */
  | { readonly ok: false; readonly faults: readonly string[] };

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** Whether `amount` yen can be paid exactly with any number of the given coins. */
export function payable(amount: number, coins: readonly number[]): boolean {
  const reachable = new Set([0]);
  for (let sum = 1; sum <= amount; sum += 1) if (coins.some((value) => reachable.has(sum - value))) reachable.add(sum);
  return reachable.has(amount);
}

/** Every fee that the shop itself says, of what it offers. */
const statedFees = (services: z.infer<typeof configSchema>['services']): readonly (readonly [string, number])[] =>
  Object.entries(services).flatMap(([kind, service]) => {
    if (!service?.enabled || service.fee === undefined) return [];
    const yens = typeof service.fee === 'number' ? [service.fee] : service.fee.map((row) => row.yen);
    return yens.map((amount) => [kind, amount] as const);
  });

/** Combinations that each key alone allows and that cannot work together. */
function impossible(config: z.infer<typeof configSchema>): string[] {
  const faults: string[] = [];
  const { hours, services, coins, languages, devices, payment } = config;
  // Who takes cards or has the register need not take coins.
  const otherMeans = devices.cashless !== undefined || payment.counter;
  if (minutesOf(hours.close) <= minutesOf(hours.open))
    faults.push(`hours.close: ${hours.close} is not after hours.open (${hours.open})`);
  for (const [kind, fee] of statedFees(services))
    if (!(otherMeans && coins.accept.length === 0) && !payable(fee, coins.accept))
      faults.push(
        `services.${kind}.fee: ${fee} yen cannot be paid exactly with the coins of coins.accept (${coins.accept.join(', ') || 'none'})`,
      );
  if (new Set(coins.accept).size !== coins.accept.length) faults.push('coins.accept: a coin is named twice');
  if (new Set(coins.hoppers.map(({ address }) => address)).size !== coins.hoppers.length)
    faults.push('coins.hoppers: an address is named twice');
  if (new Set(languages).size !== languages.length) faults.push('languages: a language is named twice');
  return faults;
}

/** Of a key that is none, what a key may be. */
const sentenceOf = (issue: z.core.$ZodIssue): string =>
  (issue.code === 'invalid_key' ? issue.issues[0]?.message : undefined) ?? issue.message;

/** Checks a parsed configuration. */
export function checkConfig(value: unknown): Loaded {
  const parsed = configSchema.safeParse(value);
  if (!parsed.success)
    return {
      ok: false,
      faults: parsed.error.issues.flatMap((issue) =>
        issue.code === 'unrecognized_keys'
          ? issue.keys.map((key) => `${[...issue.path, key].join('.')}: there is no such key`)
          : [`${issue.path.join('.') || 'the file'}: ${sentenceOf(issue)}`],
      ),
    };
  const faults = impossible(parsed.data);
  if (faults.length > 0) return { ok: false, faults };
  const inMilliseconds = Object.fromEntries(timeoutKeys.map((key) => [key, parsed.data.timeouts[key] * 1_000]));
  return { ok: true, config: { ...parsed.data, timeouts: inMilliseconds as unknown as Timeouts } };
}

/** Reads a configuration file. `dataFolder` comes back absolute. */
export function loadConfig(path: string): Loaded {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    return {
      ok: false,
      faults: [`${path}: ${code === 'ENOENT' ? 'there is no such file' : `cannot be read (${code})`}`],
    };
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { ok: false, faults: [`${path}: is not JSON (${(error as Error).message})`] };
  }
  const loaded = checkConfig(value);
  if (!loaded.ok) return loaded;
  const { dataFolder } = loaded.config;
  return {
    ok: true,
    config: { ...loaded.config, dataFolder: isAbsolute(dataFolder) ? dataFolder : resolve(path, '..', dataFolder) },
  };
}

/** Whether certificates are issued at this moment (milliseconds since 1970). */
export function isOpen({ hours }: Pick<Config, 'hours'>, at: number): boolean {
  if (hours.closedDays.includes(japanDate(at).slice(5))) return false;
  const now = japanMinutes(at);
  return now >= minutesOf(hours.open) && now < minutesOf(hours.close);
}
