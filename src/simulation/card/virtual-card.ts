import { createPublicKey, verify } from 'node:crypto';
import { type CommandApdu, decodeCommand, encodeResponse, SW } from '../../card/apdu.ts';
import { type ApplicationName, applications, generations, pins } from '../../card/jpki-data.ts';
import { type CardFile, dataObjects, filesOf } from './files.ts';
import { freshMemory } from './memory.ts';
import type { CardMemory, CardProfile } from './profile.ts';
import { countingRandom, type Random } from './random.ts';
import { codes, isPin, pinMisfit, type ReferenceName } from './references.ts';
import { signers } from './signing.ts';
import { tlv } from './tlv.ts';

/** What goes wrong, for tests and the bench. Numbers count APDUs from the next one, which is 1; each happens once. */
export interface CardFaults {
  /** The card leaves the field after acting on APDU n: no answer. */
  tearAfter?: number;
  /** The card leaves the field before APDU n reaches it. */
  removeBefore?: number;
  /** From APDU n on, which it still acts on, the card answers nothing until it is reset. */
  muteAt?: number;
  /** Writing fails at APDU n: 6581. Of a VERIFY the try is gone by then; of anything else nothing has happened. */
  failWriteAt?: number;
  /** The answer to APDU n comes `slowMs` milliseconds late. */
  slowAt?: number;
  slowMs?: number;
  /** This status word instead of acting on the next APDU. */
  statusOnce?: number;
}

const countedFaults = ['tearAfter', 'removeBefore', 'muteAt', 'failWriteAt', 'slowAt'] as const;
type CountedFault = (typeof countedFaults)[number];

/** What a reader gets for a command. `gone`: the card has left the field. `mute`: it is there and says nothing. */
export type CardReply =
  | { readonly kind: 'answer'; readonly bytes: Uint8Array; readonly afterMs: number }
  | { readonly kind: 'gone' }
  | { readonly kind: 'mute' };

export interface VirtualCardOptions {
  /** What the card remembers from before; null = as personalised. */
  readonly memory?: CardMemory | null;
  /** Called with the memory each time it changed, before the answer leaves. */
  readonly persist?: (memory: CardMemory) => void;
  /** For GET CHALLENGE. Without it every card gives the same numbers, in the same order. */
  readonly random?: Random;
}

/* Status words of this card that no client here needs a name for: JICSAP 1.1 table 25. */
const fileStructure = 0x6981;
const badData = 0x6a80;
const recordNotFound = 0x6a83;
const keyNotFound = 0x6a88;
/** The real card's answer to READ BINARY and VERIFY with secure messaging (soltia48/myna-card README). */
const secureMessagingRefused = 0x69fc;

/** The default AID of a GlobalPlatform issuer security domain: selecting it is as after a reset (soltia48/myna-card src/mf.rs). */
const issuerDomain = 'a0000001510000';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

const byAid = new Map<string, ApplicationName | null>([
  ...Object.entries(applications).map(([name, aid]) => [hex(aid), name as ApplicationName] as const),
  [issuerDomain, null],
]);

/** Instruction by which the holder changes a PIN: CHANGE REFERENCE DATA, or JICSAP CHANGE KEY (soltia48/myna-card src/card.rs). */
const changedBy = { auth: 0x24, sign: 0x24, text: 0x24, register: 0x32 } as const;

/** Bytes of an Ed25519 signature. */
const authorizationLength = 64;

const status = (sw: number): Uint8Array => encodeResponse(sw);
const triesLeft = (tries: number): number => 0x63c0 | tries;

/**
 * A My Number card at APDU level, with its five applications (files.ts). Status words: JICSAP 1.1 table 25 and what is known
 * of the real card; test/card/card-table.test.ts has them all with their sources.
 *
 * A try is counted down and stored before anything is compared, so that tearing the card away gives no free try. A PIN that
 * was never set (`tries: null`) answers 6984 to VERIFY and to the query alike: how a real 顔認証マイナンバーカード looks is
 * not public, this is our assumption. The 住民基本台帳用 PIN is one object that shows in two applications; on a real card it
 * is said to be two, which are to be changed together.
 *
 * `80 54` (JICSAP UNLOCK KEY by name only) stands for the unpublished procedure that sets a PIN anew: P2 = 80 OR short
 * identifier, data = Ed25519 signature by `profile.unlockKey` over the last challenge and the two bytes of the PIN file's
 * identifier, then the new PIN.
 */
export class VirtualCard {
  readonly profile: CardProfile;
  faults: CardFaults = {};
  readonly #persist: (memory: CardMemory) => void;
  readonly #random: Random;
  readonly #files = new Map<ApplicationName, ReadonlyMap<number, CardFile>>();
  readonly #verified = new Set<ReferenceName>();
  #memory: CardMemory;
  #application: ApplicationName | null = null;
  #current: CardFile | null = null;
  #challenge: Uint8Array | null = null;
  #mute = false;
  #writeFails = false;

