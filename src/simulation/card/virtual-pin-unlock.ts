import { decodeResponse, encodeCommand, SW } from '../../card/apdu.ts';
import { pins } from '../../card/jpki-data.ts';
import type { PinUnlock } from '../../card/pin-unlock.ts';
import { done, failed, unknown } from '../../outcome.ts';

/** Bytes of a challenge. */
const challengeLength = 32;

const detail = (sw: number): string => `UNLOCK answered ${sw.toString(16).toUpperCase()}`;

/** The virtual card's own procedure for setting a PIN anew (VirtualCard, `80 54`); no real card has it. */
export const virtualPinUnlock: PinUnlock = {
  async challenge(transmit) {
    const answer = await transmit(encodeCommand({ cla: 0x00, ins: 0x84, p1: 0, p2: 0, le: challengeLength }));
    if (answer.outcome !== 'done') return answer;
    const response = decodeResponse(answer.value);
    return response?.sw === SW.ok ? done(response.data) : failed('card', 'GET CHALLENGE gave none');
  },

  async reset(transmit, { pin, value, authorization }) {
    const data = Buffer.concat([authorization, value]);
    const command = encodeCommand({ cla: 0x80, ins: 0x54, p1: 0, p2: 0x80 | pins[pin].file, data });
    const answer = await transmit(command);
    data.fill(0);
    command.fill(0);
    if (answer.outcome === 'failed') return unknown(`no answer to UNLOCK (${answer.fault})`);
    if (answer.outcome === 'unknown') return answer;
    const response = decodeResponse(answer.value);
    if (response === null) return unknown('UNLOCK answered without status word');
    if (response.sw === SW.ok) return done('done');
    const refused = response.sw === SW.securityStatusNotSatisfied || response.sw === SW.conditionsNotSatisfied;
    return refused ? done('refused') : failed('card', detail(response.sw));
  },
};
