import { describe, expect, it } from 'vitest';
import type { CardProfile } from '../../src/simulation/card/profile.ts';
import { VirtualCard } from '../../src/simulation/card/virtual-card.ts';
import { profile } from './cards.ts';

/**
 * Every command of the card in every state it can be in, with the status word it answers. A cell that is missing fails, and
 * so does an instruction the card knows and the table does not. Where a command comes from stands at the command, where a
 * status word comes from at the status word.
 */

const selectAp = (aid: string) => `00A4040C0A${aid}`;
const JPKI = selectAp('D392F000260100000001');
const TEXT = selectAp('D3921000310001010408');
const SURFACE = selectAp('D3921000310001010402');
const COMMON = selectAp('D3921000310001010100');
const REGISTER = selectAp('D3921000310001010401');
const ef = (id: string) => `00A4020C02${id}`;
const ascii = (text: string) => Buffer.from(text, 'latin1').toString('hex');
const verify = (value: string) => `00200080${value.length.toString(16).padStart(2, '0')}${ascii(value)}`;

/** The PIN of the fixture in another standing. */
const authTries = (tries: number | null): Partial<CardProfile> => {
  const { pins } = profile();
  return { pins: { ...pins, auth: { ...pins.auth, tries } } };
};

interface State {
  readonly is: string;
  readonly after: readonly string[];
  readonly card?: Partial<CardProfile>;
}

const states: Readonly<Record<string, State>> = {
  rst: { is: 'after a reset', after: [] },
  isd: { is: 'issuer security domain selected', after: [JPKI, '00A4040C07A0000001510000'] },
  jpki: { is: 'JPKI AP selected', after: [JPKI] },
  text: { is: 'text AP selected', after: [TEXT] },
  surf: { is: 'surface AP selected', after: [SURFACE] },
  comm: { is: 'common card AP selected', after: [COMMON] },
  regi: { is: 'resident register AP selected', after: [REGISTER] },
  free: { is: 'free file, JPKI 0006', after: [JPKI, ef('0006')] },
  cert: { is: 'protected file, JPKI 0001', after: [JPKI, ef('0001')] },
  'crt+': { is: 'the same, its PIN verified', after: [JPKI, ef('001B'), verify('ABC123'), ef('0001')] },
  pin: { is: 'PIN, JPKI 0018', after: [JPKI, ef('0018')] },
  'pin+': { is: 'PIN verified', after: [JPKI, ef('0018'), verify('1234')] },
  'pin-': { is: 'PIN wrong once', after: [JPKI, ef('0018'), verify('0000')] },
  pin0: { is: 'PIN blocked', after: [JPKI, ef('0018')], card: authTries(0) },
  pinC: { is: 'PIN blocked, challenge drawn', after: [JPKI, ef('0018'), '0084000020'], card: authTries(0) },
  pinN: { is: 'PIN never set', after: [JPKI, ef('0018')], card: authTries(null) },
  key: { is: 'key, JPKI 0017', after: [JPKI, ef('0017')] },
  'key+': { is: 'key, its PIN verified', after: [JPKI, ef('0018'), verify('1234'), ef('0017')] },
  'key-': {
    is: 'key, its PIN verified, then wrong',
    after: [JPKI, ef('0018'), verify('1234'), verify('0'), ef('0017')],
  },
  keyA: {
    is: 'key, its PIN verified, JPKI AP selected anew',
    after: [JPKI, ef('0018'), verify('1234'), JPKI, ef('0017')],
  },
  key0: { is: 'key, its PIN blocked', after: [JPKI, ef('0017')], card: authTries(0) },
  ca: { is: 'key of the terminal check, JPKI 0016', after: [JPKI, ef('0016')] },
  num: { is: 'My Number, text 0001', after: [TEXT, ef('0001')] },
  'num+': { is: 'My Number, PIN verified', after: [TEXT, ef('0011'), verify('2468'), ef('0001')] },
  code: { is: '照合番号A, text 0014', after: [TEXT, ef('0014')] },
  'reg+': { is: '住民基本台帳用 PIN verified', after: [REGISTER, ef('001C'), verify('5678')] },
  rec: { is: 'record file, common 0001', after: [COMMON, ef('0001')] },
};

