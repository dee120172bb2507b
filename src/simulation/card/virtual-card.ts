import { constants, privateEncrypt } from 'node:crypto';
import { type CommandApdu, decodeCommand, encodeResponse, SW } from '../../card/apdu.ts';
import { EF, jpkiAid } from '../../card/jpki-data.ts';
import type { CardPin, CardProfile } from './profile.ts';

/** Tries left, as they survive a power-off. */
export interface CardMemory {
  authTries: number;
  signTries: number;
}

/** What goes wrong on the way, for tests and the bench. Counted from the next APDU. */
export interface CardFaults {
  /** The card leaves the field after acting on APDU number n (1 = the next): no answer. */
  tearAfter?: number;
  /** The card leaves the field before APDU number n reaches it. */
  removeBefore?: number;
  /** This status word instead of acting, once. */
  statusOnce?: number;
}

type PinName = 'auth' | 'sign';

interface File {
  readonly content?: Uint8Array;
  /** PIN that must be verified before it is read or used. */
  readonly needs?: PinName;
  readonly pin?: PinName;
  readonly key?: PinName;
}

/** PKCS#11 CK_TOKEN_INFO of 160 bytes as in EF 0006: text padded with spaces, big-endian ULONGs. */
export function tokenInfo(label: string): Uint8Array {
  const info = Buffer.alloc(160, 0x20);
  info.write(label, 0, 'latin1');
  info.write('1'.padStart(32, '0'), 32, 'latin1');
  info.write('E16R01NJ', 64, 'latin1');
  info.write('0'.repeat(16), 80, 'latin1');
  [0x40d, 1, 0, 1, 0, 16, 6, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff].forEach((value, index) => {
    info.writeUInt32BE(value, 96 + 4 * index);
  });
  info.write('03', 140, 'latin1');
  info.write('01', 142, 'latin1');
  info.write('9'.repeat(16), 144, 'latin1');
  return info;
}

/**
 * A My Number card at APDU level: JPKI application, authentication side complete, tries counted down and stored before the
 * answer leaves, so that tearing the card away gives no free try. Status words: JICSAP 1.1 table 25.
 */
export class VirtualCard {
  readonly profile: CardProfile;
  readonly memory: CardMemory;
  faults: CardFaults = {};
  readonly #persist: (memory: CardMemory) => void;
  readonly #files: ReadonlyMap<number, File>;
  readonly #verified = new Set<PinName>();
  #selected = false;
  #current: File | null = null;