  constructor(profile: CardProfile, { memory, persist, random }: VirtualCardOptions = {}) {
    this.profile = profile;
    this.#memory = memory ?? freshMemory(profile);
    this.#persist = persist ?? (() => {});
    this.#random = random ?? countingRandom();
  }

  get memory(): CardMemory {
    return this.#memory;
  }

  /** Power on, power off or reset: nothing stays selected or verified. */
  reset(): void {
    this.#select(null);
    this.#challenge = null;
    this.#mute = false;
  }

  /** Answers one command at once; null when no answer comes. */
  transmit(bytes: Uint8Array): Uint8Array | null {
    const reply = this.exchange(bytes);
    return reply.kind === 'answer' ? reply.bytes : null;
  }

  exchange(bytes: Uint8Array): CardReply {
    const due = countedFaults.filter((fault) => this.#comesDue(fault));
    if (due.includes('removeBefore')) return this.#gone();
    if (this.#mute) return { kind: 'mute' };
    const afterMs = due.includes('slowAt') ? (this.faults.slowMs ?? 0) : 0;
    this.#writeFails = due.includes('failWriteAt');
    const answer = this.#respond(bytes);
    if (due.includes('tearAfter')) return this.#gone();
    this.#mute = due.includes('muteAt');
    return this.#mute ? { kind: 'mute' } : { kind: 'answer', bytes: answer, afterMs };
  }

  #gone(): CardReply {
    this.reset();
    return { kind: 'gone' };
  }

  #comesDue(fault: CountedFault): boolean {
    const left = this.faults[fault];
    if (left === undefined) return false;
    if (left > 1) this.faults[fault] = left - 1;
    else delete this.faults[fault];
    return left <= 1;
  }