const select = 'JICSAP 1.1 6.4.8 SELECT FILE; OpenSC card-jpki.c';
const selectMf = 'myna-card src/mf.rs: 6A86 after a reset, no effect inside an application, no 3F00';
const readBinary = 'JICSAP 1.1 6.4.1 READ BINARY; myna-card src/card.rs';
const readRecord = 'JICSAP 1.1 6.4.4 READ RECORD(S); myna src/unknown.rs';
const verifying = 'JICSAP 1.1 6.4.9 VERIFY; ISO/IEC 7816-4 7.5.6; OpenSC card-jpki.c';
const changing = 'ISO/IEC 7816-4 7.5.7; myna src/reader.rs, myna-card src/card.rs';
const changingKey = 'JICSAP 1.1 CHANGE KEY; myna-card src/ap/juki.rs';
const unlocking = 'our own: stands for the unpublished procedure';
const challenge = 'ISO/IEC 7816-4 7.5.3; myna-card src/card.rs';
const internal = 'ISO/IEC 7816-4 7.5.2; myna-card src/card.rs';
const signing = 'OpenSC card-jpki.c; myna-card src/ap/jpki.rs';
const getData = 'ISO/IEC 7816-4 7.4.2; myna-card src/mf.rs';
const refused = 'JICSAP 1.1 table 25; myna-card README';

const hash = 'AB'.repeat(51);
const forged = '00'.repeat(64);