  /** @param persist called with the memory each time it changed, before the answer leaves */
  constructor(
    profile: CardProfile,
    memory: CardMemory | null = null,
    persist: (memory: CardMemory) => void = () => {},
  ) {
    this.profile = profile;
    this.memory = memory ?? { authTries: profile.authPin.tries, signTries: profile.signPin.tries };
    this.#persist = persist;
    const present = (pair: unknown): number => (pair === null ? 0x00 : 0x8f);
    this.#files = new Map<number, File>([
      [EF.tokenInfo, { content: tokenInfo(profile.tokenLabel) }],
      [EF.availability, { content: Uint8Array.of(present(profile.sign), present(profile.auth), 0) }],
      [EF.authCa, { content: profile.authCa }],
      [EF.signCa, { content: profile.signCa }],
      [EF.authPin, { pin: 'auth' }],
      [EF.signPin, { pin: 'sign' }],
      ...(profile.auth === null
        ? []
        : ([
            [EF.authCertificate, { content: profile.auth.certificate }],
            [EF.authKey, { key: 'auth', needs: 'auth' }],
          ] as const)),
      ...(profile.sign === null
        ? []
        : ([
            [EF.signCertificate, { content: profile.sign.certificate, needs: 'sign' }],
            [EF.signKey, { key: 'sign', needs: 'sign' }],
          ] as const)),
    ]);
  }

  /** Power on, power off or reset: nothing stays selected or verified. */
  reset(): void {
    this.#selected = false;
    this.#current = null;
    this.#verified.clear();
  }

  /** Answers one command; null when the card is gone (torn or pulled out) and no answer comes. */
  transmit(bytes: Uint8Array): Uint8Array | null {
    if (this.#countDown('removeBefore')) return null;
    const torn = this.#countDown('tearAfter');
    const { statusOnce } = this.faults;
    if (statusOnce !== undefined) {
      delete this.faults.statusOnce;
      return encodeResponse(statusOnce);
    }
    const command = decodeCommand(bytes);
    const answer = command === null ? encodeResponse(SW.wrongLength) : this.#answer(command);
    return torn ? null : answer;
  }

  #countDown(fault: 'tearAfter' | 'removeBefore'): boolean {
    const left = this.faults[fault];
    if (left === undefined) return false;
    if (left > 1) {
      this.faults[fault] = left - 1;
      return false;
    }
    delete this.faults[fault];
    return true;
  }

  #answer(command: CommandApdu): Uint8Array {
    const { cla, ins } = command;
    if (cla === 0x00 && ins === 0xa4) return this.#select(command);
    if (cla === 0x00 && ins === 0xb0) return this.#readBinary(command);
    if (cla === 0x00 && ins === 0x20) return this.#verify(command);
    if (cla === 0x80 && ins === 0x2a) return this.#computeSignature(command);
    if (cla >= 0x01 && cla <= 0x03) return encodeResponse(SW.channelNotSupported);
    if ((cla & 0xf0) === 0x00 && (cla & 0x0c) !== 0) return encodeResponse(SW.secureMessagingNotSupported);
    return encodeResponse(cla === 0x00 || cla === 0x80 ? SW.insNotSupported : SW.claNotSupported);
  }

  #select({ p1, p2, data }: CommandApdu): Uint8Array {
    if (p1 === 0x00) return encodeResponse(this.#selected && data === undefined ? SW.ok : SW.wrongP1P2);
    if ((p1 !== 0x04 && p1 !== 0x02) || (p2 !== 0x0c && p2 !== 0x00)) return encodeResponse(SW.wrongP1P2);
    if (data === undefined) return encodeResponse(SW.wrongLength);
    if (p1 === 0x04) {
      if (!Buffer.from(jpkiAid).equals(data)) return encodeResponse(SW.fileNotFound);
      this.reset();
      this.#selected = true;
      return encodeResponse(SW.ok);
    }
    if (data.length !== 2) return encodeResponse(SW.wrongLength);
    const file = this.#selected ? this.#files.get(((data[0] as number) << 8) | (data[1] as number)) : undefined;
    if (file === undefined) return encodeResponse(SW.fileNotFound);
    this.#current = file;
    return encodeResponse(SW.ok);
  }

  /** The file a P2 of VERIFY or COMPUTE DIGITAL SIGNATURE names: 80 = the current one, 80 OR SFI = by short identifier. */
  #referenced(p2: number): File | null {
    if (p2 === 0x80) return this.#current;
    if ((p2 & 0xe0) !== 0x80 || !this.#selected) return null;
    const file = this.#files.get(p2 & 0x1f) ?? null;
    if (file !== null) this.#current = file;
    return file;
  }

  #readBinary({ p1, p2, data, le }: CommandApdu): Uint8Array {
    if (data !== undefined || le === undefined) return encodeResponse(SW.wrongLength);
    let offset = (p1 << 8) | p2;
    if ((p1 & 0x80) !== 0) {
      const file = this.#selected ? this.#files.get(p1 & 0x1f) : undefined;
      if (file === undefined) return encodeResponse(SW.fileNotFound);
      this.#current = file;
      offset = p2;
    }
    const file = this.#current;
    if (file === null) return encodeResponse(SW.noCurrentEf);
    if (file.content === undefined) return encodeResponse(0x6981);
    if (file.needs !== undefined && !this.#verified.has(file.needs))
      return encodeResponse(SW.securityStatusNotSatisfied);
    if (offset >= file.content.length) return encodeResponse(SW.offsetOutside);
    return encodeResponse(SW.ok, file.content.subarray(offset, offset + le));
  }

  #pin(name: PinName): { readonly pin: CardPin; readonly tries: 'authTries' | 'signTries' } {
    return name === 'auth'
      ? { pin: this.profile.authPin, tries: 'authTries' }
      : { pin: this.profile.signPin, tries: 'signTries' };
  }

  #verify({ p1, p2, data, le }: CommandApdu): Uint8Array {
    if (p1 !== 0x00) return encodeResponse(SW.wrongP1P2);
    const file = this.#referenced(p2);
    if (file === null) return encodeResponse(p2 === 0x80 ? SW.noCurrentEf : SW.wrongP1P2);
    if (file.pin === undefined) return encodeResponse(0x6981);
    const { pin, tries } = this.#pin(file.pin);
    if (data === undefined) return encodeResponse(le === undefined ? 0x63c0 | this.memory[tries] : SW.wrongLength);
    if (this.memory[tries] === 0) return encodeResponse(SW.referencedIefBlocked);
    this.#store(tries, this.memory[tries] - 1);
    this.#verified.delete(file.pin);
    if (!Buffer.from(pin.value, 'latin1').equals(data)) return encodeResponse(0x63c0 | this.memory[tries]);
    this.#store(tries, pin.maxTries);
    this.#verified.add(file.pin);
    return encodeResponse(SW.ok);
  }

  #store(tries: 'authTries' | 'signTries', value: number): void {
    this.memory[tries] = value;
    this.#persist(this.memory);
  }

  /** P1 = 00: the card pads the given DigestInfo (PKCS#1 v1.5 type 1) and signs, 1–245 bytes in, 256 out. */
  #computeSignature({ p1, p2, data, le }: CommandApdu): Uint8Array {
    if (p1 !== 0x00) return encodeResponse(SW.wrongP1P2);
    const file = this.#referenced(p2);
    if (file === null) return encodeResponse(p2 === 0x80 ? SW.noCurrentEf : SW.wrongP1P2);
    if (file.key === undefined) return encodeResponse(0x6981);
    if (!this.#verified.has(file.key)) return encodeResponse(SW.securityStatusNotSatisfied);
    if (data === undefined || le === undefined || data.length > 245) return encodeResponse(SW.wrongLength);
    const key = this.profile[file.key]?.key;
    if (key === undefined) return encodeResponse(SW.fileNotFound);
    return encodeResponse(SW.ok, privateEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, data));
  }
}