  #respond(bytes: Uint8Array): Uint8Array {
    const { statusOnce } = this.faults;
    if (statusOnce !== undefined) {
      delete this.faults.statusOnce;
      return status(statusOnce);
    }
    const command = decodeCommand(bytes);
    if (command !== null) return this.#answer(command);
    const extendedChallenge = bytes.length === 7 && hex(bytes.subarray(0, 5)) === '0084000000';
    return status(extendedChallenge ? SW.conditionsNotSatisfied : SW.wrongLength);
  }

  #answer(command: CommandApdu): Uint8Array {
    const { cla, ins, data } = command;
    const instruction = VirtualCard.#instructions.get((cla << 8) | ins);
    if (instruction !== undefined) {
      const spends = ins === 0x20 && data !== undefined;
      return this.#writeFails && !spends ? status(SW.memoryFailure) : instruction(this, command);
    }
    if ((cla & 0x70) !== 0) return status(SW.claNotSupported);
    if ((cla & 0x03) !== 0) return status(SW.channelNotSupported);
    if ((cla & 0x0c) !== 0)
      return status(ins === 0x20 || ins === 0xb0 ? secureMessagingRefused : SW.secureMessagingNotSupported);
    return status(SW.insNotSupported);
  }

  /** By class and instruction byte. */
  static readonly #instructions = new Map<number, (card: VirtualCard, command: CommandApdu) => Uint8Array>([
    [0x0020, (card, command) => card.#verify(command)],
    [0x0024, (card, command) => card.#change(command, 0x01)],
    [0x0084, (card, command) => card.#getChallenge(command)],
    [0x0088, (card, command) => card.#internalAuthenticate(command)],
    [0x00a4, (card, command) => card.#selectFile(command)],
    [0x00b0, (card, command) => card.#readBinary(command)],
    [0x00b2, (card, command) => card.#readRecord(command)],
    [0x00ca, (card, command) => card.#getData(command)],
    [0x802a, (card, command) => card.#computeSignature(command)],
    [0x8032, (card, command) => card.#change(command, 0x00)],
    [0x8054, (card, command) => card.#unlock(command)],
  ]);

  /** Files of the current application by identifier; none at the level of the master file. */
  #file(id: number): CardFile | undefined {
    const application = this.#application;
    if (application === null) return undefined;
    const files = this.#files.get(application) ?? filesOf(application, this.profile);
    this.#files.set(application, files);
    return files.get(id);
  }

  #select(application: ApplicationName | null): void {
    this.#application = application;
    this.#current = null;
    this.#verified.clear();
  }

  #selectFile({ p1, p2, data, le }: CommandApdu): Uint8Array {
    // SELECT MF: refused after a reset, and done without effect inside an application.
    if (p1 === 0x00 && p2 === 0x00 && data === undefined)
      return status(this.#application === null ? SW.wrongP1P2 : SW.ok);
    if (![0x00, 0x02, 0x04].includes(p1) || (p2 !== 0x00 && p2 !== 0x0c)) return status(SW.wrongP1P2);
    if (data === undefined) return status(SW.wrongLength);
    /** File control information, when it is asked for. */
    const found = (tag: number): Uint8Array =>
      p2 === 0x00 && le !== undefined
        ? encodeResponse(SW.ok, tlv(0x6f, tlv(tag, data)).subarray(0, le))
        : status(SW.ok);
    if (p1 === 0x04) {
      const application = byAid.get(hex(data));
      if (application === undefined) return status(SW.fileNotFound);
      this.#select(application);
      return found(0x84);
    }
    if (data.length !== 2) return status(SW.wrongLength);
    const file = p1 === 0x02 ? this.#file(Buffer.from(data).readUInt16BE()) : undefined;
    if (file === undefined) return status(SW.fileNotFound);
    this.#current = file;
    return found(0x83);
  }

  /** The file of a short identifier, which becomes the current one; the current one for 0. Or the status word that says why not. */
  #short(id: number, missing: number): CardFile | number {
    const file = id === 0 ? this.#current : this.#file(id);
    if (file === null) return SW.noCurrentEf;
    if (file === undefined) return missing;
    this.#current = file;
    return file;
  }

  /** The file that P2 of VERIFY and its like names: 80 the current one, 80 OR short identifier another. */
  #keyFile(p2: number): CardFile | number {
    return (p2 & 0xe0) === 0x80 ? this.#short(p2 & 0x1f, keyNotFound) : SW.wrongP1P2;
  }

  #readBinary({ p1, p2, data, le }: CommandApdu): Uint8Array {
    if (data !== undefined || le === undefined) return status(SW.wrongLength);
    const short = (p1 & 0x80) !== 0;
    if (short && (p1 & 0x60) !== 0) return status(SW.wrongP1P2);
    const file = this.#short(short ? p1 & 0x1f : 0, SW.fileNotFound);
    if (typeof file === 'number') return status(file);
    if (file.kind !== 'binary') return status(fileStructure);
    if (file.openedBy?.some((name) => this.#verified.has(name)) === false) return status(SW.securityStatusNotSatisfied);
    const offset = short ? p2 : (p1 << 8) | p2;
    if (offset >= file.content.length) return status(SW.offsetOutside);
    return encodeResponse(SW.ok, file.content.subarray(offset, offset + le));
  }

  /** P1 = number of the record; P2 = short identifier and 04. The forms that read several records are not there. */
  #readRecord({ p1, p2, data, le }: CommandApdu): Uint8Array {
    if (data !== undefined || le === undefined) return status(SW.wrongLength);
    if ((p2 & 0x07) !== 0x04) return status(SW.functionNotSupported);
    const file = this.#short(p2 >> 3, SW.fileNotFound);
    if (typeof file === 'number') return status(file);
    if (file.kind !== 'records') return status(fileStructure);
    const record = file.records[p1 - 1];
    return record === undefined ? status(recordNotFound) : encodeResponse(SW.ok, record.subarray(0, le));
  }

  #getData({ p1, p2, data, le }: CommandApdu): Uint8Array {
    if (data !== undefined || le === undefined) return status(SW.wrongLength);
    const object = dataObjects.get((p1 << 8) | p2);
    if (object === undefined || (this.#application !== null && !object.anywhere)) return status(keyNotFound);
    const content = object.of(this.profile);
    return content.length > le ? status(SW.wrongLength) : encodeResponse(SW.ok, content);
  }

  #getChallenge({ p1, p2, data, le }: CommandApdu): Uint8Array {
    if (p1 !== 0x00 || p2 !== 0x00) return status(SW.wrongP1P2);
    if (data !== undefined || le === undefined) return status(SW.wrongLength);
    this.#challenge = this.#random(le);
    return encodeResponse(SW.ok, this.#challenge);
  }

  #internalAuthenticate({ p1, p2, data }: CommandApdu): Uint8Array {
    if (p1 !== 0x00) return status(SW.wrongP1P2);
    const file = this.#keyFile(p2);
    if (typeof file === 'number') return status(file);
    if (data === undefined) return status(SW.wrongLength);
    if (file.kind === 'key') return status(SW.securityStatusNotSatisfied);
    return status(file.kind === 'internal' ? file.authenticate : fileStructure);
  }

  #tries(name: ReferenceName): number | null {
    return isPin(name) ? this.#memory.tries[name] : (this.#memory.codes?.[name] ?? codes[name].maxTries);
  }

  #store(name: ReferenceName, tries: number, value?: string): void {
    const before = this.#memory;
    const values = value === undefined ? before.values : { ...before.values, [name]: value };
    this.#memory = isPin(name)
      ? { ...before, tries: { ...before.tries, [name]: tries }, values }
      : { ...before, codes: { ...before.codes, [name]: tries } };
    this.#persist(this.#memory);
  }

  #verify({ p1, p2, data, le }: CommandApdu): Uint8Array {
    if (p1 !== 0x00) return status(SW.wrongP1P2);
    const file = this.#keyFile(p2);
    if (typeof file === 'number') return status(file);
    if (file.kind !== 'reference') return status(fileStructure);
    if (le !== undefined) return status(SW.wrongLength);
    const { name } = file;
    const tries = this.#tries(name);
    if (tries === null || (data !== undefined && tries === 0)) return status(SW.referencedIefBlocked);
    if (data === undefined) return status(triesLeft(tries));
    this.#verified.delete(name);
    this.#store(name, tries - 1);
    if (this.#writeFails) return status(SW.memoryFailure);
    if (!Buffer.from(this.#value(name), 'latin1').equals(data)) return status(triesLeft(tries - 1));
    this.#store(name, isPin(name) ? pins[name].maxTries : codes[name].maxTries);
    this.#verified.add(name);
    return status(SW.ok);
  }

  #value(name: ReferenceName): string {
    if (!isPin(name)) return codes[name].valueFor(this.profile);
    return this.#memory.values[name] ?? this.profile.pins[name].value;
  }

  /** CHANGE REFERENCE DATA and CHANGE KEY with the new value alone: the old one has been verified before. */
  #change({ ins, p1, p2, data, le }: CommandApdu, newValueOnly: number): Uint8Array {
    if (p1 !== newValueOnly) return status(SW.wrongP1P2);
    const file = this.#keyFile(p2);
    if (typeof file === 'number') return status(file);
    if (file.kind !== 'reference' || !isPin(file.name) || changedBy[file.name] !== ins) return status(fileStructure);
    if (data === undefined || le !== undefined) return status(SW.wrongLength);
    if (!this.#tries(file.name)) return status(SW.referencedIefBlocked);
    if (!this.#verified.has(file.name)) return status(SW.securityStatusNotSatisfied);
    const value = Buffer.from(data).toString('latin1');
    const misfit = pinMisfit(file.name, value);
    if (misfit !== null) return status(misfit === 'length' ? SW.wrongLength : badData);
    this.#store(file.name, pins[file.name].maxTries, value);
    return status(SW.ok);
  }

  #unlock({ p1, p2, data, le }: CommandApdu): Uint8Array {
    if (p1 !== 0x00) return status(SW.wrongP1P2);
    const file = this.#keyFile(p2);
    if (typeof file === 'number') return status(file);
    if (file.kind !== 'reference' || !isPin(file.name)) return status(fileStructure);
    const value = Buffer.from(data?.subarray(authorizationLength) ?? []).toString('latin1');
    const misfit = pinMisfit(file.name, value);
    if (data === undefined || le !== undefined || misfit === 'length') return status(SW.wrongLength);
    const challenge = this.#challenge;
    if (challenge === null || this.#tries(file.name) === null) return status(SW.conditionsNotSatisfied);
    this.#challenge = null;
    const key = createPublicKey({ key: Buffer.from(this.profile.unlockKey), format: 'der', type: 'spki' });
    const authorized = Buffer.concat([challenge, Uint8Array.of(file.id >> 8, file.id & 0xff)]);
    if (!verify(null, authorized, key, data.subarray(0, authorizationLength)))
      return status(SW.securityStatusNotSatisfied);
    if (misfit !== null) return status(badData);
    this.#verified.delete(file.name);
    this.#store(file.name, pins[file.name].maxTries, value);
    return status(SW.ok);
  }

  /** P1 = 00: signs what is given, as the generation of the card does (signing.ts). */
  #computeSignature({ p1, p2, data, le }: CommandApdu): Uint8Array {
    if (p1 !== 0x00) return status(SW.wrongP1P2);
    const file = this.#keyFile(p2);
    if (typeof file === 'number') return status(file);
    const pair = file.kind === 'key' ? this.profile[file.name] : null;
    if (file.kind !== 'key' || pair === null) return status(fileStructure);
    if (!this.#verified.has(file.name)) return status(SW.securityStatusNotSatisfied);
    const { key: kind, signatureLength } = generations[this.profile.generation];
    const { minLength, maxLength, sign } = signers[kind];
    if (data === undefined || le === undefined || le < signatureLength) return status(SW.wrongLength);
    if (data.length < minLength || data.length > maxLength) return status(SW.wrongLength);
    return encodeResponse(SW.ok, sign(pair.key, data));
  }
}