/** Commands by the name of their row: APDU and source. */
const commands: Readonly<Record<string, readonly [apdu: string, source: string]>> = {
  'select JPKI AP': [JPKI, select],
  'select text AP, FCI': ['00A404000AD392100031000101040800', select],
  'select ISD': ['00A4040C07A0000001510000', 'myna-card src/mf.rs'],
  'select unknown AID': ['00A4040C05A000000001', select],
  'select AP, no name': ['00A4040C', select],
  'select MF': ['00A40000', selectMf],
  'select 3F00': ['00A4000C023F00', selectMf],
  'select EF 0018': [ef('0018'), select],
  'select EF 001C': [ef('001C'), select],
  'select EF 0001, FCI': ['00A4020002000100', select],
  'select EF 7777': [ef('7777'), select],
  'select EF, one byte': ['00A4020C0118', select],
  'select, P1 08': ['00A4080C020006', select],
  'select, P2 04': ['00A404040AD392F000260100000001', select],
  'read 0': ['00B0000001', readBinary],
  'read 32767': ['00B07FFF01', readBinary],
  'read, no Le': ['00B00000', readBinary],
  'read, with data': ['00B000000100', readBinary],
  'read SFI 06': ['00B0860001', readBinary],
  'read SFI 01': ['00B0810001', readBinary],
  'read SFI 1E': ['00B09E0001', readBinary],
  'read, P1 E0': ['00B0E00001', readBinary],
  'record 1 of SFI 01': ['00B2010C00', readRecord],
  'record 1': ['00B2010400', readRecord],
  'record 2': ['00B2020400', readRecord],
  'record 0': ['00B2000400', readRecord],
  'records from 1': ['00B2010500', readRecord],
  'record, no Le': ['00B20104', readRecord],
  query: ['00200080', verifying],
  'query, with Le': ['0020008000', 'jpki-signer-android Apdu.kt'],
  'query SFI 18': ['00200098', verifying],
  'query SFI 1F': ['0020009F', verifying],
  'query SFI 17': ['00200097', verifying],
  'verify right': [verify('1234'), verifying],
  'verify wrong': [verify('0000'), verifying],
  'verify short': [verify('123'), verifying],
  'verify right SFI 18': ['002000980431323334', verifying],
  'verify, with Le': ['00200080043132333400', verifying],
  'verify, P1 01': ['002001800431323334', verifying],
  'verify, P2 00': ['002000000431323334', verifying],
  'change PIN': ['002401800439383736', changing],
  'change PIN SFI 18': ['002401980439383736', changing],
  'change PIN, 3 digits': ['0024018003393837', changing],
  'change PIN, letters': ['0024018004414B4C4D', changing],
  'change PIN, no data': ['00240180', changing],
  'change PIN, P1 00': ['00240080083132333439383736', changing],
  'change key': ['803200800438373635', changingKey],
  'change key, P1 01': ['803201800438373635', changingKey],
  'unlock forged': [`8054009844${forged}39383736`, unlocking],
  'unlock, no value': [`8054009840${forged}`, unlocking],
  'unlock current': [`8054008044${forged}39383736`, unlocking],
  'unlock, P1 01': [`8054019844${forged}39383736`, unlocking],
  challenge: ['0084000008', challenge],
  'challenge, no Le': ['00840000', challenge],
  'challenge, P1 01': ['0084010008', challenge],
  'challenge, extended': ['00840000000100', challenge],
  'authenticate current': ['0088008001AA00', internal],
  'authenticate SFI 19': ['0088009901AA00', internal],
  'authenticate SFI 13': ['0088009301AA00', internal],
  'authenticate, no data': ['0088009900', internal],
  'authenticate, P1 01': ['0088019901AA00', internal],
  sign: [`802A008033${hash}00`, signing],
  'sign SFI 17': [`802A009733${hash}00`, signing],
  'sign SFI 1A': [`802A009A33${hash}00`, signing],
  'sign 246 bytes': [`802A0080F6${'00'.repeat(246)}00`, signing],
  'sign, no data': ['802A008000', signing],
  'sign, no Le': [`802A008033${hash}`, signing],
  'sign, Le 1': [`802A008033${hash}01`, signing],
  'sign, P1 02': [`802A028033${hash}00`, signing],
  'sign, P2 00': [`802A000033${hash}00`, signing],
  'data 00F0': ['00CA00F000', getData],
  'data 00F2': ['00CA00F200', getData],
  'data 5F51': ['00CA5F5100', getData],
  'data 0045': ['00CA004500', getData],
  'data 00F0, Le 1': ['00CA00F001', getData],
  'data, no Le': ['00CA00F0', getData],
  'get response': ['00C0000000', refused],
  'reset counter': ['002C0180', refused],
  'set public key': ['80A206C101AA', refused],
  'session key': ['80AE000001AA', refused],
  'unknown INS': ['00CB0000', refused],
  'INS of other CLA': ['80A40000', refused],
  'unknown CLA': ['90200080', refused],
  'reader command': ['FFCA000000', refused],
  'channel 1': ['01A4040C0AD392F000260100000001', refused],
  'channel 1, CLA 81': [`812A008033${hash}00`, refused],
  'SM select': ['0CA4040C0AD392F000260100000001', refused],
  'SM read': ['0CB0000001', refused],
  'SM verify': ['08200080', refused],
  'SM sign': [`8C2A008033${hash}00`, refused],
  'no bytes': ['', refused],
  'three bytes': ['00B000', refused],
  'Lc past the end': ['00A4040C0AD392', refused],
  'extended read': ['00B00000000100', refused],
};

const jicsap = 'JICSAP 1.1 table 25 via myna-card src/apdu.rs';

/** Status words and where their meaning on this card is from. */
const words: Readonly<Record<string, string>> = {
  '9000': jicsap,
  '63C0': 'myna-card src/ap/text.rs: query on a blocked reference',
  '63C1': `${jicsap}; ISO/IEC 7816-4 7.5.6`,
  '63C2': `${jicsap}; ISO/IEC 7816-4 7.5.6`,
  '63C3': `${jicsap}; ISO/IEC 7816-4 7.5.6`,
  '63C9': 'ten tries of a 照合番号 are our choice',
  '63CA': 'ten tries of a 照合番号 are our choice',
  '6700': jicsap,
  '6881': 'myna-card src/mf.rs: only channel 0',
  '6882': 'myna-card README: SELECT FILE',
  '6981': jicsap,
  '6982': jicsap,
  '6984': `${jicsap}; myna libmyna/reader.go: VERIFY on a blocked PIN. For a PIN never set, our assumption`,
  '6985': `${jicsap}; myna-card src/card.rs: GET CHALLENGE extended, INTERNAL AUTHENTICATE with a 券面 key`,
  '6986': jicsap,
  '69FC': 'myna-card README: READ BINARY and VERIFY',
  '6A80': jicsap,
  '6A81': jicsap,
  '6A82': jicsap,
  '6A83': jicsap,
  '6A86': jicsap,
  '6A88': jicsap,
  '6B00': 'JICSAP 1.1 7.3.1 via myna-card src/card.rs',
  '6D00': jicsap,
  '6E00': jicsap,
};

const table = `
                      rst  isd  jpki text surf comm regi free cert crt+ pin  pin+ pin- pin0 pinC pinN key  key+ key- keyA key0 ca   num  num+ code reg+ rec
select JPKI AP        9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000
select text AP, FCI   9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000
select ISD            9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000
select unknown AID    6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82
select AP, no name    6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700
select MF             6A86 6A86 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000
select 3F00           6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82
select EF 0018        6A82 6A82 9000 6A82 6A82 6A82 6A82 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 6A82 6A82 6A82 6A82 6A82
select EF 001C        6A82 6A82 6A82 6A82 6A82 9000 9000 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 9000 9000
select EF 0001, FCI   6A82 6A82 9000 9000 9000 9000 6A82 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 6A82 9000
select EF 7777        6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82
select EF, one byte   6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700
select, P1 08         6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86
select, P2 04         6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86
read 0                6986 6986 6986 6986 6986 6986 6986 9000 6982 9000 6981 6981 6981 6981 6981 6981 6981 6981 6981 6981 6981 6981 6982 9000 6981 6981 6981
read 32767            6986 6986 6986 6986 6986 6986 6986 6B00 6982 6B00 6981 6981 6981 6981 6981 6981 6981 6981 6981 6981 6981 6981 6982 6B00 6981 6981 6981
read, no Le           6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700
read, with data       6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700
read SFI 06           6A82 6A82 9000 6982 6982 6A82 6A82 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 6982 9000 6982 6A82 6A82
read SFI 01           6A82 6A82 6982 6982 6982 6981 6A82 6982 6982 9000 6982 6982 6982 6982 6982 6982 6982 6982 6982 6982 6982 6982 6982 9000 6982 6A82 6981
read SFI 1E           6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82 6A82
read, P1 E0           6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86
record 1 of SFI 01    6A82 6A82 6981 6981 6981 9000 6A82 6981 6981 6981 6981 6981 6981 6981 6981 6981 6981 6981 6981 6981 6981 6981 6981 6981 6981 6A82 9000
record 1              6986 6986 6986 6986 6986 6986 6986 6981 6981 6981 6981 6981 6981 6981 6981 6981 6981 6981 6981 6981 6981 6981 6981 6981 6981 6981 9000
record 2              6986 6986 6986 6986 6986 6986 6986 6981 6981 6981 6981 6981 6981 6981 6981 6981 6981 6981 6981 6981 6981 6981 6981 6981 6981 6981 6A83
record 0              6986 6986 6986 6986 6986 6986 6986 6981 6981 6981 6981 6981 6981 6981 6981 6981 6981 6981 6981 6981 6981 6981 6981 6981 6981 6981 6A83
records from 1        6A81 6A81 6A81 6A81 6A81 6A81 6A81 6A81 6A81 6A81 6A81 6A81 6A81 6A81 6A81 6A81 6A81 6A81 6A81 6A81 6A81 6A81 6A81 6A81 6A81 6A81 6A81
record, no Le         6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700
query                 6986 6986 6986 6986 6986 6986 6986 6981 6981 6981 63C3 63C3 63C2 63C0 63C0 6984 6981 6981 6981 6981 6981 6981 6981 6981 63CA 63C3 6981
query, with Le        6986 6986 6986 6986 6986 6986 6986 6981 6981 6981 6700 6700 6700 6700 6700 6700 6981 6981 6981 6981 6981 6981 6981 6981 6700 6700 6981
query SFI 18          6A88 6A88 63C3 6A88 6A88 6A88 6A88 63C3 63C3 63C3 63C3 63C3 63C2 63C0 63C0 6984 63C3 63C3 63C2 63C3 63C0 63C3 6A88 6A88 6A88 6A88 6A88
query SFI 1F          6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88
query SFI 17          6A88 6A88 6981 6A88 6A88 6A88 6A88 6981 6981 6981 6981 6981 6981 6981 6981 6981 6981 6981 6981 6981 6981 6981 6A88 6A88 6A88 6A88 6A88
verify right          6986 6986 6986 6986 6986 6986 6986 6981 6981 6981 9000 9000 9000 6984 6984 6984 6981 6981 6981 6981 6981 6981 6981 6981 63C9 63C2 6981
verify wrong          6986 6986 6986 6986 6986 6986 6986 6981 6981 6981 63C2 63C2 63C1 6984 6984 6984 6981 6981 6981 6981 6981 6981 6981 6981 63C9 63C2 6981
verify short          6986 6986 6986 6986 6986 6986 6986 6981 6981 6981 63C2 63C2 63C1 6984 6984 6984 6981 6981 6981 6981 6981 6981 6981 6981 63C9 63C2 6981
verify right SFI 18   6A88 6A88 9000 6A88 6A88 6A88 6A88 9000 9000 9000 9000 9000 9000 6984 6984 6984 9000 9000 9000 9000 6984 9000 6A88 6A88 6A88 6A88 6A88
verify, with Le       6986 6986 6986 6986 6986 6986 6986 6981 6981 6981 6700 6700 6700 6700 6700 6700 6981 6981 6981 6981 6981 6981 6981 6981 6700 6700 6981
verify, P1 01         6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86
verify, P2 00         6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86
change PIN            6986 6986 6986 6986 6986 6986 6986 6981 6981 6981 6982 9000 6982 6984 6984 6984 6981 6981 6981 6981 6981 6981 6981 6981 6981 6981 6981
change PIN SFI 18     6A88 6A88 6982 6A88 6A88 6A88 6A88 6982 6982 6982 6982 9000 6982 6984 6984 6984 6982 9000 6982 6982 6984 6982 6A88 6A88 6A88 6A88 6A88
change PIN, 3 digits  6986 6986 6986 6986 6986 6986 6986 6981 6981 6981 6982 6700 6982 6984 6984 6984 6981 6981 6981 6981 6981 6981 6981 6981 6981 6981 6981
change PIN, letters   6986 6986 6986 6986 6986 6986 6986 6981 6981 6981 6982 6A80 6982 6984 6984 6984 6981 6981 6981 6981 6981 6981 6981 6981 6981 6981 6981
change PIN, no data   6986 6986 6986 6986 6986 6986 6986 6981 6981 6981 6700 6700 6700 6700 6700 6700 6981 6981 6981 6981 6981 6981 6981 6981 6981 6981 6981
change PIN, P1 00     6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86
change key            6986 6986 6986 6986 6986 6986 6986 6981 6981 6981 6981 6981 6981 6981 6981 6981 6981 6981 6981 6981 6981 6981 6981 6981 6981 9000 6981
change key, P1 01     6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86
unlock forged         6A88 6A88 6985 6A88 6A88 6A88 6A88 6985 6985 6985 6985 6985 6985 6985 6982 6985 6985 6985 6985 6985 6985 6985 6A88 6A88 6A88 6A88 6A88
unlock, no value      6A88 6A88 6700 6A88 6A88 6A88 6A88 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6A88 6A88 6A88 6A88 6A88
unlock current        6986 6986 6986 6986 6986 6986 6986 6981 6981 6981 6985 6985 6985 6985 6982 6985 6981 6981 6981 6981 6981 6981 6981 6981 6981 6985 6981
unlock, P1 01         6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86
challenge             9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000
challenge, no Le      6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700
challenge, P1 01      6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86
challenge, extended   6985 6985 6985 6985 6985 6985 6985 6985 6985 6985 6985 6985 6985 6985 6985 6985 6985 6985 6985 6985 6985 6985 6985 6985 6985 6985 6985
authenticate current  6986 6986 6986 6986 6986 6986 6986 6981 6981 6981 6981 6981 6981 6981 6981 6981 6982 6982 6982 6982 6982 6985 6981 6981 6981 6981 6981
authenticate SFI 19   6A88 6A88 6A88 6A88 6A88 6A81 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A81
authenticate SFI 13   6A88 6A88 6A88 6985 6981 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6985 6985 6985 6A88 6A88
authenticate, no data 6A88 6A88 6A88 6A88 6A88 6700 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6700
authenticate, P1 01   6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86
sign                  6986 6986 6986 6986 6986 6986 6986 6981 6981 6981 6981 6981 6981 6981 6981 6981 6982 9000 6982 6982 6982 6981 6981 6981 6981 6981 6981
sign SFI 17           6A88 6A88 6982 6A88 6A88 6A88 6A88 6982 6982 6982 6982 9000 6982 6982 6982 6982 6982 9000 6982 6982 6982 6982 6A88 6A88 6A88 6A88 6A88
sign SFI 1A           6A88 6A88 6982 6A88 6A88 6A88 6A88 6982 6982 9000 6982 6982 6982 6982 6982 6982 6982 6982 6982 6982 6982 6982 6A88 6A88 6A88 6A88 6A88
sign 246 bytes        6986 6986 6986 6986 6986 6986 6986 6981 6981 6981 6981 6981 6981 6981 6981 6981 6982 6700 6982 6982 6982 6981 6981 6981 6981 6981 6981
sign, no data         6986 6986 6986 6986 6986 6986 6986 6981 6981 6981 6981 6981 6981 6981 6981 6981 6982 6700 6982 6982 6982 6981 6981 6981 6981 6981 6981
sign, no Le           6986 6986 6986 6986 6986 6986 6986 6981 6981 6981 6981 6981 6981 6981 6981 6981 6982 6700 6982 6982 6982 6981 6981 6981 6981 6981 6981
sign, Le 1            6986 6986 6986 6986 6986 6986 6986 6981 6981 6981 6981 6981 6981 6981 6981 6981 6982 6700 6982 6982 6982 6981 6981 6981 6981 6981 6981
sign, P1 02           6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86
sign, P2 00           6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86 6A86
data 00F0             9000 9000 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88
data 00F2             9000 9000 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88
data 5F51             9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000 9000
data 0045             6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88
data 00F0, Le 1       6700 6700 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88 6A88
data, no Le           6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700
get response          6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00
reset counter         6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00
set public key        6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00
session key           6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00
unknown INS           6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00
INS of other CLA      6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00 6D00
unknown CLA           6E00 6E00 6E00 6E00 6E00 6E00 6E00 6E00 6E00 6E00 6E00 6E00 6E00 6E00 6E00 6E00 6E00 6E00 6E00 6E00 6E00 6E00 6E00 6E00 6E00 6E00 6E00
reader command        6E00 6E00 6E00 6E00 6E00 6E00 6E00 6E00 6E00 6E00 6E00 6E00 6E00 6E00 6E00 6E00 6E00 6E00 6E00 6E00 6E00 6E00 6E00 6E00 6E00 6E00 6E00
channel 1             6881 6881 6881 6881 6881 6881 6881 6881 6881 6881 6881 6881 6881 6881 6881 6881 6881 6881 6881 6881 6881 6881 6881 6881 6881 6881 6881
channel 1, CLA 81     6881 6881 6881 6881 6881 6881 6881 6881 6881 6881 6881 6881 6881 6881 6881 6881 6881 6881 6881 6881 6881 6881 6881 6881 6881 6881 6881
SM select             6882 6882 6882 6882 6882 6882 6882 6882 6882 6882 6882 6882 6882 6882 6882 6882 6882 6882 6882 6882 6882 6882 6882 6882 6882 6882 6882
SM read               69FC 69FC 69FC 69FC 69FC 69FC 69FC 69FC 69FC 69FC 69FC 69FC 69FC 69FC 69FC 69FC 69FC 69FC 69FC 69FC 69FC 69FC 69FC 69FC 69FC 69FC 69FC
SM verify             69FC 69FC 69FC 69FC 69FC 69FC 69FC 69FC 69FC 69FC 69FC 69FC 69FC 69FC 69FC 69FC 69FC 69FC 69FC 69FC 69FC 69FC 69FC 69FC 69FC 69FC 69FC
SM sign               6882 6882 6882 6882 6882 6882 6882 6882 6882 6882 6882 6882 6882 6882 6882 6882 6882 6882 6882 6882 6882 6882 6882 6882 6882 6882 6882
no bytes              6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700
three bytes           6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700
Lc past the end       6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700
extended read         6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700 6700
`;

const [head = '', ...lines] = table.split('\n').filter((line) => line !== '');
const rows = lines.map((line) => ({ name: line.slice(0, 22).trim(), cells: line.slice(22).trim().split(/ +/) }));

function answer(state: State, apdu: string): string {
  const card = new VirtualCard(profile(state.card));
  for (const command of state.after) card.transmit(Buffer.from(command, 'hex'));
  const reply = card.transmit(Buffer.from(apdu, 'hex'));
  return Buffer.from(reply ?? [])
    .subarray(-2)
    .toString('hex')
    .toUpperCase();
}

describe('every command in every state', () => {
  it('has a row, a column and a source', () => {
    expect(head.trim().split(/ +/)).toEqual(Object.keys(states));
    expect(rows.map(({ name }) => name)).toEqual(Object.keys(commands));
    const used = new Set(rows.flatMap(({ cells }) => cells));
    expect([...used].sort()).toEqual(Object.keys(words).sort());
  });

  it('leaves no instruction of the card out', () => {
    const none = ['6D00', '6E00', '6881', '6882', '69FC'];
    const known: string[] = [];
    for (const cla of [0x00, 0x80])
      for (let ins = 0; ins < 256; ins += 1) {
        const apdu = Buffer.from([cla, ins, 0, 0]).toString('hex');
        if (!none.includes(answer(states.jpki as State, apdu))) known.push(apdu.slice(0, 4).toUpperCase());
      }
    const inTable = new Set(Object.values(commands).map(([apdu]) => apdu.slice(0, 4)));
    expect(known.filter((instruction) => !inTable.has(instruction))).toEqual([]);
    expect(known).toHaveLength(11);
  });

  it.each(rows)('$name', ({ name, cells }) => {
    const [apdu] = commands[name] ?? [''];
    expect(
      Object.values(states)
        .map((state) => answer(state, apdu))
        .join(' '),
    ).toBe(cells.join(' '));
  });
});
